using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Merging;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>A line of the archive that holds a conversation, as the index knows it.</summary>
/// <param name="Line">Where it is.</param>
/// <param name="Digest">Of the conversation as that export had it.</param>
/// <param name="Raw">Where its raw payload is; null when there is none.</param>
/// <param name="Origin">Hash of the key of the conversation that it goes with, when it was gathered from one; null otherwise.</param>
/// <param name="Import">Number of the import that brought it.</param>
/// <param name="Live">It counts: an import that holds it is not undone.</param>
internal sealed record IndexedObservation(LineLocation Line, Digest Digest, RawReference? Raw, string? Origin, int Import, bool Live);

/// <summary>What is known of a raw payload.</summary>
/// <param name="Observations">Digests of the live observations that have it.</param>
/// <param name="Parts">What an import that has it was told beside it as is said now.</param>
internal readonly record struct KnownPayload(Digest[] Observations, BesideParts Parts);

/// <summary>Reads which observations there are of a conversation, and what they make together.</summary>
internal static class Observations
{
    /// <summary>Condition for an observation that counts: the import that brought it is not undone, or another one holds it.</summary>
    public const string IsLive = $"(import NOT IN (SELECT number FROM imports WHERE undone IS NOT NULL) OR {HeldTable.IsHeld})";

