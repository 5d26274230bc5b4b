using System.Globalization;
using System.Threading.Channels;
using LocalsOnly.Inference;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Treasury.Ledger;

/// <summary>
/// Writes each attempt to <c>&lt;data&gt;/ledger/ledger.db</c> as it ends; those that end while one is written share the next step. A disk
/// that cannot be written is tried again every 30 s; meanwhile the latest 10,000 are kept.
/// </summary>
internal sealed class UsageLedger : BackgroundService, IUsageSink, IHealthCheck
{
    private const int Kept = 10_000;
    private const int Batch = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly LedgerBook _book;
    private readonly TimeProvider _time;
    private readonly ILogger<UsageLedger> _logger;
    private readonly Channel<UsageEvent> _events;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<UsageEvent> _unwritten = new(Batch);
    private LedgerFile? _file;
    private volatile string? _problem;
    private long _recorded;
    private long _lost;

    public UsageLedger(LedgerBook book, TimeProvider time, ILogger<UsageLedger> logger)
    {
        (_book, _time, _logger) = (book, time, logger);
        _events = Channel.CreateBounded<UsageEvent>(
            new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
    }

    public void Record(UsageEvent usage)
    {
        _events.Writer.TryWrite(usage);
        LedgerMetrics.Record(usage);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lost = Interlocked.Read(ref _lost) is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $", {count} lost because they could not be written")
            : "";
        var recorded = Interlocked.Read(ref _recorded);
        return Task.FromResult(_problem is { } problem
            ? HealthCheckResult.Degraded($"usage is not recorded{lost}: {problem}")
            : HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{recorded} attempt{(recorded == 1 ? "" : "s")} recorded since start{lost}")));
    }

    /// <summary>Stops taking events, writes what is left, then ends; what cannot be written now is given up.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        await _closing.CancelAsync();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    // Ends with the channel, not with the token: what was recorded before the stop is written.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _closing.Token);
        while (_unwritten.Count > 0 || await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            try
            {
                Take();
                Write();
                _problem = null;
            }
            catch (Exception broken)
            {
                _file?.Dispose();
                _file = null;
                if (stopping.IsCancellationRequested)
                {
                    GiveUp(broken.Message);
                    return;
                }

                // The wait begins before the problem can be seen, so that whoever sees it can rely on the wait.
                var wait = Task.Delay(Pause, _time, stopping.Token);
                if (_problem is null)
                    _logger.LogWarning("Usage cannot be recorded in {Directory}: {Reason}", _book.Directory, broken.Message);
                _problem = broken.Message;
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take()
    {
        while (_unwritten.Count < Batch && _events.Reader.TryRead(out var usage))
            _unwritten.Add(usage);
    }

    /// <summary>An event leaves the batch, and is counted, only when the file has it.</summary>
    private void Write()
    {
        _file ??= Open();
        _file.Append(_unwritten);
        Interlocked.Add(ref _recorded, _unwritten.Count);
        _unwritten.Clear();
    }

    private LedgerFile Open()
    {
        var file = new LedgerFile(_book.Path);
        try
        {
            EarlierLedger.TakeOver(_book.Directory, file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void GiveUp(string reason)
    {
        var count = _unwritten.Count;
        while (_events.Reader.TryRead(out _))
            count++;
        Interlocked.Add(ref _lost, count);
        _unwritten.Clear();
        _problem = reason;
        _logger.LogError("{Count} attempts are lost to the ledger, because {Directory} cannot be written: {Reason}", count, _book.Directory, reason);
    }

    public override void Dispose()
    {
        _closing.Dispose();
        _file?.Dispose();
        base.Dispose();
    }
}
