using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using LocalsOnly.Inference;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Treasury;

/// <summary>
/// One line of JSON per attempt at an endpoint, in <c>&lt;data&gt;/ledger/usage-YYYY-MM.jsonl</c>. Counts and times only; never a word
/// of a prompt or a reply. A disk that cannot be written is tried again every 30 s; meanwhile the latest 10,000 events are kept.
/// </summary>
internal sealed class UsageLedger : BackgroundService, IUsageSink, IHealthCheck
{
    private const int Kept = 10_000;
    private const int Batch = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Between two writes: what comes thick and fast shares one.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly ILogger<UsageLedger> _logger;
    private readonly Channel<UsageEvent> _events;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<UsageEvent> _unwritten = new(Batch);
    private readonly ArrayBufferWriter<byte> _lines = new();
    private volatile string? _problem;
    private long? _wrote;
    private long _recorded;
    private long _lost;

    public UsageLedger(string directory, TimeProvider time, ILogger<UsageLedger> logger)
    {
        (_directory, _time, _logger) = (directory, time, logger);
        _events = Channel.CreateBounded<UsageEvent>(
            new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
    }

    public void Record(UsageEvent usage) => _events.Writer.TryWrite(usage);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lost = Interlocked.Read(ref _lost) is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $", {count} lost because they could not be written")
            : "";
        return Task.FromResult(_problem is { } problem
            ? HealthCheckResult.Degraded($"usage is not recorded{lost}: {problem}")
            : HealthCheckResult.Healthy(string.Create(
                CultureInfo.InvariantCulture, $"{Interlocked.Read(ref _recorded)} attempts recorded since start{lost}")));
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
                await SpaceAsync(stopping.Token);
                Take();
                await WriteAsync();
                _problem = null;
            }
            catch (Exception broken)
            {
                if (stopping.IsCancellationRequested)
                {
                    GiveUp(broken.Message);
                    return;
                }

                // The wait begins before the problem can be seen, so that whoever sees it can rely on the wait.
                var wait = Task.Delay(Pause, _time, stopping.Token);
                if (_problem is null)
                    _logger.LogWarning("Usage cannot be recorded in {Directory}: {Reason}", _directory, broken.Message);
                _problem = broken.Message;
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The first after a quiet while is written at once, the next ones together a moment later.</summary>
    private async Task SpaceAsync(CancellationToken stopping)
    {
        if (_wrote is { } last && Spacing - _time.GetElapsedTime(last) is { Ticks: > 0 } wait)
            await Task.Delay(wait, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wrote = _time.GetTimestamp();
    }

    private void Take()
    {
        while (_unwritten.Count < Batch && _events.Reader.TryRead(out var usage))
            _unwritten.Add(usage);
    }

    /// <summary>Writes the batch month by month. An event leaves it, and is counted, only when the file has it.</summary>
    private async Task WriteAsync()
    {
        Directory.CreateDirectory(_directory);
        while (_unwritten.Count > 0)
        {
            var file = FileOf(_unwritten[0]);
            var count = _unwritten.FindIndex(usage => FileOf(usage) != file) is > 0 and var next ? next : _unwritten.Count;
            Serialise(count);
            await AppendAsync(Path.Combine(_directory, file), _lines.WrittenMemory);
            _unwritten.RemoveRange(0, count);
            Interlocked.Add(ref _recorded, count);
        }
    }

    private void Serialise(int count)
    {
        _lines.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_lines);
        for (var i = 0; i < count; i++)
        {
            JsonSerializer.Serialize(json, _unwritten[i], LedgerJson.Default.UsageEvent);
            json.Flush();
            _lines.Write("\n"u8);
            json.Reset();
        }
    }

    private static async Task AppendAsync(string path, ReadOnlyMemory<byte> lines)
    {
        await using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var before = stream.Length;
        try
        {
            await stream.WriteAsync(lines);
            await stream.FlushAsync();
        }
        catch
        {
            TakeBack(stream, before);
            throw;
        }
    }

    /// <summary>A disk that fills up takes half a batch; the next try would write that half again.</summary>
    private static void TakeBack(FileStream stream, long before)
    {
        try
        {
            stream.SetLength(before);
        }
        catch (Exception broken) when (broken is IOException or NotSupportedException or ArgumentException)
        {
            // The write's own failure is the one to tell.
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
        _logger.LogError("{Count} attempts are lost to the ledger, because {Directory} cannot be written: {Reason}", count, _directory, reason);
    }

    /// <summary>Named by the Gregorian month, whatever calendar this machine shows.</summary>
    private static string FileOf(UsageEvent usage) => string.Create(CultureInfo.InvariantCulture, $"usage-{usage.At.UtcDateTime:yyyy-MM}.jsonl");

    public override void Dispose()
    {
        _closing.Dispose();
        base.Dispose();
    }
}
