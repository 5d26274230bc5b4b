namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class SentSchema
{
    public const string Interactions = """
        InteractionMetadata
          id: snowflake
          type: 2|3|5
          user: User
          authorizing_integration_owners: {snowflake}
          original_response_message_id?: snowflake
          interacted_message_id?: snowflake
          triggering_interaction_metadata?: InteractionMetadata
          command_type?: integer
          name?: string
        CommandChoice
          name: string 1..100
          name_localizations?: ?{string}
          value: string|number
        CommandOption
          type: integer 1..11
          name: string 1..32
          name_localizations?: ?{string}
          description: string 1..100
          description_localizations?: ?{string}
          required?: boolean
          choices?: [CommandChoice] ..25
          options?: [CommandOption] ..25
          channel_types?: [integer]
          min_value?: number
          max_value?: number
          min_length?: integer
          max_length?: integer
          autocomplete?: boolean
        Command
          id: snowflake
          type?: 1|2|3
          application_id: snowflake
          guild_id?: snowflake
          name: string 1..32
          name_localizations?: ?{string}
          description: string ..100
          description_localizations?: ?{string}
          options?: [CommandOption] ..25
          default_member_permissions: ?string
          dm_permission?: boolean
          nsfw?: boolean
          integration_types?: [integer]
          contexts?: ?[integer]
          version: snowflake
        InteractionOption
          name: string
          type: integer 1..11
          value?: string|number|boolean
          options?: [InteractionOption]
          focused?: boolean
        PartialChannel
          id: snowflake
          type: integer
          name?: ?string
          permissions: string
        Resolved
          users?: {User}
          members?: {ResolvedMember}
          roles?: {Role}
          channels?: {PartialChannel}
          messages?: {Message}
          attachments?: {Attachment}
        ResolvedMember
          nick?: ?string
          avatar?: ?string
          banner?: ?string
          roles: [snowflake]
          joined_at: ?iso8601
          premium_since?: ?iso8601
          flags: integer
          pending?: boolean
          permissions?: string
          communication_disabled_until?: ?iso8601
        CommandData
          id: snowflake
          name: string
          type: 1|2|3
          resolved?: Resolved
          options?: [InteractionOption]
          guild_id?: snowflake
          target_id?: snowflake
        ComponentData
          custom_id: string 1..100
          component_type: integer 2..8
          id?: integer
          values?: [string]
          resolved?: Resolved
        SubmittedComponent
          type: 1|3|4|18
          id: integer
          custom_id?: string 1..100
          value?: string
          values?: [string]
          component?: SubmittedComponent
          components?: [SubmittedComponent]
        ModalData
          custom_id: string 1..100
          components: [SubmittedComponent]
          resolved?: Resolved
        InteractionBase
          id: snowflake
          application_id: snowflake
          guild?: any
          guild_id?: snowflake
          channel?: any
          channel_id?: snowflake
          member?: Member
          user?: User
          token: string
          version: 1
          message?: Message
          app_permissions: string
          locale?: string
          guild_locale?: string
          entitlements: [any]
          authorizing_integration_owners: {snowflake}
          context?: 0|1|2
          attachment_size_limit: integer
        CommandInteraction : InteractionBase
          type: 2|4
          data: CommandData
        ComponentInteraction : InteractionBase
          type: 3
          data: ComponentData
        ModalInteraction : InteractionBase
          type: 5
          data: ModalData
        INTERACTION_CREATE = type: 2 CommandInteraction, 3 ComponentInteraction, 4 CommandInteraction, 5 ModalInteraction
        CallbackInteraction
          id: snowflake
          type: 2|3|4|5
          response_message_id?: snowflake
          response_message_loading?: boolean
          response_message_ephemeral?: boolean
        CallbackResource
          type: 4|5|6|7|8|9
          message?: Message
        InteractionCallback
          interaction: CallbackInteraction
          resource?: CallbackResource
        """;
}
