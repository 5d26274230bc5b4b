namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>What clients send: the bodies of requests and the payloads of the gateway.</summary>
/// <remarks>discord.com/developers/docs: resources message, channel, webhook; components/reference; interactions; events/gateway-events.</remarks>
internal static class TakenSchema
{
    public const string Components = """
        PartialEmoji
          id?: ?snowflake
          name?: ?string
          animated?: boolean
        ActionRow
          type: 1
          id?: integer
          components: [RowChild] 1..5
        RowChild = type: 2 Button, 3 StringSelect, 5 AutoSelect, 6 AutoSelect, 7 AutoSelect, 8 AutoSelect
        Button
          type: 2
          id?: integer
          style: 1|2|3|4|5|6
          label?: string ..80
          emoji?: PartialEmoji
          custom_id?: string 1..100
          sku_id?: snowflake
          url?: string 1..512
          disabled?: boolean
        SelectOption
          label: string 1..100
          value: string 1..100
          description?: string ..100
          emoji?: PartialEmoji
          default?: boolean
        StringSelect
          type: 3
          id?: integer
          custom_id: string 1..100
          options: [SelectOption] 1..25
          placeholder?: string ..150
          min_values?: integer 0..25
          max_values?: integer 1..25
          required?: boolean
          disabled?: boolean
        AutoSelect
          type: 5|6|7|8
          id?: integer
          custom_id: string 1..100
          channel_types?: [integer]
          placeholder?: string ..150
          default_values?: [any] ..25
          min_values?: integer 0..25
          max_values?: integer 1..25
          required?: boolean
          disabled?: boolean
        TextInput
          type: 4
          id?: integer
          custom_id: string 1..100
          style: 1|2
          label?: string 1..45
          min_length?: integer 0..4000
          max_length?: integer 1..4000
          required?: boolean
          value?: string ..4000
          placeholder?: string ..100
        MediaItem
          url: string
        Section
          type: 9
          id?: integer
          components: [TextDisplay] 1..3
          accessory: Accessory
        Accessory = type: 2 Button, 11 Thumbnail
        TextDisplay
          type: 10
          id?: integer
          content: string 1..4000
        Thumbnail
          type: 11
          id?: integer
          media: MediaItem
          description?: ?string ..1024
          spoiler?: boolean
        GalleryItem
          media: MediaItem
          description?: ?string ..1024
          spoiler?: boolean
        MediaGallery
          type: 12
          id?: integer
          items: [GalleryItem] 1..10
        FileComponent
          type: 13
          id?: integer
          file: MediaItem
          spoiler?: boolean
        Separator
          type: 14
          id?: integer
          divider?: boolean
          spacing?: 1|2
        Container
          type: 17
          id?: integer
          components: [ContainerChild] 1..
          accent_color?: ?integer 0..16777215
          spoiler?: boolean
        ContainerChild = type: 1 ActionRow, 9 Section, 10 TextDisplay, 12 MediaGallery, 13 FileComponent, 14 Separator
        Component = type: 1 ActionRow, 9 Section, 10 TextDisplay, 12 MediaGallery, 13 FileComponent, 14 Separator, 17 Container
        ModalRow
          type: 1
          id?: integer
          components: [TextInput] 1..1
        Label
          type: 18
          id?: integer
          label: string 1..45
          description?: string ..100
          component: LabelChild
        LabelChild = type: 3 StringSelect, 4 TextInput, 5 AutoSelect, 6 AutoSelect, 7 AutoSelect, 8 AutoSelect
        ModalComponent = type: 1 ModalRow, 10 TextDisplay, 18 Label
        """;

