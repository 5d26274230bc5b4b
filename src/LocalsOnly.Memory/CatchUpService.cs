using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Memory;

/// <summary>Indexes what was archived while this host was away. In the background: a host with a NAS that is asleep still starts.</summary>
internal sealed class CatchUpService(IConversationStore store, ILogger<CatchUpService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var indexed = await store.CatchUpAsync(stoppingToken);
            if (indexed > 0) logger.LogInformation("Indexed {Count} archived conversations", indexed);
        }
        catch (MemoryStoreException fault)
        {
            logger.LogWarning("{Message} Until then, what was indexed before can be recalled.", fault.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping is not a fault; the next start continues where this one stopped.
        }
    }
}
