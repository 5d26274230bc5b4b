using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// The journal as JSON lines in a file. Entries are handed to a writer in the background: 4,096 may wait, then the oldest is dropped and
/// counted. A disk that cannot be written is tried again every 30 s. At 64 MiB the file is set aside and a new one begun; one old file is kept.
/// </summary>
internal sealed class RouteJournal : IRouteJournal, IAsyncDisposable, IDisposable
{
    /// <summary>Size at which the file is set aside.</summary>
    public const long DefaultMaxBytes = 64L << 20;

    private const int Waiting = 4096;
    private const int Batch = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Between two writes: what comes thick and fast shares one.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly RouteJournalRecent _recent = new();
    private readonly Channel<Entry> _entries;
    private readonly CancellationTokenSource _closing = new();
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly Task _writing;
    private long? _wrote;
    private long _lost;
    private volatile string? _problem;

    /// <summary>Reads back the latest decisions and begins to write. Makes the file, and its directory, when the first entry comes.</summary>
    /// <param name="path">E.g. <c>&lt;data&gt;/routes/routes.jsonl</c>.</param>
    /// <param name="time">Times the wait after a failed write.</param>
    /// <param name="maxBytes">Size at which the file is set aside.</param>
    public RouteJournal(string path, TimeProvider time, long maxBytes = DefaultMaxBytes)
    {
        (_path, _time, _maxBytes) = (path, time, maxBytes);
        _entries = Channel.CreateBounded<Entry>(
            new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Interlocked.Increment(ref _lost));
        ReadBack();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Why nothing can be written at present; null when all is well.</summary>
    public string? Problem => _problem;

    /// <summary>Entries that were dropped because they could not be written in time.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public string? Newest => _recent.Newest;

    public void Decided(in JournalDecision decision)
    {
        _recent.Decided(decision);
        _entries.Writer.TryWrite(new Entry(decision, null));
    }

    public void Outcome(JournalOutcome outcome) => _entries.Writer.TryWrite(new Entry(default, outcome));

    public bool Knows(string id) => _recent.Knows(id);

    public IReadOnlyList<float> RecentScores(int most) => _recent.RecentScores(most);

    /// <summary>Writes what is left; what cannot be written now is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_entries.Writer.TryComplete()) return;
        await _closing.CancelAsync();
        await _writing;
        _closing.Dispose();
    }

    public void Dispose()
    {
        if (!_entries.Writer.TryComplete()) return;
        _closing.Cancel();
        _writing.GetAwaiter().GetResult();
        _closing.Dispose();
    }

    private void ReadBack()
    {
        try
        {
            foreach (var line in RouteJournalFile.ReadEnd(_path))
            {
                if (line.Outcome is null) _recent.Add(line.Id, line.Score);
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            _problem = broken.Message;
        }
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>(Batch);
        while (batch.Count > 0 || await _entries.Reader.WaitToReadAsync())
        {
            await SpaceAsync();
            while (batch.Count < Batch && _entries.Reader.TryRead(out var entry)) batch.Add(entry);
            try
            {
                Append(batch);
                batch.Clear();
                _problem = null;
            }
            catch (Exception broken)
            {
                if (_closing.IsCancellationRequested)
                {
                    _problem = broken.Message;
                    Interlocked.Add(ref _lost, batch.Count + Drain());
                    return;
                }

                // The wait begins before the problem can be seen, so that whoever sees it can rely on the wait.
                var wait = Task.Delay(Pause, _time, _closing.Token);
                _problem = broken.Message;
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The first after a quiet while is written at once, the next ones together a moment later.</summary>
    private async Task SpaceAsync()
    {
        if (_wrote is { } last && Spacing - _time.GetElapsedTime(last) is { Ticks: > 0 } wait)
            await Task.Delay(wait, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wrote = _time.GetTimestamp();
    }

    private void Append(List<Entry> batch)
    {
        if (batch.Count == 0) return;
        _lines.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_lines))
        {
            foreach (var entry in batch)
            {
                JsonSerializer.Serialize(json, entry.Line, RouteJournalJson.Default.RouteJournalLine);
                json.Flush();
                _lines.Write("\n"u8);
                json.Reset();
            }
        }

        if (File.Exists(_path) && new FileInfo(_path).Length >= _maxBytes) File.Move(_path, RouteJournalFile.OldOf(_path), overwrite: true);
        using var stream = RouteJournalFile.Open(_path);
        var before = stream.Length;
        try
        {
            stream.Write(_lines.WrittenSpan);
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

    private int Drain()
    {
        var count = 0;
        while (_entries.Reader.TryRead(out _)) count++;
        return count;
    }

    private readonly record struct Entry(JournalDecision Decision, JournalOutcome? Outcome)
    {
        public RouteJournalLine Line => Outcome is { } outcome ? RouteJournalLine.Of(outcome) : RouteJournalLine.Of(Decision);
    }
}
