namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>What Discord sends: of each documented type the fields that the fake may send, and those it must.</summary>
/// <remarks>discord.com/developers/docs: resources user, guild, channel, message, webhook, application; events/gateway-events; interactions.</remarks>
internal static partial class SentSchema
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
        ActiveThreads
          threads: [Channel]
          members: [ThreadMember]
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
}
