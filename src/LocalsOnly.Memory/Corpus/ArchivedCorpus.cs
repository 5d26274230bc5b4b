using System.Runtime.CompilerServices;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Projects;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Corpus;

/// <summary>The corpus over the archive: the index says what is in scope and where it is.</summary>
internal sealed class ArchivedCorpus(IndexDatabase database, Originals originals, Redactor redactor, IProjectAssignments assignments) : ICorpus
{
    public async IAsyncEnumerable<CorpusItem> ReadAsync(
        MemoryScope scope, CorpusFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(filter);
        var assigned = await Task.Run(assignments.Read, cancellationToken);
        var places = await Task.Run(() => Places(scope, filter, assigned), cancellationToken);
        foreach (var place in places) yield return await Task.Run(() => Read(place, filter.Unredacted, assigned), cancellationToken);
    }

    public Task<Conversation?> OpenOriginalAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Task.Run(() => Ask(connection => StoredConversations.FindId(connection, scope, key) is { } id ? originals.Read(connection, id) : null), cancellationToken);
    }

    private CorpusItem Read(Place place, bool unredacted, IReadOnlyDictionary<string, string?> assigned)
    {
        var redactions = new Dictionary<string, int>(StringComparer.Ordinal);
        var key = Ask(connection => (string)connection.Scalar("SELECT key FROM conversations WHERE id = $id", ("$id", place.Id))!);
        var conversation = originals.TryRead(key, place.At);
        if (conversation is not null && !unredacted) conversation = redactor.Redact(conversation, redactions);
        if (conversation is not null && assigned.TryGetValue(key, out var project)) conversation = conversation with { Project = project };
        return new CorpusItem(key, conversation, redactions);
    }

    private List<Place> Places(MemoryScope scope, CorpusFilter filter, IReadOnlyDictionary<string, string?> assigned) => Ask(connection =>
    {
        using var command = connection.Command($"""
            SELECT id, segment, offset, key, project FROM conversations WHERE {ScopeFilter.Sql}
            AND ($after IS NULL OR coalesce(created, updated) >= $after) AND ($before IS NULL OR coalesce(created, updated) < $before)
            ORDER BY segment, offset
            """, [("$after", filter.After?.UtcTicks), ("$before", filter.Before?.UtcTicks), .. ScopeFilter.Parameters(scope)]);
        using var reader = command.ExecuteReader();
        var places = new List<Place>();
        while (reader.Read())
        {
            if (filter.Project is not null)
            {
                var project = assigned.TryGetValue(reader.GetString(3), out var decided) ? decided : reader.TextOrNull(4);
                if (!string.Equals(project, filter.Project, StringComparison.Ordinal)) continue;
            }
            places.Add(new Place(reader.GetInt64(0), new ArchivePosition(reader.GetInt32(1), reader.GetInt64(2))));
        }
        return places;
    });

    private T Ask<T>(Func<SqliteConnection, T> ask)
    {
        try
        {
            using var connection = database.Open();
            return ask(connection);
        }
        catch (SqliteException fault)
        {
            throw new MemoryStoreException(
                $"The index cannot be read ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.", fault);
        }
    }

    private readonly record struct Place(long Id, ArchivePosition At);
}