    public const string Messages = """
        EmbedFooter
          text: string 1..2048
          icon_url?: string ..2048
          proxy_icon_url?: string
        EmbedMedia
          url: string 1..2048
          proxy_url?: string
          height?: integer
          width?: integer
        EmbedAuthor
          name: string 1..256
          url?: string ..2048
          icon_url?: string ..2048
          proxy_icon_url?: string
        EmbedField
          name: string 1..256
          value: string 1..1024
          inline?: boolean
        Embed
          title?: ?string ..256
          type?: string
          description?: ?string ..4096
          url?: ?string ..2048
          timestamp?: ?iso8601
          color?: ?integer 0..16777215
          footer?: ?EmbedFooter
          image?: ?EmbedMedia
          thumbnail?: ?EmbedMedia
          author?: ?EmbedAuthor
          fields?: ?[EmbedField] ..25
        AllowedMentions
          parse?: ["roles"|"users"|"everyone"]
          roles?: [snowflake] ..100
          users?: [snowflake] ..100
          replied_user?: boolean
        MessageReference
          type?: 0|1
          message_id?: snowflake
          channel_id?: snowflake
          guild_id?: snowflake
          fail_if_not_exists?: boolean
        PartialAttachment
          id: snowflake|integer
          filename?: string ..1024
          title?: string
          description?: ?string ..1024
          content_type?: string
          size?: integer
          url?: string
          proxy_url?: string
          height?: ?integer
          width?: ?integer
          ephemeral?: boolean
          flags?: integer
        CreateMessage
          content?: ?string ..2000
          nonce?: string ..25|integer
          tts?: boolean
          embeds?: ?[Embed] ..10
          allowed_mentions?: ?AllowedMentions
          message_reference?: ?MessageReference
          components?: ?[Component] ..40
          sticker_ids?: [snowflake] ..3
          attachments?: [PartialAttachment] ..10
          flags?: ?integer
          enforce_nonce?: boolean
          poll?: ?any
        EditMessage
          content?: ?string ..2000
          embeds?: ?[Embed] ..10
          flags?: ?integer
          allowed_mentions?: ?AllowedMentions
          components?: ?[Component] ..40
          attachments?: ?[PartialAttachment] ..10
        ExecuteWebhook
          content?: ?string ..2000
          username?: ?string 1..80
          avatar_url?: ?string
          tts?: boolean
          embeds?: ?[Embed] ..10
          allowed_mentions?: ?AllowedMentions
          components?: ?[Component] ..40
          attachments?: [PartialAttachment] ..10
          flags?: ?integer
          thread_name?: string 1..100
          applied_tags?: [snowflake]
          poll?: ?any
        EditWebhookMessage
          content?: ?string ..2000
          embeds?: ?[Embed] ..10
          flags?: ?integer
          allowed_mentions?: ?AllowedMentions
          components?: ?[Component] ..40
          attachments?: ?[PartialAttachment] ..10
          poll?: ?any
        BulkDelete
          messages: [snowflake] 2..100
        """;

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

    public const string Others = """
        CreateDirect
          recipient_id: snowflake
        ThreadFromMessage
          name: string 1..100
          auto_archive_duration?: 60|1440|4320|10080
          rate_limit_per_user?: ?integer 0..21600
        StartThread
          name: string 1..100
          auto_archive_duration?: 60|1440|4320|10080
          type?: 10|11|12
          invitable?: boolean
          rate_limit_per_user?: ?integer 0..21600
        EditChannel
          name?: string 1..100
          topic?: ?string ..1024
          archived?: boolean
          auto_archive_duration?: 60|1440|4320|10080
          locked?: boolean
          invitable?: boolean
          rate_limit_per_user?: ?integer 0..21600
          flags?: integer
          applied_tags?: [snowflake]
        CreateWebhook
          name: string 1..80
          avatar?: ?string
        Empty
        """;

    public const string Gateway = """
        Properties
          os: string
          browser: string
          device: string
        Activity
          name: string 1..128
          type: 0|1|2|3|4|5
          url?: ?string
          state?: ?string ..128
        Presence
          since: ?integer
          activities: [Activity]
          status: "online"|"dnd"|"idle"|"invisible"|"offline"
          afk: boolean
        IdentifyData
          token: string 1..
          properties: Properties
          compress?: boolean
          large_threshold?: integer 50..250
          shard?: [integer] 2..2
          presence?: Presence
          intents: integer
        ResumeData
          token: string 1..
          session_id: string
          seq: integer 0..
        VoiceData
          guild_id: snowflake
          channel_id: ?snowflake
          self_mute: boolean
          self_deaf: boolean
        MembersData
          guild_id: snowflake
          query?: string
          limit?: integer 0..
          presences?: boolean
          user_ids?: any
          nonce?: string ..32
        SoundboardData
          guild_ids: [snowflake]
        Heartbeat
          op: 1
          d: ?integer
        Identify
          op: 2
          d: IdentifyData
        PresenceUpdate
          op: 3
          d: Presence
        VoiceStateUpdate
          op: 4
          d: VoiceData
        Resume
          op: 6
          d: ResumeData
        RequestGuildMembers
          op: 8
          d: MembersData
        RequestSoundboardSounds
          op: 31
          d: SoundboardData
        RequestChannelInfo
          op: 43
          d: any
        """;
}
