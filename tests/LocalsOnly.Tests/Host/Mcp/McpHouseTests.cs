namespace LocalsOnly.Tests.Host.Mcp;

/// <summary>Tests with a house of their own; the runner awaits the end of a lifetime, and nothing else that is asynchronous.</summary>
public abstract class McpHouseTests : IAsyncLifetime, IAsyncDisposable
{
    private protected McpHouse House { get; } = new();

    public virtual Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
