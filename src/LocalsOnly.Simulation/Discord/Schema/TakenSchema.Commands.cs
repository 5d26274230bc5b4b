namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class TakenSchema
{
    public const string Commands = """
        CommandChoice
          name: string 1..100
          name_localizations?: ?{string}
          value: string ..100|number
        CommandOption
          type: 1|2|3|4|5|6|7|8|9|10|11
          name: string 1..32 /^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$/
          name_localizations?: ?{string}
          description: string 1..100
          description_localizations?: ?{string}
          required?: boolean
          choices?: [CommandChoice] ..25
          options?: [CommandOption] ..25
          channel_types?: [integer]
          min_value?: number
          max_value?: number
          min_length?: integer 0..6000
          max_length?: integer 1..6000
          autocomplete?: boolean
        Command
          id?: snowflake
          name: string 1..32
          name_localizations?: ?{string}
          description?: string ..100
          description_localizations?: ?{string}
          options?: ?[CommandOption] ..25
          default_member_permissions?: ?string
          dm_permission?: ?boolean
          default_permission?: boolean
          integration_types?: ?[integer]
          contexts?: ?[integer]
          type?: 1|2|3|4
          nsfw?: boolean
        EditCommand
          name?: string 1..32
          name_localizations?: ?{string}
          description?: string ..100
          description_localizations?: ?{string}
          options?: ?[CommandOption] ..25
          default_member_permissions?: ?string
          dm_permission?: ?boolean
          default_permission?: boolean
          integration_types?: ?[integer]
          contexts?: ?[integer]
          nsfw?: boolean
        CallbackMessage
          tts?: boolean
          content?: ?string ..2000
          embeds?: ?[Embed] ..10
          allowed_mentions?: ?AllowedMentions
          flags?: ?integer
          components?: ?[Component] ..40
          attachments?: [PartialAttachment] ..10
          poll?: ?any
        CallbackMessageAnswer
          type: 4
          data: CallbackMessage
        CallbackDefer
          flags?: ?integer
        CallbackDeferAnswer
          type: 5
          data?: ?CallbackDefer
        CallbackDeferUpdate
          type: 6
          data?: ?any
        CallbackUpdate
          type: 7
          data?: CallbackMessage
        CallbackChoices
          choices: [CommandChoice] ..25
        CallbackChoicesAnswer
          type: 8
          data: CallbackChoices
        CallbackModal
          custom_id: string 1..100
          title: string 1..45
          components: [ModalComponent] 1..5
        CallbackModalAnswer
          type: 9
          data: CallbackModal
        Callback = type: 4 CallbackMessageAnswer, 5 CallbackDeferAnswer, 6 CallbackDeferUpdate, 7 CallbackUpdate, 8 CallbackChoicesAnswer, 9 CallbackModalAnswer
        """;
}
