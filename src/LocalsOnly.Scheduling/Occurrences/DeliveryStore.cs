using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Scheduling;

/// <summary>Where the outcomes of occurrences go, and whether they are there.</summary>
internal sealed class DeliveryStore(TaskDatabase database)
{
    private const string Columns = "task, due, channel, state, proof, reason, tries, next";

    /// <summary>Those that are to be made, also those whose time to be tried is still to come; the one that waits longest first.</summary>
    public IReadOnlyList<TaskDelivery> Pending(int most) => database.Rows($"SELECT {Columns} FROM deliveries WHERE state = 0 ORDER BY next LIMIT $most", Read, ("$most", most));

    public IReadOnlyList<TaskDelivery> Of(string task, DateTimeOffset due) => database.Rows($"SELECT {Columns} FROM deliveries WHERE task = $task AND due = $due ORDER BY channel", Read, ("$task", task), ("$due", due));

    public void Delivered(TaskDelivery delivery, string proof) =>
        database.Run("UPDATE deliveries SET state = 1, proof = $proof, reason = NULL, tries = tries + 1 WHERE task = $task AND due = $due AND channel = $channel",
            ("$proof", proof), ("$task", delivery.Task), ("$due", delivery.Due), ("$channel", delivery.Channel));

    public void Failed(TaskDelivery delivery, string reason, DateTimeOffset? next) =>
        database.Run("UPDATE deliveries SET state = $state, reason = $reason, tries = tries + 1, next = coalesce($next, next) WHERE task = $task AND due = $due AND channel = $channel",
            ("$state", next is null ? DeliveryState.Failed : DeliveryState.Pending), ("$reason", reason), ("$next", next), ("$task", delivery.Task), ("$due", delivery.Due), ("$channel", delivery.Channel));

    /// <summary>Has what failed tried again; nothing is run again for it.</summary>
    /// <returns>How many.</returns>
    public int Again(string task, DateTimeOffset due, DateTimeOffset now) =>
        database.Run("UPDATE deliveries SET state = 0, tries = 0, next = $now WHERE task = $task AND due = $due AND state = 2", ("$now", now), ("$task", task), ("$due", due));

    /// <summary>When the very same output of a task was last delivered to a channel; null when what was last delivered there was another.</summary>
    public DateTimeOffset? SameAs(string task, string channel, string hash) => database.Rows(
        "SELECT o.due, o.hash FROM deliveries d JOIN occurrences o ON o.task = d.task AND o.due = d.due WHERE d.task = $task AND d.channel = $channel AND d.state IN (0, 1) ORDER BY d.due DESC LIMIT 1",
        row => (Due: row.At(0), Hash: row.TextOrNull(1)), ("$task", task), ("$channel", channel)) is [var last] && last.Hash == hash ? last.Due : null;

    private static TaskDelivery Read(SqliteDataReader row) => new(row.GetString(0), row.At(1), row.GetString(2), (DeliveryState)row.GetInt32(3), row.TextOrNull(4), row.TextOrNull(5), row.GetInt32(6), row.At(7));
}
