using System.Runtime.InteropServices;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Treasury.Ledger;

/// <summary>
/// <c>ledger.db</c>: a row for each attempt, which nothing changes or removes, and the sums of each quarter of an hour by kind, which the
/// database itself keeps in the same step. Counts, times and energy only; never a word of a prompt or a reply.
/// </summary>
/// <remarks>Slots of 15 minutes end where days and hours do in every time zone there is (Nepal and the Chathams are 45 minutes off).</remarks>
internal sealed class LedgerFile : SqliteFile
{
    public static readonly TimeSpan Slot = TimeSpan.FromMinutes(15);

    private const string Schema = """
        CREATE TABLE kinds (
            id INTEGER PRIMARY KEY, persona TEXT NOT NULL, task TEXT NOT NULL, tier INTEGER NOT NULL, endpoint TEXT NOT NULL, model TEXT NOT NULL, reason TEXT NOT NULL,
            outcome TEXT NOT NULL, abandoned INTEGER NOT NULL, times_by INTEGER NOT NULL, tokens_by INTEGER NOT NULL, energy_by INTEGER NOT NULL,
            UNIQUE (persona, task, tier, endpoint, model, reason, outcome, abandoned, times_by, tokens_by, energy_by)) STRICT;
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER NOT NULL REFERENCES kinds, session TEXT, decision TEXT,
            uncached INTEGER NOT NULL, cached INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
            queued INTEGER NOT NULL, first_token INTEGER, decoding INTEGER NOT NULL, busy INTEGER NOT NULL, millijoules INTEGER, idle_millijoules INTEGER) STRICT;
        CREATE INDEX attempts_by_time ON attempts (at);
        CREATE TABLE slots (
            slot INTEGER NOT NULL, kind INTEGER NOT NULL, attempts INTEGER NOT NULL, uncached INTEGER NOT NULL, cached INTEGER NOT NULL, output INTEGER NOT NULL,
            reasoning INTEGER NOT NULL, queued INTEGER NOT NULL, first_tokens INTEGER NOT NULL, first_token INTEGER NOT NULL, decoding INTEGER NOT NULL, busy INTEGER NOT NULL,
            millijoules INTEGER NOT NULL, idle_millijoules INTEGER NOT NULL, PRIMARY KEY (slot, kind)) STRICT, WITHOUT ROWID;
        CREATE TABLE taken (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TRIGGER attempts_are_summed AFTER INSERT ON attempts BEGIN
            INSERT INTO slots VALUES (
                new.at / 9000000000, new.kind, 1, new.uncached, new.cached, new.output, new.reasoning, new.queued, new.first_token IS NOT NULL, ifnull(new.first_token, 0),
                new.decoding, new.busy, ifnull(new.millijoules, 0), ifnull(new.idle_millijoules, 0))
            ON CONFLICT DO UPDATE SET
                attempts = attempts + 1, uncached = uncached + excluded.uncached, cached = cached + excluded.cached, output = output + excluded.output,
                reasoning = reasoning + excluded.reasoning, queued = queued + excluded.queued, first_tokens = first_tokens + excluded.first_tokens,
                first_token = first_token + excluded.first_token, decoding = decoding + excluded.decoding, busy = busy + excluded.busy,
                millijoules = millijoules + excluded.millijoules, idle_millijoules = idle_millijoules + excluded.idle_millijoules;
        END;
        CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts BEGIN SELECT raise(ABORT, 'the ledger is only added to'); END;
        CREATE TRIGGER attempts_are_kept BEFORE DELETE ON attempts BEGIN SELECT raise(ABORT, 'the ledger is only added to'); END;
        """;

    private const string AddAttempt = """
        INSERT INTO attempts (at, kind, session, decision, uncached, cached, output, reasoning, queued, first_token, decoding, busy, millijoules, idle_millijoules)
        VALUES ($at, $kind, $session, $decision, $uncached, $cached, $output, $reasoning, $queued, $first, $decoding, $busy, $energy, $idle)
        """;

    private const string KindColumns = "persona, task, tier, endpoint, model, reason, outcome, abandoned, times_by, tokens_by, energy_by";

    private const string AddKind = $"INSERT OR IGNORE INTO kinds ({KindColumns}) VALUES ($persona, $task, $tier, $endpoint, $model, $reason, $outcome, $abandoned, $times, $tokens, $energy)";

    private const string FindKind = """
        SELECT id FROM kinds WHERE persona = $persona AND task = $task AND tier = $tier AND endpoint = $endpoint AND model = $model AND reason = $reason AND outcome = $outcome
            AND abandoned = $abandoned AND times_by = $times AND tokens_by = $tokens AND energy_by = $energy
        """;

    /// <summary>Energy that nobody knows has no provenance; a row of <c>kinds</c> has no nulls, so that it is there once.</summary>
    private const int Unknown = -1;

