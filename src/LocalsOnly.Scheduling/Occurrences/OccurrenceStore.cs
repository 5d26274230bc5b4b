using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Scheduling;

/// <summary>The occurrences of all tasks. Each change of state is one step of the database, taken only from the state that it belongs to.</summary>
/// <remarks>
/// Conditions like <c>state &lt; 2 AND state = 0</c> name the condition of the partial index word for word: SQLite does not see otherwise that the one follows from the other. Where it would walk over a
/// task's whole history for the sake of the order, the index is named.
/// </remarks>
internal sealed class OccurrenceStore(TaskDatabase database)
{
    private const string Columns = "task, due, state, by_hand, late, tries, not_before, ready, began, ended, reason, output, turn";

    /// <summary>Several steps as one.</summary>
    public T Together<T>(Func<T> steps) => database.Write(steps);

    public TaskStanding? Standing(string task) =>
        database.Rows("SELECT id, first, cursor, paused, alerted FROM tasks WHERE id = $id", ReadStanding, ("$id", task)) is [var standing] ? standing : null;

    /// <summary>Every task that was ever seen, by id.</summary>
    public Dictionary<string, TaskStanding> Standings() => database.Rows("SELECT id, first, cursor, paused, alerted FROM tasks", ReadStanding).ToDictionary(standing => standing.Task, StringComparer.Ordinal);

    /// <summary>The tasks that have failed since a time, or were told of to their owner.</summary>
    public IReadOnlyList<TaskStanding> Troubled(DateTimeOffset since) => database.Rows(
        """
        SELECT id, first, cursor, paused, alerted FROM tasks WHERE alerted IS NOT NULL
            OR id IN (SELECT task FROM occurrences WHERE state IN (3, 4) AND ended > $since) OR id IN (SELECT task FROM deliveries WHERE state = 2 AND due > $since)
        """, ReadStanding, ("$since", since));

    /// <summary>Notes up to when all that was due is decided; the first time, that the task is there.</summary>
    public void Decided(string task, DateTimeOffset upTo) =>
        database.Run("INSERT INTO tasks (id, first, cursor) VALUES ($id, $at, $at) ON CONFLICT DO UPDATE SET cursor = $at", ("$id", task), ("$at", upTo));

    /// <summary>Lets a task rest, or go on.</summary>
    public void Pause(string task, bool paused, DateTimeOffset now) =>
        database.Run("INSERT INTO tasks (id, first, cursor, paused) VALUES ($id, $at, $at, $paused) ON CONFLICT DO UPDATE SET paused = $paused", ("$id", task), ("$at", now), ("$paused", paused));

