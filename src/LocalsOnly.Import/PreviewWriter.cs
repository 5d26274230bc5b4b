using LocalsOnly.Memory;

namespace LocalsOnly.Import;

/// <summary>Stores nothing and says of each conversation whether its key is known, from before or from earlier in the same run, or forgotten.</summary>
internal sealed class PreviewWriter(IConversationStore store) : IConversationWriter
{
    private readonly SeenKeys _seen = new();

    public int? Import => null;

    public void Note(BesideConversations beside)
    {
    }

    public bool Knows(ReadOnlySpan<byte> raw, BesideParts takes = BesideParts.None) => false;

    public Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) =>
        StoreAsync(conversation, cancellationToken);

    public async Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default)
    {
        var outcome = await store.ForeseeAsync(conversation.Key, cancellationToken);
        return outcome == StoreOutcome.Added && !_seen.Add(conversation.Key) ? StoreOutcome.Unchanged : outcome;
    }

    public async Task<StoreOutcome> StoreGatheredAsync(IReadOnlyList<GatheredPart> parts, CancellationToken cancellationToken = default)
    {
        foreach (var (conversation, key, origin) in parts)
        {
            if (await IsForgottenAsync(key, cancellationToken) || (origin is not null && await IsForgottenAsync(origin, cancellationToken))) continue;
            return await StoreAsync(conversation, cancellationToken);
        }
        return StoreOutcome.Forgotten;
    }

    private async Task<bool> IsForgottenAsync(string key, CancellationToken cancellationToken) => await store.ForeseeAsync(key, cancellationToken) == StoreOutcome.Forgotten;

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Complete(IReadOnlyDictionary<string, long> totals)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
