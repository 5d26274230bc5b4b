using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>Up to which message each channel was looked at, so that what was written while the host was away is found.</summary>
internal sealed class ChannelCursors(DiscordDatabase database)
{
    /// <summary>The newest message that was looked at; null for a channel that is new.</summary>
    public Snowflake? Find(Snowflake channel) => database.Rows("SELECT last FROM cursors WHERE channel = $channel", row => row.Id(0), ("$channel", channel)) is [var last] ? last : null;

    /// <summary>Moves on; never back.</summary>
    public void Advance(Snowflake channel, string bot, bool direct, Snowflake last) => database.Run(
        "INSERT INTO cursors VALUES ($channel, $bot, $direct, $last) ON CONFLICT DO UPDATE SET last = max(last, $last)",
        ("$channel", channel), ("$bot", bot), ("$direct", direct), ("$last", last));

    /// <summary>Direct messages with a bot: Discord lists no such channels.</summary>
    public IReadOnlyList<Snowflake> Direct(string bot) => database.Rows("SELECT channel FROM cursors WHERE direct AND bot = $bot", row => row.Id(0), ("$bot", bot));
}
