namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class SentSchema
{
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
