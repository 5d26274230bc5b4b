namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class TakenSchema
{
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
}
