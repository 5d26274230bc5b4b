namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>What Discord sends: of each documented type the fields that the fake may send, and those it must.</summary>
/// <remarks>discord.com/developers/docs: resources user, guild, channel, message, webhook, application; events/gateway-events; interactions.</remarks>
internal static class SentSchema
{
    public const string Objects = """
        User
          id: snowflake
          username: string
          discriminator: string
          global_name: ?string
          avatar: ?string
          bot?: boolean
          system?: boolean
          public_flags?: integer
        SelfUser : User
          verified?: boolean
          mfa_enabled?: boolean
          email?: ?string
          flags?: integer
        Member
          user?: User
          nick?: ?string
          avatar?: ?string
          banner?: ?string
          roles: [snowflake]
          joined_at: ?iso8601
          premium_since?: ?iso8601
          deaf: boolean
          mute: boolean
          flags: integer
          pending?: boolean
          permissions?: string 1.. /^[0-9]+$/
          communication_disabled_until?: ?iso8601
        MentionedUser : User
          member?: Member
        RoleColors
          primary_color: integer
          secondary_color: ?integer
          tertiary_color: ?integer
        Role
          id: snowflake
          name: string
          color: integer
          colors: RoleColors
          hoist: boolean
          icon?: ?string
          unicode_emoji?: ?string
          position: integer
          permissions: string 1.. /^[0-9]+$/
          managed: boolean
          mentionable: boolean
          flags: integer
        Overwrite
          id: snowflake
          type: 0|1
          allow: string 1.. /^[0-9]+$/
          deny: string 1.. /^[0-9]+$/
        ThreadMetadata
          archived: boolean
          auto_archive_duration: 60|1440|4320|10080
          archive_timestamp: iso8601
          locked: boolean
          invitable?: boolean
          create_timestamp?: ?iso8601
        ThreadMember
          id?: snowflake
          user_id?: snowflake
          join_timestamp: iso8601
          flags: integer
        Channel
          id: snowflake
          type: 0|1|11|15
          guild_id?: snowflake
          position?: integer
          permission_overwrites?: [Overwrite]
          name?: ?string
          topic?: ?string
          nsfw?: boolean
          last_message_id?: ?snowflake
          rate_limit_per_user?: integer
          recipients?: [User]
          owner_id?: snowflake
          parent_id?: ?snowflake
          message_count?: integer
          total_message_sent?: integer
          member_count?: integer
          thread_metadata?: ThreadMetadata
          member?: ThreadMember
          permissions?: string
          flags?: integer
          available_tags?: [any]
          default_reaction_emoji?: ?any
          default_sort_order?: ?integer
          default_forum_layout?: integer
          newly_created?: boolean
        Guild
          id: snowflake
          name: string
          icon: ?string
          splash: ?string
          discovery_splash: ?string
          owner_id: snowflake
          afk_channel_id: ?snowflake
          afk_timeout: integer
          verification_level: integer
          default_message_notifications: integer
          explicit_content_filter: integer
          roles: [Role]
          emojis: [any]
          features: [string]
          mfa_level: integer
          application_id: ?snowflake
          system_channel_id: ?snowflake
          system_channel_flags: integer
          rules_channel_id: ?snowflake
          vanity_url_code: ?string
          description: ?string
          banner: ?string
          premium_tier: integer
          premium_subscription_count?: integer
          preferred_locale: string
          public_updates_channel_id: ?snowflake
          nsfw_level: integer
          stickers?: [any]
          premium_progress_bar_enabled: boolean
          safety_alerts_channel_id: ?snowflake
        Application
          id: snowflake
          name: string
          icon: ?string
          description: string
          bot_public: boolean
          bot_require_code_grant: boolean
          bot?: User
          verify_key: string
          team: ?any
          flags?: integer
        Webhook
          id: snowflake
          type: 1|2|3
          guild_id?: ?snowflake
          channel_id: ?snowflake
          user?: User
          name: ?string
          avatar: ?string
          token?: string
          application_id: ?snowflake
          url?: string
        SessionStartLimit
          total: integer
          remaining: integer
          reset_after: integer
          max_concurrency: integer
        Gateway
          url: string
        GatewayBot : Gateway
          shards: integer
          session_start_limit: SessionStartLimit
        RateLimit
          message: string
          retry_after: number
          global: boolean
          code?: integer
        """;

