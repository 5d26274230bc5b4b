using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Knowledge;
using LocalsOnly.Memory.Mirroring;
using LocalsOnly.Memory.Qdrant;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory;

/// <summary>
/// Every ten minutes: merges what commands have left in small parts, gives new texts their vectors when there is a source, and once a day keeps a copy of the index
/// beside the archive.
/// </summary>
internal sealed class UpkeepService(
    Indexer indexer, IIndexSnapshot snapshot, IIndexInspection inspection, DenseRecall dense, Remembering.Remembering remembering, QdrantMirror mirror, KnowledgeIndex knowledge, IOptions<MemoryOptions> options, TimeProvider time, ILogger<UpkeepService> logger) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(s_round, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => remembering.FlushAsync(stoppingToken), stoppingToken);
                await TryAsync(() => Task.Run(() => Learn(stoppingToken), stoppingToken), stoppingToken);
                await TryAsync(() => Task.Run(indexer.Merge, stoppingToken), stoppingToken);
                await TryAsync(() => EmbedAsync(stoppingToken), stoppingToken);
                await TryAsync(() => mirror.SyncAsync(stoppingToken), stoppingToken);
                await TryAsync(() => CopyAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was done is kept; the rest is done after the next start.
        }
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        if (snapshot.Find() is { } kept && time.GetUtcNow() - kept.Written < s_day) return;
        if ((await inspection.InspectAsync(cancellationToken)).Messages == 0) return;
        if (await snapshot.WriteAsync(cancellationToken)) logger.LogInformation("Kept a copy of the index beside the archive");
    }

    // An index that was made anew meanwhile has no knowledge yet.
    private void Learn(CancellationToken cancellationToken)
    {
        if (Directory.Exists(options.Value.Knowledge)) knowledge.Update(options.Value.Knowledge, cancellationToken);
    }

    private async Task EmbedAsync(CancellationToken cancellationToken)
    {
        if (await dense.UpdateAsync(null, cancellationToken) is not { } run) return;
        if (run.Failure is { } failure) logger.LogWarning("{Count} texts have no vector yet: {Reason}", run.Failed, failure.Message);
        else if (run.Embedded > 0) logger.LogInformation("{Count} texts got their vectors", run.Embedded);
    }

    // Whatever goes wrong in one is no reason not to do the others, now or in ten minutes.
    private async Task TryAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is MemoryStoreException or EmbeddingException or QdrantException)
        {
            logger.LogWarning("{Message}", fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(fault, "A part of the memory's upkeep failed unexpectedly and is tried again in ten minutes");
        }
    }
}
