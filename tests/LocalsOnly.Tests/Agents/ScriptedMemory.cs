using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Agents;

/// <summary>A memory that holds what a test gives it, and what is said to it.</summary>
internal sealed class ScriptedMemory : IMemory
{
    public IReadOnlyList<Passage> Passages { get; set; } = [];

    public IReadOnlyList<Passage> Listing { get; set; } = [];

    public Func<string, IReadOnlyList<Passage>>? Answer { get; set; }

    public int Messages { get; set; } = 1;

    public MemoryStoreException? Fault { get; set; }

    /// <summary>From where it was asked.</summary>
    public List<MemoryScope> Scopes { get; } = [];

    public Task<RecallResult> RecallAsync(MemoryScope scope, RecallRequest request, CancellationToken cancellationToken = default)
    {
        Scopes.Add(scope);
        return Fault is null ? Task.FromResult(new RecallResult(Answer?.Invoke(request.Query) ?? Passages) { Listing = Listing }) : Task.FromException<RecallResult>(Fault);
    }

    public List<(MemoryScope Scope, Utterance Utterance)> Remembered { get; } = [];

    public string? Refuses { get; set; }

    public Task<Remembered> RememberAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken = default)
    {
        if (utterance.Text == Refuses) return Task.FromException<Remembered>(new MemoryStoreException("the disk is full"));
        Remembered.Add((scope, utterance));
        return Task.FromResult(new Remembered("here:1", null));
    }

    public Task<bool> ForgetAsync(MemoryScope scope, string conversationKey, CancellationToken cancellationToken = default) => throw new NotSupportedException("A turn recalls.");

    /// <summary>What opens by its key; null for nothing.</summary>
    public Conversation? Conversation { get; set; }

    public Task<Conversation?> OpenAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(Conversation is { } kept && (key == kept.Key || key.StartsWith(kept.Key + ":", StringComparison.Ordinal)) ? kept : null);

    public Task<MemoryCounts> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default) =>
        Task.FromResult(new MemoryCounts(Messages, Messages, new Dictionary<string, int>()));
}
