using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Host.Mcp;

/// <summary>An archive on a share that does not answer.</summary>
internal sealed class HangingStore : IConversationStore
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Hangs { get; init; } = true;

    public int Times { get; private set; }

    public bool Cancelled { get; private set; }

    public Task Asked => _asked.Task;

    public async Task<int> CatchUpAsync(CancellationToken cancellationToken = default)
    {
        Times++;
        _asked.TrySetResult();
        if (!Hangs) return 0;
        var end = new TaskCompletionSource();
        using var registration = cancellationToken.Register(() =>
        {
            Cancelled = true;
            end.TrySetCanceled(cancellationToken);
        });
        await end.Task;
        return 0;
    }

    public Task<StoreOutcome> ForeseeAsync(string conversationKey, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IConversationWriter> OpenWriterAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IConversationWriter> OpenWriterAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
