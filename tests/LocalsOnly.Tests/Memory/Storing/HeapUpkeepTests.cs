using System.Runtime.InteropServices;
using LocalsOnly.Memory.Storing;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Memory.Storing;

// By itself: whoever imports beside it gives memory back, too.
[Collection(nameof(HeapUpkeepTests))]
[CollectionDefinition(nameof(HeapUpkeepTests), DisableParallelization = true)]
public sealed class HeapUpkeepTests
{
    private const int Blocks = 2000;

    // Not so small that malloc keeps a list of them, not so large that each is a mapping of its own.
    private const int BlockBytes = 8000;

    [SkippableFact]
    public async Task What_was_freed_goes_back_to_the_system_every_half_minute()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs mincore(2)");
        var time = new FakeTimeProvider();
        var blocks = Enumerable.Range(0, Blocks).Select(_ => Marshal.AllocHGlobal(BlockBytes)).Order().ToList();
        foreach (var block in blocks) Marshal.WriteByte(block, BlockBytes / 2, 1);
        // What lies behind keeps malloc from giving it back of its own accord.
        foreach (var block in blocks.SkipLast(Blocks / 100)) Marshal.FreeHGlobal(block);
        using var upkeep = new HeapUpkeep(time);
        try
        {
            Assert.InRange(Resident(blocks), 0.5, 1);
            await upkeep.StartAsync(CancellationToken.None);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (Resident(blocks) > 0.25)
            {
                patience.Token.ThrowIfCancellationRequested();
                time.Advance(TimeSpan.FromSeconds(30));
                await Task.Yield();
            }
        }
        finally
        {
            await upkeep.StopAsync(CancellationToken.None);
            foreach (var block in blocks.TakeLast(Blocks / 100)) Marshal.FreeHGlobal(block);
        }
    }

    [Fact]
    public void A_program_comes_to_rest_once_after_each_time_of_work()
    {
        var watch = new AllocationWatch();
        var allocated = 0L;
        // Starting, and turns.
        Assert.False(After(AllocationWatch.Worth));
        Assert.False(After(AllocationWatch.Quiet));
        Assert.True(After(AllocationWatch.Quiet - 1));
        // Waiting, however long: probes and timers fill it in the end.
        Assert.Equal(1, Enumerable.Range(0, 17).Count(_ => After(AllocationWatch.Quiet - 1)));
        // One turn is not worth it, a long conversation is.
        Assert.False(After(2 * AllocationWatch.Quiet));
        Assert.False(After(0));
        Assert.False(After(AllocationWatch.Worth));
        Assert.True(After(0));
        Assert.False(After(0));

        bool After(long more) => watch.HasComeToRest(allocated += more);
    }

    // The share of the blocks whose middle is in memory. A page that was given back and not touched since is not.
    private static double Resident(List<nint> blocks) => blocks.Count(IsResident) / (double)blocks.Count;

    private static bool IsResident(nint address)
    {
        var page = (address + BlockBytes / 2) & ~(nint)(Environment.SystemPageSize - 1);
        return MinCore(page, 1, out var residency) == 0 && (residency & 1) != 0;
    }

    [DllImport("libc", EntryPoint = "mincore"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MinCore(nint start, nuint length, out byte residency);
}
