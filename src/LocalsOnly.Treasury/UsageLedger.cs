using System.Text.Json;
using System.Threading.Channels;
using LocalsOnly.Inference;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Treasury;

/// <summary>
/// One line of JSON per attempt at an endpoint, in <c>&lt;data&gt;/ledger/usage-YYYY-MM.jsonl</c>. Counts and times only; never a word of a prompt or a reply.
/// </summary>
internal sealed class UsageLedger(string directory, ILogger<UsageLedger> logger) : BackgroundService, IUsageSink, IHealthCheck
{
    private readonly Channel<UsageEvent> _events = Channel.CreateUnbounded<UsageEvent>(new UnboundedChannelOptions { SingleReader = true });
    private volatile string? _problem;
    private long _recorded;

    public void Record(UsageEvent usage) => _events.Writer.TryWrite(usage);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_problem is { } problem
            ? HealthCheckResult.Degraded($"usage is not recorded: {problem}")
            : HealthCheckResult.Healthy($"{Interlocked.Read(ref _recorded)} attempts recorded since start"));

    /// <summary>Stops taking events, writes what is left, then ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    // Ends with the channel, not with the token: what was recorded before the stop is written.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            try
            {
                await WriteAsync();
                _problem = null;
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                if (_problem is null) logger.LogWarning("Usage cannot be recorded in {Directory}: {Reason}", directory, broken.Message);
                _problem = broken.Message;
            }
        }
    }

    private async Task WriteAsync()
    {
        Directory.CreateDirectory(directory);
        while (_events.Reader.TryPeek(out var next))
        {
            var file = Path.Combine(directory, $"usage-{next.At.UtcDateTime:yyyy-MM}.jsonl");
            await using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
            while (_events.Reader.TryPeek(out var usage) && usage.At.UtcDateTime.Month == next.At.UtcDateTime.Month)
            {
                await JsonSerializer.SerializeAsync(stream, usage, LedgerJson.Default.UsageEvent);
                stream.WriteByte((byte)'\n');
                _events.Reader.TryRead(out _);
                Interlocked.Increment(ref _recorded);
            }
        }
    }
}
