using System.Runtime.CompilerServices;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Corpus;

/// <summary>
/// The corpus over the archive: the index says what is in scope, which project it belongs to by the person's word or the export's, and where its
/// observations are; what they make together is read from the archive.
/// </summary>
internal sealed class ArchivedCorpus(IndexDatabase database, ArchiveReader archive, Redactor redactor) : ICorpus
{
    // The index is asked for this many at a time, so that memory does not grow with it.
    private const int PageSize = 1000;

    public async IAsyncEnumerable<CorpusItem> ReadAsync(
        MemoryScope scope, CorpusFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(filter);
        using var originals = new OriginalReader(database, archive);
        List<Place> page;
        Place? last = null;
        do
        {
            page = await Task.Run(() => database.Ask(connection => Page(connection, scope, filter, last)), cancellationToken);
            foreach (var place in page)
            {
                last = place;
                if (await Task.Run(() => Read(originals, scope, place, filter.Unredacted), cancellationToken) is { } item) yield return item;
            }
        }
        while (page.Count == PageSize);
    }

    public Task<Conversation?> OpenOriginalAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Task.Run(() => OpenOriginal(scope, key), cancellationToken);
    }

    private Conversation? OpenOriginal(MemoryScope scope, string key)
    {
        if (database.Ask(connection => Find(connection, scope, key)) is not { } place) return null;
        using var originals = new OriginalReader(database, archive);
        var (conversation, isDamaged) = originals.Read(scope.Owner, place.Key);
        if (isDamaged) throw new MemoryStoreException($"{place.Key} is damaged in the archive directory {archive.Directory}: run locals archive verify to see where.");
        return conversation is null ? null : conversation with { Project = place.Project };
    }

    // Null for one that was forgotten meanwhile.
    private CorpusItem? Read(OriginalReader originals, MemoryScope scope, Place place, bool unredacted)
    {
        var redactions = new Dictionary<string, int>(StringComparer.Ordinal);
        var (conversation, isDamaged) = originals.Read(scope.Owner, place.Key);
        if (conversation is null) return isDamaged ? new CorpusItem(place.Key, null, redactions) : null;
        if (!unredacted) conversation = redactor.Redact(conversation, redactions);
        return new CorpusItem(place.Key, conversation with { Project = place.Project }, redactions);
    }

    private static Place? Find(SqliteConnection connection, MemoryScope scope, string key)
    {
        if (StoredConversations.FindId(connection, scope, key) is not { } id) return null;
        using var command = connection.Command("SELECT key, project FROM conversations WHERE id = $id", ("$id", id));
        using var reader = command.ExecuteReader();
        return reader.Read() ? new Place(reader.GetString(0), 0, reader.TextOrNull(1)) : null;
    }

    private static List<Place> Page(SqliteConnection connection, MemoryScope scope, CorpusFilter filter, Place? last)
    {
        using var command = connection.Command($"""
            SELECT key, coalesce(created, updated, {long.MaxValue}) AS began, project FROM conversations WHERE {ScopeFilter.Sql}
            AND ($after IS NULL OR coalesce(created, updated) >= $after) AND ($before IS NULL OR coalesce(created, updated) < $before)
            AND ($project IS NULL OR project = $project) AND ($key IS NULL OR (coalesce(created, updated, {long.MaxValue}), key) > ($began, $key))
            ORDER BY began, key LIMIT {PageSize}
            """,
            [
                ("$after", filter.After?.UtcTicks), ("$before", filter.Before?.UtcTicks), ("$project", filter.Project), ("$key", last?.Key), ("$began", last?.Began),
                .. ScopeFilter.Parameters(scope),
            ]);
        using var reader = command.ExecuteReader();
        var page = new List<Place>();
        while (reader.Read()) page.Add(new Place(reader.GetString(0), reader.GetInt64(1), reader.TextOrNull(2)));
        return page;
    }

    /// <param name="Key">Of the conversation.</param>
    /// <param name="Began">Its place in the order, with the key.</param>
    /// <param name="Project">The one that it belongs to.</param>
    private sealed record Place(string Key, long Began, string? Project);
}
