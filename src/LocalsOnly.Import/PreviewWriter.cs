using LocalsOnly.Memory;

namespace LocalsOnly.Import;

/// <summary>Stores nothing and says of each conversation whether its key is known, from before or from earlier in the same run, or forgotten.</summary>
internal sealed class PreviewWriter(IConversationStore store) : IConversationWriter
{
    private readonly SeenKeys _seen = new();

    public int? Import => null;

    public bool Knows(ReadOnlySpan<byte> raw) => false;

    public Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) =>
        StoreAsync(conversation, cancellationToken);

    public async Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default)
    {
        var outcome = await store.ForeseeAsync(conversation.Key, cancellationToken);
        return outcome == StoreOutcome.Added && !_seen.Add(conversation.Key) ? StoreOutcome.Unchanged : outcome;
    }

    public async Task<StoreOutcome> StoreGatheredAsync(Conversation conversation, string origin, CancellationToken cancellationToken = default) =>
        await store.ForeseeAsync(origin, cancellationToken) == StoreOutcome.Forgotten ? StoreOutcome.Forgotten : await StoreAsync(conversation, cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Complete(IReadOnlyDictionary<string, long> totals)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
