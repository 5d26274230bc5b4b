using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>Keeps the index up to the knowledge folder while the host runs: a file that is saved can be recalled half a second later.</summary>
internal sealed class KnowledgeService(IOptions<MemoryOptions> options, KnowledgeIndex index, TimeProvider time, ILogger<KnowledgeService> logger) : BackgroundService
{
    /// <summary>What is in the folder is taken in before the first question is asked: an answer must not depend on how long the host has run.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var root = options.Value.Knowledge;
        try
        {
            if (Directory.Exists(root)) await Task.Run(() => index.Update(root, cancellationToken), cancellationToken);
        }
        catch (MemoryStoreException fault)
        {
            logger.LogWarning("{Message} Knowledge is taken in within ten minutes.", fault.Message);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var root = options.Value.Knowledge;
        if (string.IsNullOrWhiteSpace(root) || !Directory.Exists(root)) return;
        // Reading and indexing are synchronous, and a host must start.
        await Task.Yield();
        try
        {
            await foreach (var change in new KnowledgeWatch(root, time).ChangesAsync(index.Known(), stoppingToken))
            {
                foreach (var problem in change.Document?.Problems ?? []) logger.LogWarning("{Path}: {Problem}", change.Path, problem);
                index.Apply(change);
            }
        }
        catch (MemoryStoreException fault)
        {
            logger.LogWarning("{Message} Changes to knowledge are taken in within ten minutes.", fault.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start takes in what changes until then.
        }
    }
}
