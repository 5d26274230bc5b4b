using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Standing;

/// <summary>Keeps what was said and what was decided about it, in a database that has the tables of <see cref="StandingSchema"/>.</summary>
/// <remarks>The connection is the caller's: its transaction, its thread. What a person forgot is not kept at all, and a second import does not bring it back.</remarks>
internal sealed class StandingStore(SqliteConnection connection)
{
    private const string Columns = "id, owner, persona, channel, kind, subject, text, strength, language, at, message, conversation, origin, value, ends, position";

    /// <summary>Puts what is said in a conversation in place of what it held before.</summary>
    /// <param name="owner">Whose conversation.</param>
    /// <param name="conversationKey">Its key.</param>
    /// <param name="source">Where it is from, <c>chatgpt</c>, <c>claude</c>.</param>
    /// <param name="records">All of them, as <see cref="StandingReading"/> gives them; none removes it.</param>
    /// <exception cref="ArgumentException">A record is of another owner or conversation.</exception>
    /// <exception cref="SqliteException">The database failed.</exception>
    public void Put(string owner, string conversationKey, string source, IReadOnlyList<StandingRecord> records)
    {
        foreach (var record in records)
            if (record.Owner != owner || record.ConversationKey != conversationKey) throw new ArgumentException("A record is of another owner or conversation.", nameof(records));
        Remove(owner, conversationKey);
        if (records.Count == 0) return;
        var decisions = Decisions(owner);
        using var insert = new Statement(connection, $"INSERT OR REPLACE INTO standing_statements (source, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, CAST(?9 AS REAL), ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)");
        foreach (var record in records)
        {
            if (StandingFold.IsForgotten(record, decisions)) continue;
            insert.Bind(1, source).Bind(2, record.Id).Bind(3, owner).Bind(4, record.Persona).Bind(5, record.Channel).Bind(6, (long)record.Kind).Bind(7, record.Subject).Bind(8, record.Text)
                .Bind(9, FormattableString.Invariant($"{record.Strength}")).Bind(10, record.Language).Bind(11, record.At.UtcTicks).Bind(12, record.MessageKey).Bind(13, conversationKey)
                .Bind(14, (long)record.Origin).Bind(15, record.Value).Bind(16, record.Ends ? 1L : 0L).Bind(17, (long)record.Position).Run();
        }
    }

    /// <summary>Removes what is said in a conversation: it was forgotten, or its import undone.</summary>
    public void Remove(string owner, string conversationKey) =>
        connection.Execute("DELETE FROM standing_statements WHERE owner = $owner AND conversation = $conversation", ("$owner", owner), ("$conversation", conversationKey));

    /// <summary>What holds for those who ask from a scope. It is folded from what the scope sees, so that what is hidden does not show by what it replaced.</summary>
    public IReadOnlyList<StandingRecord> Current(MemoryScope scope) => [.. All(scope).Where(record => record.Holds)];

    /// <summary>All that a scope sees, with what became of it, in the order of time.</summary>
    public IReadOnlyList<StandingRecord> All(MemoryScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return StandingFold.Of(Rows($"SELECT {Columns} FROM standing_statements WHERE {StandingSchema.Scope}", ScopeFilter.Parameters(scope)), Decisions(scope.Owner));
    }

    /// <summary>Keeps a person's decision; what is forgotten by it is removed.</summary>
    public void Decide(StandingDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        connection.Execute("INSERT OR IGNORE INTO standing_decisions (owner, at, record, subject, text) VALUES ($owner, $at, $record, $subject, $text)",
            ("$owner", decision.Owner), ("$at", decision.At.UtcTicks), ("$record", decision.RecordId), ("$subject", decision.Subject), ("$text", decision.Text));
        if (decision.Text is not null) return;
        var decisions = Decisions(decision.Owner);
        foreach (var record in Rows($"SELECT {Columns} FROM standing_statements WHERE owner = $owner AND (id = $record OR subject = $subject)",
            ("$owner", decision.Owner), ("$record", decision.RecordId), ("$subject", decision.Subject)))
        {
            if (StandingFold.IsForgotten(record, decisions))
                connection.Execute("DELETE FROM standing_statements WHERE owner = $owner AND id = $id", ("$owner", record.Owner), ("$id", record.Id));
        }
    }

    /// <summary>What an owner decided, the oldest first.</summary>
    public IReadOnlyList<StandingDecision> Decisions(string owner)
    {
        var decisions = new List<StandingDecision>();
        using var command = connection.Command("SELECT owner, at, record, subject, text FROM standing_decisions WHERE owner = $owner ORDER BY at, rowid", ("$owner", owner));
        using var row = command.ExecuteReader();
        while (row.Read()) decisions.Add(new StandingDecision(row.GetString(0), Instant(row.GetInt64(1)), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4)));
        return decisions;
    }

    private List<StandingRecord> Rows(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var records = new List<StandingRecord>();
        using var command = connection.Command(sql, parameters);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            records.Add(new StandingRecord(row.GetString(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3), (StandingKind)row.GetInt32(4), row.GetString(5), row.GetString(6), row.GetDouble(7),
                row.TextOrNull(8), Instant(row.GetInt64(9)), row.GetString(10), row.GetString(11), Origin: (StandingOrigin)row.GetInt32(12))
            {
                Value = row.TextOrNull(13),
                Ends = row.GetBoolean(14),
                Position = row.GetInt32(15),
            });
        }
        return records;
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
