using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>
/// The knowledge folder in the index. The folder is the truth and is not archived; the index notes the hash of each file that it holds, so one that was made anew
/// simply has nothing yet.
/// </summary>
internal sealed class KnowledgeIndex(IndexDatabase database, Redactor redactor)
{
    private readonly TermCounter _terms = new(new CurrentVocabulary());
    private readonly Lock _lock = new();

    /// <summary>Content hash by path of what is held.</summary>
    /// <exception cref="MemoryStoreException">The index cannot be read.</exception>
    public Dictionary<string, string> Known() => database.Ask(connection =>
    {
        using var command = connection.Command("SELECT path, hash FROM knowledge");
        using var reader = command.ExecuteReader();
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read()) known[reader.GetString(0)] = reader.GetString(1);
        return known;
    });

    /// <summary>Takes in all that differs; returns how many files that were.</summary>
    /// <exception cref="MemoryStoreException">The index cannot be written.</exception>
    public int Update(string root, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var change in KnowledgeWatch.Differences(root, Known()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Apply(change);
            count++;
        }
        return count;
    }

    /// <summary>Takes a change in.</summary>
    /// <exception cref="MemoryStoreException">The index cannot be written.</exception>
    public void Apply(KnowledgeChange change)
    {
        lock (_lock)
            database.Ask(connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                using (var writer = new IndexWriter(connection, database.Snapshots))
                {
                    Put(writer, connection, change);
                    writer.Complete();
                }
                transaction.Commit();
                return 0;
            });
    }

    private void Put(IndexWriter writer, SqliteConnection connection, KnowledgeChange change)
    {
        var key = $"{KnowledgeConversation.Source}:{change.Path}";
        if (change.Document is not { Chunks.Count: > 0 } document)
        {
            writer.Remove(MemoryScope.DefaultOwner, key);
            connection.Execute("DELETE FROM knowledge WHERE path = $path", ("$path", change.Path));
            if (change.Document is null) return;
        }
        else writer.Put(FoldedConversation.Of(KnowledgeConversation.Of(document), new Audience(MemoryScope.DefaultOwner, document.Persona), redactor, _terms));
        connection.Execute("INSERT INTO knowledge VALUES ($path, $hash) ON CONFLICT DO UPDATE SET hash = $hash", ("$path", change.Path), ("$hash", change.Document.ContentHash));
    }
}
