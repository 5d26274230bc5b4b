using System.Collections.ObjectModel;
using System.Text.Json;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Merging;
using LocalsOnly.Memory.Redaction;
using LocalsOnly.Memory.Standing;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Carries lines of the archive into the index, one after another, within one transaction. A conversation of which more than one observation counts
/// is folded once, at the end.
/// </summary>
internal sealed class EntryIndexer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Redactor _redactor;
    private readonly TermCounter _terms;
    private readonly IndexWriter _writer;
    private readonly SqliteCommand _insertObservation;
    private readonly Dictionary<string, int> _batches = new(StringComparer.Ordinal);
    private readonly HashSet<int> _imports = [];
    private readonly HashSet<(string Owner, string Key)> _toFold = [];
    private readonly Dictionary<string, HashSet<string>> _forgotten = new(StringComparer.Ordinal);

    public EntryIndexer(SqliteConnection connection, SnapshotCache snapshots, Redactor redactor, TermCounter terms)
    {
        (_connection, _redactor, _terms) = (connection, redactor, terms);
        _writer = new IndexWriter(connection, snapshots);
        _insertObservation = connection.Command("""
            INSERT INTO observations (owner, key, import, digest, segment, block, start, length, raw, raw_segment, raw_offset, raw_packed, raw_length, part, origin)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """);
        for (var i = 1; i <= 15; i++) _insertObservation.Parameters.Add(new SqliteParameter($"${i}", DBNull.Value));
    }

    /// <summary>Takes a line in.</summary>
    /// <param name="entry">What it says.</param>
    /// <param name="line">Where it is.</param>
    /// <param name="folded">What all live observations of its conversation make, when that is known already.</param>
    /// <param name="alone">What it makes if it is the only one, when that is known already.</param>
    public void Add(ArchiveEntry entry, LineLocation line, FoldedConversation? folded = null, FoldedConversation? alone = null)
    {
        switch (entry.Kind)
        {
            case EntryKind.Observation: Observe(entry, line, folded, alone); break;
            case EntryKind.Import: NoteImport(entry); break;
            case EntryKind.Undo: Undo(entry); break;
            case EntryKind.Forget: Forget(entry); break;
            case EntryKind.Allow: Allow(entry); break;
            case EntryKind.Project: Assign(entry); break;
            case EntryKind.Standing: Decide(entry); break;
            case EntryKind.Held: HeldTable.Add(_connection, ImportOf(entry), entry.Held ?? []); break;
        }
    }

    /// <summary>Folds what has to be folded anew. Call before the transaction commits.</summary>
    public void Complete(LineReader archive)
    {
        foreach (var (owner, key) in _toFold)
        {
            var fold = new ConversationFold();
            Observations.AddTo(fold, Observations.Of(_connection, owner, key), archive);
            if (fold.Count == 0)
            {
                _writer.Remove(owner, key);
                continue;
            }
            _writer.Put(FoldedConversation.Of(fold, _redactor, _terms));
        }
        _toFold.Clear();
        _writer.Complete();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _insertObservation.Dispose();
    }

    private void Observe(ArchiveEntry entry, LineLocation line, FoldedConversation? folded, FoldedConversation? alone)
    {
        var key = entry.Conversation!.Key;
        var forgotten = ForgottenOf(entry.Owner);
        if (forgotten.Contains(KeyHash.Of(key)) || (entry.Origin is { } origin && forgotten.Contains(origin)) || (entry.Part is { } part && forgotten.Contains(part))) return;
        var digest = Observations.DigestOf(entry, entry.Conversation);
        var isFirst = folded is null && !_toFold.Contains((entry.Owner, key)) &&
            _connection.Scalar("SELECT 1 FROM observations WHERE owner = $owner AND key = $key", ("$owner", entry.Owner), ("$key", key)) is null;
        Insert(entry, key, digest, line);
        if (folded is not null)
        {
            _writer.Put(folded);
            return;
        }
        if (!isFirst)
        {
            _toFold.Add((entry.Owner, key));
            return;
        }
        if (alone is not null)
        {
            _writer.Put(alone);
            return;
        }
        var fold = new ConversationFold();
        fold.Add(entry.Conversation, digest, new Audience(entry.Owner, entry.Persona, entry.Channel));
        _writer.Put(FoldedConversation.Of(fold, _redactor, _terms));
    }

    private void Insert(ArchiveEntry entry, string key, Digest digest, LineLocation line)
    {
        object?[] values =
        [
            entry.Owner, key, ImportOf(entry), digest.ToBytes(), line.Segment, line.Block, line.Start, line.Length,
            entry.Raw is { } raw ? Convert.FromHexString(raw.Sha256) : null, entry.Raw?.Segment, entry.Raw?.Offset, entry.Raw?.Packed, entry.Raw?.Length, entry.Part, entry.Origin,
        ];
        for (var i = 0; i < values.Length; i++) _insertObservation.Parameters[i].Value = values[i] ?? DBNull.Value;
        _insertObservation.ExecuteNonQuery();
    }

    // Sessions of version 1 are numbered in the order in which they appear; its files come before all others and are never appended to.
    private int ImportOf(ArchiveEntry entry)
    {
        if (entry.Import is { } number)
        {
            if (_imports.Add(number))
                _connection.Execute("INSERT INTO imports (number, owner, started) VALUES ($number, $owner, $started) ON CONFLICT DO NOTHING",
                    ("$number", number), ("$owner", entry.Owner), ("$started", entry.Stored.UtcTicks));
            return number;
        }
        var batch = entry.Batch ?? "";
        if (_batches.TryGetValue(batch, out var known)) return known;
        var id = _connection.Scalar("SELECT number FROM imports WHERE batch = $batch", ("$batch", batch)) ?? _connection.Scalar(
            "INSERT INTO imports (number, owner, batch, started) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM imports), $owner, $batch, $started) RETURNING number",
            ("$owner", entry.Owner), ("$batch", batch), ("$started", entry.Stored.UtcTicks));
        return _batches[batch] = (int)(long)id!;
    }

    private void NoteImport(ArchiveEntry entry)
    {
        var number = ImportOf(entry);
        if (entry.Inputs is { } inputs)
            _connection.Execute("UPDATE imports SET started = $at, inputs = $inputs, accounts = $accounts, files = $files WHERE number = $number",
                ("$at", entry.Stored.UtcTicks), ("$accounts", entry.Beside?.Accounts), ("$files", entry.Beside?.Files), ("$inputs", JsonSerializer.Serialize([.. inputs], IndexJson.Default.StringArray)), ("$number", number));
        if (entry.Ended is { } how)
            _connection.Execute("UPDATE imports SET ended = $at, how = $how, totals = $totals WHERE number = $number",
                ("$at", entry.Stored.UtcTicks), ("$how", how), ("$number", number),
                ("$totals", entry.Totals is { } totals ? JsonSerializer.Serialize(new Dictionary<string, long>(totals), IndexJson.Default.DictionaryStringInt64) : null));
    }

    private void Undo(ArchiveEntry entry)
    {
        var number = ImportOf(entry);
        _toFold.UnionWith(HeldTable.OnlyIn(_connection, number));
        HeldTable.Remove(_connection, number);
        _connection.Execute("UPDATE imports SET undone = $at WHERE number = $number", ("$at", entry.Stored.UtcTicks), ("$number", number));
    }

    // Only the hash of a key is kept, so every key is hashed to find the ones that are meant. What was gathered from them goes with them.
    private void Forget(ArchiveEntry entry)
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (hash, with) in (entry.Keys ?? []).Select(hash => (hash, (string?)null)).Concat((entry.Parts ?? ReadOnlyDictionary<string, string>.Empty).Select(part => (part.Key, (string?)part.Value))))
        {
            hashes.Add(hash);
            _connection.Execute("INSERT INTO forgotten VALUES ($owner, $hash, $at, $with) ON CONFLICT DO UPDATE SET at = $at, gone_with = $with",
                ("$owner", entry.Owner), ("$hash", hash), ("$at", entry.Stored.UtcTicks), ("$with", with));
        }
        ForgottenOf(entry.Owner).UnionWith(hashes);
        var keys = new List<string>();
        var gathered = new List<(long Id, string Key)>();
        using (var command = _connection.Command("SELECT DISTINCT key FROM observations WHERE owner = $owner", ("$owner", entry.Owner)))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
                if (hashes.Contains(KeyHash.Of(reader.GetString(0)))) keys.Add(reader.GetString(0));
        using (var command = _connection.Command("SELECT id, key, part, coalesce(origin, '') FROM observations WHERE owner = $owner AND part IS NOT NULL", ("$owner", entry.Owner)))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
                if (hashes.Contains(reader.GetString(2)) || hashes.Contains(reader.GetString(3))) gathered.Add((reader.GetInt64(0), reader.GetString(1)));
        foreach (var (id, key) in gathered)
        {
            _connection.Execute("DELETE FROM observations WHERE id = $id", ("$id", id));
            _toFold.Add((entry.Owner, key));
        }
        foreach (var key in keys)
        {
            _writer.Remove(entry.Owner, key);
            _toFold.Remove((entry.Owner, key));
            _connection.Execute("DELETE FROM observations WHERE owner = $owner AND key = $key; DELETE FROM assigned WHERE owner = $owner AND key = $key",
                ("$owner", entry.Owner), ("$key", key));
        }
        if (keys.Count + gathered.Count > 0) HeldTable.RemoveOrphans(_connection);
    }

    private void Allow(ArchiveEntry entry)
    {
        if (entry.Keys is null) _connection.Execute("DELETE FROM forgotten WHERE owner = $owner", ("$owner", entry.Owner));
        else foreach (var hash in entry.Keys) _connection.Execute("DELETE FROM forgotten WHERE owner = $owner AND $hash IN (hash, gone_with)", ("$owner", entry.Owner), ("$hash", hash));
        _forgotten.Remove(entry.Owner);
    }

    private void Assign(ArchiveEntry entry)
    {
        var key = entry.ConversationKey!;
        _connection.Execute("INSERT INTO assigned VALUES ($owner, $key, $project) ON CONFLICT DO UPDATE SET project = $project",
            ("$owner", entry.Owner), ("$key", key), ("$project", entry.Project));
        _toFold.Add((entry.Owner, key));
    }

    private void Decide(ArchiveEntry entry)
    {
        if (entry.Standing is { } decided)
            new StandingStore(_connection).Decide(new StandingDecision(entry.Owner, decided.At, decided.Record, decided.Subject, decided.Text));
    }

    private HashSet<string> ForgottenOf(string owner)
    {
        if (_forgotten.TryGetValue(owner, out var known)) return known;
        return _forgotten[owner] = Observations.Forgotten(_connection, owner);
    }
}