    private readonly Dictionary<UsageKind, long> _kinds = [];

    /// <exception cref="SqliteFileException">It cannot be opened, or a newer version wrote it.</exception>
    public LedgerFile(string path)
        : base(path, outlivesPower: false, Schema) =>
        // The pages at the end of the tables are written again and again: they are carried over once for many attempts.
        Run("PRAGMA wal_autocheckpoint = 8000");

    /// <summary>Adds all or, when it throws, none.</summary>
    /// <exception cref="SqliteException">The disk does not take it.</exception>
    public void Append(IReadOnlyList<UsageEvent> events)
    {
        try
        {
            Write(() =>
            {
                for (var i = 0; i < events.Count; i++) Append(events[i]);
            });
        }
        catch
        {
            // Some of them may have been taken back with the rest.
            _kinds.Clear();
            throw;
        }
    }

    /// <summary>Sums of each slot that begins at or after one instant and before another, in order of time.</summary>
    public List<UsageRow> Rows(DateTimeOffset from, DateTimeOffset to)
    {
        var kinds = Kinds();
        return Rows(
            "SELECT * FROM slots WHERE slot >= $from AND slot < $to ORDER BY slot, kind",
            row => new UsageRow(new DateTimeOffset(row.GetInt64(0) * Slot.Ticks, TimeSpan.Zero), kinds[row.GetInt64(1)], Sum(row, 2)),
            ("$from", from.UtcTicks / Slot.Ticks), ("$to", to.UtcTicks / Slot.Ticks));
    }

    /// <summary>The same without what no report tells apart: tier, reason and outcome. A fraction of the rows is left.</summary>
    public List<UsageRow> Folded(DateTimeOffset from, DateTimeOffset to)
    {
        var alike = new Dictionary<UsageKind, UsageKind>();
        var kinds = Kinds().ToDictionary(kind => kind.Key, kind => Alike(kind.Value with { Tier = default, Reason = "", Outcome = "" }));
        var folded = new List<UsageRow>();
        var sums = new Dictionary<UsageKind, UsageSum>(ReferenceEqualityComparer.Instance);
        var slot = 0L;
        Rows(
            "SELECT * FROM slots WHERE slot >= $from AND slot < $to ORDER BY slot",
            row =>
            {
                if (row.GetInt64(0) is var next && next != slot) Close(next);
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, kinds[row.GetInt64(1)], out _);
                sum += Sum(row, 2);
                return true;
            },
            ("$from", from.UtcTicks / Slot.Ticks), ("$to", to.UtcTicks / Slot.Ticks));
        Close(slot);
        return folded;

        UsageKind Alike(UsageKind kind) => alike.TryGetValue(kind, out var first) ? first : alike[kind] = kind;

