using System.Globalization;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Corpus;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory;

/// <summary>One writer's session over the archive; the index follows at each commit.</summary>
internal sealed class ConversationWriter(
    ArchiveWriter archive, IndexDatabase database, Originals originals, Indexer indexer, Audience audience, TimeProvider time)
    : IConversationWriter
{
    private readonly string _batch = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
    private readonly Dictionary<string, byte[]> _uncommitted = new(StringComparer.Ordinal);
    private bool _disposed;

    public Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Store(InUtc(conversation), cancellationToken);
    }, cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.Run(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Commit(cancellationToken);
    }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            await Task.Run(() => Commit(CancellationToken.None));
        }
        finally
        {
            archive.Dispose();
        }
    }

    private StoreOutcome Store(Conversation incoming, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var generation = 0;
                try
                {
                    // An index that does not hold the archive yet would call everything new.
                    if (database.NeedsCatchUp) Refill(cancellationToken);
                    return StoreOnce(incoming, out generation, cancellationToken);
                }
                catch (SqliteException fault) when (IndexDatabase.IsDamage(fault) && attempt < IndexDatabase.MostAttempts)
                {
                    // The index is asked before anything is appended, so storing again is safe.
                    database.SetAside("is damaged", generation);
                    Refill(cancellationToken);
                }
            }
        }
        catch (SqliteException fault)
        {
            throw new MemoryStoreException(
                $"The index cannot be read ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.", fault);
        }
    }

    private StoreOutcome StoreOnce(Conversation incoming, out int generation, CancellationToken cancellationToken)
    {
        generation = 0;
        var digest = ArchiveFormat.Digest(incoming);
        if (_uncommitted.TryGetValue(incoming.Key, out var pending))
        {
            if (pending.AsSpan().SequenceEqual(digest)) return StoreOutcome.Unchanged;
            // Two versions within one commit are rare enough to go the plain way.
            Commit(cancellationToken);
        }
        using var connection = database.Open(out generation);
        var found = StoredConversations.FindOwned(connection, audience.Owner, incoming.Key);
        if (found is null)
        {
            Append(incoming, digest);
            return StoreOutcome.Added;
        }
        if (found.Value.Digest.AsSpan().SequenceEqual(digest)) return StoreOutcome.Unchanged;
        // Not from the index: it is redacted, and what is merged goes into the archive.
        var merged = ConversationMerge.Merge(originals.Read(connection, found.Value.Id), incoming);
        var mergedDigest = ArchiveFormat.Digest(merged);
        if (found.Value.Digest.AsSpan().SequenceEqual(mergedDigest)) return StoreOutcome.Unchanged;
        Append(merged, mergedDigest);
        return StoreOutcome.Updated;
    }

    private void Append(Conversation conversation, byte[] digest)
    {
        archive.Append(new ArchiveEntry(
            ArchiveEntry.CurrentVersion, time.GetUtcNow(), _batch, audience.Owner, audience.Persona, audience.Channel, conversation));
        _uncommitted[conversation.Key] = digest;
    }

    private void Commit(CancellationToken cancellationToken)
    {
        if (_uncommitted.Count > 0) Refill(cancellationToken);
    }

    private void Refill(CancellationToken cancellationToken)
    {
        archive.Flush();
        indexer.CatchUp(cancellationToken);
        _uncommitted.Clear();
    }

    private static Conversation InUtc(Conversation conversation) => conversation with
    {
        CreatedAt = conversation.CreatedAt?.ToUniversalTime(),
        UpdatedAt = conversation.UpdatedAt?.ToUniversalTime(),
        Messages = [.. conversation.Messages.Select(message => message.At is { Offset.Ticks: not 0 } at ? message with { At = at.ToUniversalTime() } : message)],
    };
}
