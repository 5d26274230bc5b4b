using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>Why messages were not answered. Their words are not kept.</summary>
internal sealed class IgnoredMessages(DiscordDatabase database, TimeProvider time)
{
    private const int Kept = 20_000;
    private const int PruneEvery = 256;

    private int _added;

    /// <returns>False when the message is known already.</returns>
    public bool Add(Snowflake id, Snowflake channel, Snowflake author, string reason) => database.Write(() =>
    {
        if (database.Scalar("SELECT 1 FROM inbox WHERE id = $id", ("$id", id)) is not null) return false;
        var added = database.Run("INSERT OR IGNORE INTO ignored VALUES ($id, $channel, $author, $reason, $at)",
            ("$id", id), ("$channel", channel), ("$author", author), ("$reason", reason), ("$at", time.GetUtcNow())) == 1;
        if (++_added % PruneEvery == 0) database.Run("DELETE FROM ignored WHERE id < (SELECT id FROM ignored ORDER BY id DESC LIMIT 1 OFFSET $kept)", ("$kept", Kept));
        return added;
    });

    /// <summary>Where a message that was ignored was written; null when it is not known.</summary>
    public Snowflake? ChannelOf(Snowflake id) => database.Rows("SELECT channel FROM ignored WHERE id = $id", row => (Snowflake?)row.Id(0), ("$id", id)).FirstOrDefault();

    /// <summary>It is looked at anew, because it was changed.</summary>
    public bool Remove(Snowflake id) => database.Run("DELETE FROM ignored WHERE id = $id", ("$id", id)) == 1;

    /// <summary>Why a message was ignored; null when it was not, or long ago.</summary>
    public Fate? FateOf(Snowflake id) => database.Rows("SELECT reason FROM ignored WHERE id = $id", row => new Fate($"It was not answered: {row.GetString(0)}"), ("$id", id)).FirstOrDefault();

    /// <summary>The newest messages that were ignored, newest first.</summary>
    /// <param name="channel">In one channel; null for all.</param>
    public IReadOnlyList<(Snowflake Id, Snowflake Channel, Snowflake Author, string Reason)> Newest(Snowflake? channel, int limit) => database.Rows(
        $"SELECT id, channel, author, reason FROM ignored {(channel is null ? "" : "WHERE channel = $channel")} ORDER BY id DESC LIMIT $limit",
        row => (row.Id(0), row.Id(1), row.Id(2), row.GetString(3)), ("$channel", channel), ("$limit", limit));
}