        void Close(long next)
        {
            foreach (var (kind, sum) in sums) folded.Add(new UsageRow(new DateTimeOffset(slot * Slot.Ticks, TimeSpan.Zero), kind, sum));
            sums.Clear();
            slot = next;
        }
    }

    /// <summary>Sums by kind over any time, for which the database adds up: years in milliseconds. Bounds as in <see cref="Rows(DateTimeOffset, DateTimeOffset)"/>.</summary>
    public List<(UsageKind Kind, UsageSum Sum)> Totals(DateTimeOffset from, DateTimeOffset to)
    {
        var kinds = Kinds();
        return Rows(
            """
            SELECT kind, sum(attempts), sum(uncached), sum(cached), sum(output), sum(reasoning), sum(queued), sum(first_tokens), sum(first_token), sum(decoding), sum(busy), sum(millijoules),
                sum(idle_millijoules) FROM slots WHERE slot >= $from AND slot < $to GROUP BY kind
            """,
            row => (kinds[row.GetInt64(0)], Sum(row, 1)), ("$from", from.UtcTicks / Slot.Ticks), ("$to", to.UtcTicks / Slot.Ticks));
    }

    /// <summary>The instant of the first attempt; null when there is none.</summary>
    public DateTimeOffset? First() => Scalar("SELECT min(at) FROM attempts") is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Attempts that began at or after one instant and before another, in order of time, read a part at a time.</summary>
    /// <param name="session">Only those of one conversation; null for all.</param>
    public IEnumerable<UsageEvent> Events(DateTimeOffset from, DateTimeOffset to, string? session = null)
    {
        const int Part = 2_000;
        const string Columns = "SELECT id, at, kind, session, decision, uncached, cached, output, reasoning, queued, first_token, decoding, busy, millijoules, idle_millijoules FROM attempts";
        var kinds = Kinds();
        var (at, id) = (from.UtcTicks, 0L);
        while (true)
        {
            var part = session is null
                ? Rows($"{Columns} WHERE (at, id) > ($at, $id) AND at < $to ORDER BY at, id LIMIT $part", row => (Id: row.GetInt64(0), Event: Event(row, kinds)), ("$at", at), ("$id", id), ("$to", to.UtcTicks), ("$part", Part))
                : Rows($"{Columns} WHERE session = $session AND (at, id) > ($at, $id) AND at < $to ORDER BY at, id LIMIT $part", row => (Id: row.GetInt64(0), Event: Event(row, kinds)), ("$session", session), ("$at", at), ("$id", id), ("$to", to.UtcTicks), ("$part", Part));
            foreach (var one in part) yield return one.Event;
            if (part.Count < Part) yield break;
            (at, id) = (part[^1].Event.At.UtcTicks, part[^1].Id);
        }
    }

    /// <summary>Notes that a file of an earlier ledger is in here; false when it was before.</summary>
    public bool Take(string name) => Run("INSERT OR IGNORE INTO taken VALUES ($name)", ("$name", name)) > 0;

    private void Append(UsageEvent usage)
    {
        var tokens = usage.Tokens;
        Run(
            AddAttempt, ("$at", usage.At.UtcTicks), ("$kind", IdOf(UsageKind.Of(usage))), ("$session", usage.Session), ("$decision", usage.Decision.Length > 0 ? usage.Decision : null),
            ("$uncached", tokens.Uncached), ("$cached", tokens.Cached), ("$output", tokens.Output), ("$reasoning", tokens.Reasoning),
            ("$queued", Microseconds(usage.QueueWait)), ("$first", usage.FirstToken is { } first ? Microseconds(first) : null), ("$decoding", Microseconds(usage.Decoding)),
            ("$busy", Microseconds(usage.Duration)), ("$energy", usage.Energy?.Millijoules), ("$idle", usage.Energy?.IdleMillijoules));
    }

    private long IdOf(UsageKind kind)
    {
        if (_kinds.TryGetValue(kind, out var id)) return id;
        ReadOnlySpan<(string, object?)> parameters =
        [
            ("$persona", kind.Persona), ("$task", kind.Task), ("$tier", kind.Tier), ("$endpoint", kind.Endpoint), ("$model", kind.Model), ("$reason", kind.Reason), ("$outcome", kind.Outcome),
            ("$abandoned", kind.Abandoned), ("$times", kind.Times), ("$tokens", kind.Tokens), ("$energy", kind.Energy is { } known ? (int)known : Unknown),
        ];
        Run(AddKind, parameters);
        return _kinds[kind] = (long)Scalar(FindKind, parameters)!;
    }

    private Dictionary<long, UsageKind> Kinds() => Rows($"SELECT id, {KindColumns} FROM kinds", row => (Id: row.GetInt64(0), Kind: new UsageKind(
        row.GetString(1), row.GetString(2), (Tier)row.GetInt32(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetBoolean(8),
        (Provenance)row.GetInt32(9), (Provenance)row.GetInt32(10), row.GetInt32(11) is >= 0 and var energy ? (Provenance)energy : null))).ToDictionary(pair => pair.Id, pair => pair.Kind);

    private static UsageEvent Event(SqliteDataReader row, Dictionary<long, UsageKind> kinds)
    {
        var kind = kinds[row.GetInt64(2)];
        return new UsageEvent
        {
            At = row.At(1),
            Persona = NullIfEmpty(kind.Persona),
            Session = row.TextOrNull(3),
            Task = NullIfEmpty(kind.Task),
            Tier = kind.Tier,
            Endpoint = kind.Endpoint,
            Model = kind.Model,
            Reason = kind.Reason,
            Outcome = kind.Outcome,
            Abandoned = kind.Abandoned,
            Tokens = new TokenCount(row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), kind.Tokens),
            QueueWait = TimeSpan.FromMicroseconds(row.GetInt64(9)),
            FirstToken = row.IsDBNull(10) ? null : TimeSpan.FromMicroseconds(row.GetInt64(10)),
            Decoding = TimeSpan.FromMicroseconds(row.GetInt64(11)),
            Duration = TimeSpan.FromMicroseconds(row.GetInt64(12)),
            Energy = kind.Energy is { } by && !row.IsDBNull(13) ? new EnergyUse(row.GetInt64(13), row.GetInt64(14), by) : null,
            Provenance = kind.Times,
            Decision = row.TextOrNull(4) ?? "",
        };
    }

    private static UsageSum Sum(SqliteDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetInt64(first + 2), row.GetInt64(first + 3), row.GetInt64(first + 4), row.GetInt64(first + 5), row.GetInt64(first + 6),
        row.GetInt64(first + 7), row.GetInt64(first + 8), row.GetInt64(first + 9), row.GetInt64(first + 10), row.GetInt64(first + 11));

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
