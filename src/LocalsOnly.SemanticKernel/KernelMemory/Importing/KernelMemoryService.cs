using LocalsOnly.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.KernelMemory.Importing;

/// <summary>Keeps the copy of the conversations up to what is remembered: at start, and every ten minutes.</summary>
internal sealed class KernelMemoryService(IKernelMemoryImport import, TimeProvider time, ILogger<KernelMemoryService> log) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(s_round, time);
            do await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on where this one stopped.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await import.RunAsync(null, cancellationToken);
            if (report.Written + report.Removed > 0) log.LogInformation("Copied {Written} conversations into Kernel Memory and took {Removed} out", report.Written, report.Removed);
        }
        catch (MemoryStoreException fault)
        {
            log.LogWarning("{Message}", fault.Message);
        }
    }
}