    /// <summary>Notes the time, and tells the one that was noted last: between the two the host may have been away.</summary>
    public DateTimeOffset? See(DateTimeOffset now)
    {
        var last = database.Scalar("SELECT seen FROM clock") is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset?)null;
        database.Run("INSERT INTO clock VALUES (1, $now) ON CONFLICT DO UPDATE SET seen = $now", ("$now", now));
        return last;
    }

    /// <summary>
    /// Claims an occurrence: from now on it is this host's to run, and nobody else's. One that was missed in a time that the clock has taken back may still be claimed, for it never ran.
    /// </summary>
    /// <returns>False when it was claimed, or decided, before.</returns>
    public bool TryClaim(Occurrence occurrence) => database.Run(
        """
        INSERT INTO occurrences (task, due, state, by_hand, late, not_before, ready) VALUES ($task, $due, 0, $hand, $late, $before, $ready)
        ON CONFLICT DO UPDATE SET state = 0, late = $late, missed = 0, not_before = $before, ready = $ready, ended = NULL, reason = NULL WHERE missed
        """,
        ("$task", occurrence.Task), ("$due", occurrence.Due), ("$hand", occurrence.ByHand), ("$late", occurrence.Late), ("$before", occurrence.NotBefore), ("$ready", occurrence.Ready)) == 1;

    /// <summary>Notes that an occurrence does not run. One that is known already stays as it is.</summary>
    /// <param name="missed">Nobody looked at its time; see <see cref="TryClaim"/>.</param>
    public void Skip(string task, DateTimeOffset due, string reason, DateTimeOffset now, bool missed = false) => database.Run(
        "INSERT OR IGNORE INTO occurrences (task, due, state, missed, not_before, ready, ended, reason) VALUES ($task, $due, 5, $missed, $due, $due, $now, $reason)",
        ("$task", task), ("$due", due), ("$missed", missed), ("$now", now), ("$reason", reason));

    /// <summary>The claimed ones, also those whose time to be tried is still to come; the one that waits longest first.</summary>
    public IReadOnlyList<Occurrence> Claimed(int most) =>
        database.Rows($"SELECT {Columns} FROM occurrences INDEXED BY occurrences_open WHERE state < 2 AND state = 0 ORDER BY not_before, due, task LIMIT $most", Read, ("$most", most));

    /// <summary>The clock was put back: nothing waits for a time that is far ahead now.</summary>
    public void ClockPutBack(DateTimeOffset now)
    {
        database.Run("UPDATE occurrences SET not_before = $now WHERE state < 2 AND state = 0 AND not_before > $now", ("$now", now));
        database.Run("UPDATE deliveries SET next = $now WHERE state = 0 AND next > $now", ("$now", now));
        database.Run("UPDATE tasks SET alerted = NULL WHERE alerted > $now", ("$now", now));
    }

    /// <summary>Whether an occurrence of a task is claimed or runs.</summary>
    public Occurrence? Open(string task) => One("SELECT {0} FROM occurrences INDEXED BY occurrences_open WHERE state < 2 AND task = $task ORDER BY due LIMIT 1", ("$task", task));

    /// <summary>Of each task the first occurrence that is claimed or runs.</summary>
    public Dictionary<string, Occurrence> Open() =>
        database.Rows($"SELECT {Columns} FROM occurrences INDEXED BY occurrences_open WHERE state < 2 ORDER BY due", Read).DistinctBy(each => each.Task).ToDictionary(each => each.Task, StringComparer.Ordinal);

    /// <summary>It begins now.</summary>
    /// <returns>False when it is not claimed any more: another host has it.</returns>
    public bool TryBegin(Occurrence occurrence, DateTimeOffset now) => Step(occurrence, OccurrenceState.Claimed, "state = 1, tries = tries + 1, began = $now, reason = NULL", ("$now", now));

    /// <summary>It goes back to the claimed ones: nothing has been said or changed.</summary>
    public bool PutBack(Occurrence occurrence, DateTimeOffset notBefore, string? reason) =>
        Step(occurrence, OccurrenceState.Running, "state = 0, not_before = $before, reason = $reason", ("$before", notBefore), ("$reason", reason));

    /// <summary>It is claimed and waits on.</summary>
    public bool Wait(Occurrence occurrence, DateTimeOffset notBefore, string reason) =>
        Step(occurrence, OccurrenceState.Claimed, "not_before = $before, reason = $reason", ("$before", notBefore), ("$reason", reason));

    /// <summary>It ends without having succeeded.</summary>
    public bool End(Occurrence occurrence, OccurrenceState from, OccurrenceState state, string reason, DateTimeOffset now) =>
        Step(occurrence, from, "state = $to, reason = $reason, ended = $now", ("$to", state), ("$reason", reason), ("$now", now));

    /// <summary>It succeeded: what came of it, and where it goes, are one step.</summary>
    public bool Succeed(Occurrence occurrence, string output, string hash, string? turn, string? reason, IReadOnlyList<(string Channel, DeliveryState State, string? Reason)> deliveries, DateTimeOffset now) => database.Write(() =>
    {
        if (!Step(occurrence, OccurrenceState.Running, "state = 2, output = $output, hash = $hash, turn = $turn, reason = $reason, ended = $now",
            ("$output", output), ("$hash", hash), ("$turn", turn), ("$reason", reason), ("$now", now))) return false;
        foreach (var (channel, state, why) in deliveries)
            database.Run("INSERT INTO deliveries (task, due, channel, state, reason, next) VALUES ($task, $due, $channel, $state, $reason, $now)",
                ("$task", occurrence.Task), ("$due", occurrence.Due), ("$channel", channel), ("$state", state), ("$reason", why), ("$now", now));
        return true;
    });

    /// <summary>What ran when the host died: nobody knows how far it came.</summary>
    /// <returns>How many.</returns>
    public int Recover(string reason, DateTimeOffset now) => database.Run("UPDATE occurrences SET state = 4, reason = $reason, ended = $now WHERE state < 2 AND state = 1", ("$reason", reason), ("$now", now));

    public Occurrence? Find(string task, DateTimeOffset due) => One("SELECT {0} FROM occurrences WHERE task = $task AND due = $due", ("$task", task), ("$due", due));

    /// <summary>The occurrences of a task, the newest first.</summary>
    /// <param name="skipped">Also those that did not run.</param>
    public IReadOnlyList<Occurrence> Of(string task, int most, bool skipped = true) =>
        database.Rows($"SELECT {Columns} FROM occurrences WHERE task = $task AND state <= $last ORDER BY due DESC LIMIT $most", Read, ("$task", task), ("$last", skipped ? 5 : 4), ("$most", most));

    /// <summary>The newest occurrence that ran; null when none did.</summary>
    public Occurrence? LastRun(string task) => One("SELECT {0} FROM occurrences INDEXED BY occurrences_run WHERE task = $task AND state < 5 AND state > 0 ORDER BY due DESC LIMIT 1", ("$task", task));

    /// <summary>When the newest one that succeeded began; where none did, when the task was first seen. Null when neither is known.</summary>
    public DateTimeOffset? LastSuccess(string task) => database.Scalar(
        """
        SELECT coalesce(
            (SELECT began FROM occurrences INDEXED BY occurrences_run WHERE task = $task AND state < 5 AND state = 2 ORDER BY due DESC LIMIT 1), (SELECT first FROM tasks WHERE id = $task))
        """, ("$task", task)) is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The newest occurrences of all tasks.</summary>
    /// <param name="skipped">Also those that did not run.</param>
    public IReadOnlyList<Occurrence> Newest(int most, bool skipped) =>
        database.Rows($"SELECT {Columns} FROM occurrences WHERE state <= $last ORDER BY due DESC, task LIMIT $most", Read, ("$last", skipped ? 5 : 4), ("$most", most));

    /// <summary>What ended at or after a time and was due by the clock, in the order in which it ended.</summary>
    public IReadOnlyList<Occurrence> EndedSince(string task, DateTimeOffset at) =>
        database.Rows($"SELECT {Columns} FROM occurrences WHERE task = $task AND ended >= $at AND by_hand = 0 ORDER BY ended", Read, ("$task", task), ("$at", at));

    /// <summary>How many runs in a row have not succeeded, or were not delivered, the newest first.</summary>
    public int FailedInARow(string task) =>
        Convert.ToInt32(database.Scalar(
            """
            SELECT count(*) FROM occurrences o INDEXED BY occurrences_run WHERE task = $task AND state < 5 AND state > 1 AND due > coalesce((
                SELECT max(due) FROM occurrences s INDEXED BY occurrences_run WHERE task = $task AND state < 5 AND state = 2 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.task = s.task AND d.due = s.due AND d.state = 2)), 0)
            """, ("$task", task)), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>When a task was last told of to its owner.</summary>
    public void Alerted(string task, DateTimeOffset? at) => database.Run("UPDATE tasks SET alerted = $at WHERE id = $id", ("$at", at), ("$id", task));

    /// <summary>Takes out what is older than is worth keeping.</summary>
    public int Prune(DateTimeOffset skippedBefore, DateTimeOffset allBefore) => database.Write(() =>
    {
        database.Run("DELETE FROM deliveries WHERE due < $all AND state > 0", ("$all", allBefore));
        return database.Run("DELETE FROM occurrences WHERE (state = 5 AND due < $skipped) OR (state > 1 AND due < $all)", ("$skipped", skippedBefore), ("$all", allBefore));
    });

    private bool Step(Occurrence occurrence, OccurrenceState from, string changes, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        database.Run($"UPDATE occurrences SET {changes} WHERE task = $task AND due = $due AND state = $from", [.. parameters, ("$task", occurrence.Task), ("$due", occurrence.Due), ("$from", from)]) == 1;

    private Occurrence? One(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => database.Rows(sql.Replace("{0}", Columns, StringComparison.Ordinal), Read, parameters) is [var row] ? row : null;

    private static TaskStanding ReadStanding(SqliteDataReader row) => new(row.GetString(0), row.At(1), row.At(2), row.GetBoolean(3), row.AtOrNull(4));

    private static Occurrence Read(SqliteDataReader row) => new(row.GetString(0), row.At(1), (OccurrenceState)row.GetInt32(2))
    {
        ByHand = row.GetBoolean(3),
        Late = row.GetBoolean(4),
        Tries = row.GetInt32(5),
        NotBefore = row.At(6),
        Ready = row.At(7),
        Began = row.AtOrNull(8),
        Ended = row.AtOrNull(9),
        Reason = row.TextOrNull(10),
        Output = row.TextOrNull(11),
        Turn = row.TextOrNull(12),
    };
}
