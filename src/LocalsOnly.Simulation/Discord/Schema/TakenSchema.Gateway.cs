namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class TakenSchema
{
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