    public const string Messages = """
        Attachment
          id: snowflake
          filename: string
          title?: string
          description?: string ..1024
          content_type?: string
          size: integer
          url: string
          proxy_url: string
          height?: ?integer
          width?: ?integer
          ephemeral?: boolean
          flags?: integer
        EmbedField
          name: string
          value: string
          inline?: boolean
        EmbedFooter
          text: string
          icon_url?: string
          proxy_icon_url?: string
        EmbedMedia
          url: string
          proxy_url?: string
          height?: integer
          width?: integer
        EmbedAuthor
          name: string
          url?: string
          icon_url?: string
        Embed
          title?: string
          type?: "rich"
          description?: string
          url?: string
          timestamp?: iso8601
          color?: integer
          footer?: EmbedFooter
          image?: EmbedMedia
          thumbnail?: EmbedMedia
          author?: EmbedAuthor
          fields?: [EmbedField] ..25
        Emoji
          id: ?snowflake
          name: ?string
          animated?: boolean
        Reaction
          count: integer
          count_details: ReactionCounts
          me: boolean
          me_burst: boolean
          emoji: Emoji
          burst_colors: [string]
        ReactionCounts
          burst: integer
          normal: integer
        MessageReference
          type?: 0|1
          message_id?: snowflake
          channel_id?: snowflake
          guild_id?: snowflake
          fail_if_not_exists?: boolean
        Component
          type: integer 1..18
          id: integer
          custom_id?: string
          components?: [Component]
          accessory?: Component
          style?: integer
          label?: string
          emoji?: any
          url?: string
          disabled?: boolean
          options?: [any]
          placeholder?: string
          min_values?: integer
          max_values?: integer
          channel_types?: [integer]
          default_values?: [any]
          content?: string
          media?: any
          description?: ?string
          spoiler?: boolean
          items?: [any]
          file?: any
          divider?: boolean
          spacing?: integer
          accent_color?: ?integer
        Message
          id: snowflake
          channel_id: snowflake
          author: User
          content: string
          timestamp: iso8601
          edited_timestamp: ?iso8601
          tts: boolean
          mention_everyone: boolean
          mentions: [MentionedUser]
          mention_roles: [snowflake]
          attachments: [Attachment]
          embeds: [Embed] ..10
          reactions?: [Reaction]
          nonce?: string|integer
          pinned: boolean
          webhook_id?: snowflake
          type: 0|7|18|19|20|21
          application_id?: snowflake
          flags?: integer
          message_reference?: MessageReference
          referenced_message?: ?Message
          interaction_metadata?: InteractionMetadata
          thread?: Channel
          components?: [Component]
        """;

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

    public const string Events = """
        READY
          v: 10
          user: SelfUser
          guilds: [UnavailableGuild]
          session_id: string
          resume_gateway_url: string
          shard?: [integer] 2..2
          application: ReadyApplication
        ReadyApplication
          id: snowflake
          flags: integer
        UnavailableGuild
          id: snowflake
          unavailable?: boolean
        GUILD_CREATE : Guild
          joined_at: iso8601
          large: boolean
          unavailable?: boolean
          member_count: integer
          voice_states: [any]
          members: [Member]
          channels: [Channel]
          threads: [Channel]
          presences: [any]
          stage_instances: [any]
          guild_scheduled_events: [any]
          soundboard_sounds: [any]
        GUILD_DELETE
          id: snowflake
          unavailable?: boolean
        GUILD_ROLE_CREATE
          guild_id: snowflake
          role: Role
        GUILD_MEMBER_ADD : Member
          guild_id: snowflake
        GUILD_MEMBER_UPDATE : Member
          guild_id: snowflake
        GUILD_MEMBER_REMOVE
          guild_id: snowflake
          user: User
        GUILD_MEMBERS_CHUNK
          guild_id: snowflake
          members: [Member]
          chunk_index: integer
          chunk_count: integer
          not_found?: [any]
          presences?: [any]
          nonce?: string
        CHANNEL_CREATE : Channel
        CHANNEL_UPDATE : Channel
        CHANNEL_DELETE : Channel
        THREAD_CREATE : Channel
        THREAD_UPDATE : Channel
        THREAD_DELETE
          id: snowflake
          guild_id: snowflake
          parent_id: snowflake
          type: 11
        MESSAGE_CREATE : Message
          guild_id?: snowflake
          member?: Member
          channel_type?: integer
        MESSAGE_UPDATE : MESSAGE_CREATE
        MESSAGE_DELETE
          id: snowflake
          channel_id: snowflake
          guild_id?: snowflake
        MESSAGE_DELETE_BULK
          ids: [snowflake]
          channel_id: snowflake
          guild_id?: snowflake
        MESSAGE_REACTION_ADD
          user_id: snowflake
          channel_id: snowflake
          message_id: snowflake
          guild_id?: snowflake
          member?: Member
          emoji: Emoji
          message_author_id?: snowflake
          burst: boolean
          burst_colors?: [string]
          type: 0|1
        MESSAGE_REACTION_REMOVE
          user_id: snowflake
          channel_id: snowflake
          message_id: snowflake
          guild_id?: snowflake
          emoji: Emoji
          burst: boolean
          type: 0|1
        WEBHOOKS_UPDATE
          guild_id: snowflake
          channel_id: snowflake
        TYPING_START
          channel_id: snowflake
          guild_id?: snowflake
          user_id: snowflake
          timestamp: integer
          member?: Member
        """;
}
