using Microsoft.Extensions.Hosting;

namespace LocalsOnly.Memory.Storing;

/// <summary>
/// Gives memory back while a house waits: every half minute what was freed in glibc's heap, where compiling the first turns and committing to SQLite take it for a moment, and when the house
/// has come to rest what .NET keeps for objects to come. On Linux together a sixth of what a house has (docs/decisions/0024).
/// </summary>
internal sealed class HeapUpkeep(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var allocations = new AllocationWatch();
            using var timer = new PeriodicTimer(s_round, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (allocations.HasComeToRest(GC.GetTotalAllocatedBytes())) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
                NativeHeap.GiveBack();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process gives back everything.
        }
    }
}
