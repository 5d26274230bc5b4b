using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Standing;

/// <summary>Standing facts over the index; decisions go to the archive, from which the index has them again.</summary>
internal sealed class ArchivedStandingFacts(ConversationStore store, IndexDatabase database, Indexer indexer, TimeProvider time) : IStandingFacts
{
    public Task<IReadOnlyList<StandingRecord>> ListAsync(MemoryScope scope, bool everything = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Task.Run(() => database.Ask(connection => everything ? new StandingStore(connection).All(scope) : new StandingStore(connection).Current(scope)), cancellationToken);
    }

    public Task<bool> DecideAsync(StandingDecision decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return Task.Run(() => Decide(decision, cancellationToken), cancellationToken);
    }

    private bool Decide(StandingDecision decision, CancellationToken cancellationToken)
    {
        using var writer = store.OpenArchive(cancellationToken);
        var isKnown = database.Ask(connection => new StandingStore(connection).All(new MemoryScope(decision.Owner)))
            .Any(record => decision.RecordId is { } id ? record.Id == id : record.Subject == decision.Subject);
        if (!isKnown) return false;
        var entry = new ArchiveEntry(ArchiveEntry.CurrentVersion, time.GetUtcNow(), decision.Owner)
        {
            Kind = EntryKind.Standing,
            Standing = new StandingEntry(decision.At, decision.RecordId, decision.Subject, decision.Text),
        };
        var from = writer.End;
        var line = new CommittedLine(entry, writer.Append(entry), null);
        indexer.Index(writer.Manifest, from, writer.Commit(), [line]);
        return true;
    }
}
