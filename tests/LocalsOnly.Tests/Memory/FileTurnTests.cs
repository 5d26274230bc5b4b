using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;

namespace LocalsOnly.Tests.Memory;

public sealed class FileTurnTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [SkippableFact]
    public async Task A_lock_file_that_cannot_be_opened_is_not_taken_for_one_that_another_has()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a symbolic link");
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"));
        // To itself: it is there, and opening it fails.
        var path = _house.IndexFile + ".rebuild";
        File.CreateSymbolicLink(path, path);
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Rebuild.RunAsync());

        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_beside_another_is_refused()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"));
        using var other = FileTurn.TryTake(_house.IndexFile + ".rebuild", wait: false);
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Rebuild.RunAsync());

        Assert.Contains("wait until that has finished", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_for_a_turn_ends_when_it_is_cancelled()
    {
        var path = _house.PathOf("turn");
        using var other = FileTurn.TryTake(path, wait: false);
        Assert.Throws<OperationCanceledException>(() => FileTurn.TryTake(path, wait: true, new CancellationToken(canceled: true)));
    }
}
