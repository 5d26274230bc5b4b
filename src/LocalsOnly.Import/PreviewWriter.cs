using LocalsOnly.Memory;

namespace LocalsOnly.Import;

/// <summary>Stores nothing and says of each conversation whether its key is known: from before, or from earlier in the same run.</summary>
internal sealed class PreviewWriter(IMemory memory) : IConversationWriter
{
    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    private readonly SeenKeys _seen = new();

    public int? Import => null;

    public bool Knows(ReadOnlySpan<byte> raw) => false;

    public Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) =>
        StoreAsync(conversation, cancellationToken);

    public async Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default)
    {
        if (!_seen.Add(conversation.Key)) return StoreOutcome.Unchanged;
        return await memory.OpenAsync(s_owner, conversation.Key, cancellationToken) is null ? StoreOutcome.Added : StoreOutcome.Unchanged;
    }

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Complete(IReadOnlyDictionary<string, long> totals)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