    /// <summary>All of a conversation, in the order in which they were stored.</summary>
    public static List<IndexedObservation> Of(SqliteConnection connection, string owner, string key)
    {
        using var command = connection.Command($"""
            SELECT segment, block, start, length, digest, raw, raw_segment, raw_offset, raw_packed, raw_length, origin, import, {IsLive}
            FROM observations WHERE owner = $owner AND key = $key ORDER BY id
            """, ("$owner", owner), ("$key", key));
        using var reader = command.ExecuteReader();
        var found = new List<IndexedObservation>();
        while (reader.Read())
        {
            var raw = reader.IsDBNull(5)
                ? null
                : new RawReference(reader.GetInt32(6), reader.GetInt64(7), reader.GetInt32(8), reader.GetInt32(9), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(5)));
            found.Add(new IndexedObservation(
                new LineLocation(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(3)),
                Digest.From(reader.GetFieldValue<byte[]>(4)), raw, reader.TextOrNull(10), reader.GetInt32(11), reader.GetBoolean(12)));
        }
        return found;
    }

    /// <summary>Where those are of conversations of which the index does not hold every word: that several exports have, that are redacted, or that are known no more. In the order of the archive.</summary>
    public static List<(string Key, LineLocation Line)> PartlyIndexed(SqliteConnection connection, string owner)
    {
        using var command = connection.Command("""
            SELECT key, segment, block, start, length FROM observations o
            WHERE owner = $owner AND ((import <> $here AND (SELECT count(*) FROM observations WHERE owner = $owner AND key = o.key) > 1)
              OR NOT EXISTS (SELECT 1 FROM conversations c WHERE c.owner = $owner AND c.key = o.key AND NOT EXISTS (SELECT 1 FROM redactions r WHERE r.conversation = c.id)))
            ORDER BY segment, block, start
            """, ("$owner", owner), ("$here", ImportTable.SaidHere));
        using var reader = command.ExecuteReader();
        var found = new List<(string, LineLocation)>();
        while (reader.Read()) found.Add((reader.GetString(0), new LineLocation(reader.GetInt32(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt32(4))));
        return found;
    }

    /// <summary>Whether there is a live one of a conversation.</summary>
    public static bool IsKnown(SqliteConnection connection, string owner, string key) =>
        connection.Scalar($"SELECT EXISTS (SELECT 1 FROM observations WHERE owner = $owner AND key = $key AND {IsLive})", ("$owner", owner), ("$key", key)) is 1L;

    /// <summary>Whether an owner has forgotten a conversation.</summary>
    public static bool IsForgotten(SqliteConnection connection, string owner, string key) =>
        connection.Scalar("SELECT EXISTS (SELECT 1 FROM forgotten WHERE owner = $owner AND hash = $hash)", ("$owner", owner), ("$hash", KeyHash.Of(key))) is 1L;

    /// <summary>Takes the live ones into a fold, reading them from the archive.</summary>
    /// <exception cref="MemoryStoreException">A line is not where the index says.</exception>
    public static void AddTo(ConversationFold fold, IEnumerable<IndexedObservation> observations, LineReader archive)
    {
        if (TryAddTo(fold, observations, archive) is { } missing)
            throw new MemoryStoreException(
                $"A conversation is not where the index says it is in the archive (segment {missing.Segment}, byte {missing.Block}): run locals archive verify, and if it finds no fault, delete index.db in Data:Local.");
    }

    /// <summary>Like <see cref="AddTo"/>, but returns the place of a line that is not where the index says; null when all are.</summary>
    public static LineLocation? TryAddTo(ConversationFold fold, IEnumerable<IndexedObservation> observations, LineReader archive)
    {
        foreach (var observation in observations)
        {
            if (!observation.Live) continue;
            // Where another process has rewritten the archive meanwhile, another line may be.
            if (archive.Read(observation.Line) is not { Conversation: { } conversation } entry || DigestOf(entry, conversation) != observation.Digest) return observation.Line;
            fold.Add(conversation, observation.Digest, new Audience(entry.Owner, entry.Persona, entry.Channel));
        }
        return null;
    }

    /// <summary>Digest of the conversation of a line; lines of version 1 do not say it.</summary>
    public static Digest DigestOf(ArchiveEntry entry, Conversation conversation) => entry.Digest is { } hex ? Digest.Parse(hex) : Digest.Of(conversation);

    /// <summary>The raw payloads of an owner's live observations.</summary>
    /// <param name="beside">What is said beside them now; a part of which nothing is said is known with every payload.</param>
    public static Dictionary<Digest, KnownPayload> KnownRaw(SqliteConnection connection, string owner, BesideConversations beside)
    {
        // First those that an import brought, then what others held.
        using var command = connection.Command($"""
            SELECT raw, digest, accounts, files FROM observations JOIN imports ON number = import WHERE observations.owner = $owner AND raw IS NOT NULL AND {IsLive}
            UNION ALL
            SELECT raw, digest, accounts, files FROM observations JOIN held ON hash = digest JOIN imports ON number = held.import WHERE observations.owner = $owner AND raw IS NOT NULL
            """, ("$owner", owner));
        using var reader = command.ExecuteReader();
        var unsaid = (beside.Accounts.Length == 0 ? BesideParts.Accounts : BesideParts.None) | (beside.Files.Length == 0 ? BesideParts.Files : BesideParts.None);
        var known = new Dictionary<Digest, KnownPayload>();
        while (reader.Read())
        {
            var (raw, digest) = (Digest.From(reader.GetFieldValue<byte[]>(0)), Digest.From(reader.GetFieldValue<byte[]>(1)));
            var (digests, parts) = known.TryGetValue(raw, out var before) ? before : new KnownPayload([], unsaid);
            if (reader.TextOrNull(2) == beside.Accounts) parts |= BesideParts.Accounts;
            if (reader.TextOrNull(3) == beside.Files) parts |= BesideParts.Files;
            known[raw] = new KnownPayload(digests.Contains(digest) ? digests : [.. digests, digest], parts);
        }
        return known;
    }

    /// <summary>Parts that were gathered from conversations and go with them: the hash of each, with that of the conversation.</summary>
    /// <param name="origins">Hashes of the conversations' keys.</param>
    /// <param name="keys">Becomes the keys of the conversations that they are parts of.</param>
    public static Dictionary<string, string> PartsOf(SqliteConnection connection, string owner, HashSet<string> origins, out HashSet<string> keys)
    {
        using var command = connection.Command("SELECT part, origin, key FROM observations WHERE owner = $owner AND origin IS NOT NULL", ("$owner", owner));
        using var reader = command.ExecuteReader();
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (!origins.Contains(reader.GetString(1))) continue;
            parts[reader.GetString(0)] = reader.GetString(1);
            keys.Add(reader.GetString(2));
        }
        return parts;
    }

    /// <summary>Hashes of the keys that an owner has forgotten.</summary>
    public static HashSet<string> Forgotten(SqliteConnection connection, string owner)
    {
        using var command = connection.Command("SELECT hash FROM forgotten WHERE owner = $owner", ("$owner", owner));
        using var reader = command.ExecuteReader();
        var forgotten = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) forgotten.Add(reader.GetString(0));
        return forgotten;
    }
}
