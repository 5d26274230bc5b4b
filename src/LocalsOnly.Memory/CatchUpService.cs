using LocalsOnly.Memory.Index;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Memory;

/// <summary>
/// Indexes what was archived while this host was away, merges what commands have left in small parts, and once a day keeps a copy of the index beside the archive.
/// In the background: a host with a NAS that is asleep still starts.
/// </summary>
internal sealed class CatchUpService(IConversationStore store, Indexer indexer, IIndexSnapshot snapshot, IIndexInspection inspection, TimeProvider time, ILogger<CatchUpService> logger) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(s_round, time);
            do
            {
                await TryAsync(async () =>
                {
                    var indexed = await store.CatchUpAsync(stoppingToken);
                    if (indexed > 0) logger.LogInformation("Indexed {Count} archived conversations", indexed);
                    await Task.Run(indexer.Merge, stoppingToken);
                    if (snapshot.Find() is { } kept && time.GetUtcNow() - kept.Written < s_day) return;
                    if ((await inspection.InspectAsync(stoppingToken)).Messages == 0) return;
                    if (await snapshot.WriteAsync(stoppingToken)) logger.LogInformation("Kept a copy of the index beside the archive");
                });
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping is not a fault; the next start continues where this one stopped.
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (MemoryStoreException fault)
        {
            logger.LogWarning("{Message} Until then, what was indexed before can be recalled.", fault.Message);
        }
    }
}
