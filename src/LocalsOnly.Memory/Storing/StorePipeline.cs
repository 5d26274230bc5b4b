using System.Threading.Channels;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Memory.Storing;

/// <summary>
/// Workers beside the caller. One packs and appends, and every few megabytes makes what it has durable; some redact and stem meanwhile; one indexes what is
/// durable. So the index never holds what the archive could lose, and an import uses all cores.
/// </summary>
internal sealed class StorePipeline : IAsyncDisposable
{
    private const long BytesPerCommit = 12L << 20;

    // One commit is indexed while the next is made. A byte of this is three or four of memory by the time it is parsed, folded and counted.
    private const long MostBytesUnderWay = 2 * BytesPerCommit;

    private readonly ArchiveWriter _archive;
    private readonly Indexer _indexer;
    private readonly Redactor _redactor;
    private readonly TermWorkers _workers;
    private readonly Action<IReadOnlyList<string>> _indexed;
    private readonly Channel<Work> _toArchive = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Channel<Committed> _toIndex = Channel.CreateUnbounded<Committed>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ByteGate _gate = new(MostBytesUnderWay);
    private readonly Task _archiving;
    private readonly Task _indexing;
    private volatile Exception? _fault;
    private ArchivePosition _end;

    /// <param name="archive">Taken over: disposed of with this.</param>
    /// <param name="indexer">Told of what is durable.</param>
    /// <param name="redactor">Of what is indexed.</param>
    /// <param name="indexed">Told whose observations are searchable, a key for each, on a worker's thread.</param>
    public StorePipeline(ArchiveWriter archive, Indexer indexer, Redactor redactor, Action<IReadOnlyList<string>> indexed)
    {
        (_archive, _indexer, _redactor, _indexed, _end) = (archive, indexer, redactor, indexed, archive.End);
        _workers = new TermWorkers(indexer.Vocabulary);
        _archiving = Task.Run(ArchiveAsync);
        // A thread of its own: what SQLite frees stays with the thread it was taken on, and every thread of the pool that ever wrote would keep a cache's worth of it.
        _indexing = Task.Factory.StartNew(Index, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Hands an observation over; waits while too much is under way.</summary>
    /// <exception cref="MemoryStoreException">A worker failed.</exception>
    public async Task PutAsync(NewObservation observation)
    {
        ThrowIfFailed();
        var entered = _gate.EnterAsync(observation.Bytes);
        if (!entered.IsCompleted)
        {
            // What was handed over may be too little for a commit by itself, and only a commit makes room.
            _toArchive.Writer.TryWrite(new Work(null, null, null));
            await entered;
            ThrowIfFailed();
        }
        _toArchive.Writer.TryWrite(new Work(observation, null, null));
    }

    /// <summary>Hands over a line that is no observation.</summary>
    public void Put(ArchiveEntry entry)
    {
        ThrowIfFailed();
        _toArchive.Writer.TryWrite(new Work(null, entry, null));
    }

    /// <summary>Completes when everything handed over is durable and indexed.</summary>
    /// <exception cref="MemoryStoreException">It could not be made so.</exception>
    public async Task CommitAsync()
    {
        ThrowIfFailed();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _toArchive.Writer.TryWrite(new Work(null, null, done));
        await Task.WhenAny(done.Task, _archiving, _indexing);
        ThrowIfFailed();
        await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _toArchive.Writer.TryComplete();
        await Task.WhenAll(_archiving, _indexing);
        await _workers.DisposeAsync();
        _archive.Dispose();
    }

    private async Task ArchiveAsync()
    {
        try
        {
            var lines = new List<PendingLine>();
            var keys = new List<string>();
            var bytes = 0L;
            await foreach (var work in _toArchive.Reader.ReadAllAsync())
            {
                if (_fault is not null) return;
                if (work.Observation is { } observation)
                {
                    lines.Add(Append(observation));
                    keys.Add(observation.Key);
                    bytes += observation.Bytes;
                }
                else if (work.Entry is { } entry)
                {
                    lines.Add(new PendingLine(entry, _archive.Append(entry), null));
                }
                var isMark = work.Observation is null && work.Entry is null;
                if (bytes < BytesPerCommit && !isMark) continue;
                if (lines.Count > 0)
                {
                    var from = _end;
                    _end = _archive.Commit();
                    _toIndex.Writer.TryWrite(new Committed(from, _end, lines, keys, bytes, work.Done));
                    (lines, keys, bytes) = ([], [], 0);
                }
                else if (work.Done is { } done)
                {
                    _toIndex.Writer.TryWrite(new Committed(_end, _end, [], [], 0, done));
                }
            }
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
        finally
        {
            _toIndex.Writer.TryComplete();
        }
    }

    private PendingLine Append(NewObservation observation)
    {
        using var json = observation.Json;
        using var raw = observation.Raw;
        var entry = observation.Entry;
        if (raw is not null) entry = entry with { Raw = _archive.AppendRaw(raw.Span, observation.RawDigest) };
        var line = _archive.Append(entry, json.Span);
        // The index needs the key of the line's conversation, and has the conversation itself from the fold. What was archived is let go of here.
        var (conversation, audience) = (observation.Folded, observation.Audience);
        var folded = audience is null ? null : _workers.RunAsync(terms => FoldedConversation.Of(conversation, audience, _redactor, terms));
        return new PendingLine(entry with { Conversation = conversation }, line, folded);
    }

    private void Index()
    {
        try
        {
            foreach (var committed in _toIndex.Reader.ReadAllAsync().ToBlockingEnumerable())
            {
                if (committed.Lines.Count > 0)
                {
                    var lines = new List<CommittedLine>(committed.Lines.Count);
                    foreach (var (entry, line, folded) in committed.Lines) lines.Add(new CommittedLine(entry, line, folded?.GetAwaiter().GetResult()));
                    _indexer.Index(_archive.Manifest, committed.From, committed.To, lines);
                    _indexed(committed.Keys);
                    _gate.Leave(committed.Bytes);
                }
                committed.Done?.TrySetResult();
                if (committed.Bytes >= BytesPerCommit) NativeHeap.GiveBack();
                _indexer.Merge();
            }
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private void Fail(Exception fault)
    {
        _fault ??= fault;
        _toArchive.Writer.TryComplete();
        _gate.Open();
    }

    private void ThrowIfFailed()
    {
        if (_fault is MemoryStoreException known) throw new MemoryStoreException(known.Message, known);
        if (_fault is { } fault) throw new InvalidOperationException("Storing stopped unexpectedly.", fault);
    }

    /// <summary>Something to append, or, with neither, a mark at which to commit.</summary>
    private readonly record struct Work(NewObservation? Observation, ArchiveEntry? Entry, TaskCompletionSource? Done);

    private readonly record struct PendingLine(ArchiveEntry Entry, LineLocation Line, Task<FoldedConversation>? Folded);

    private sealed record Committed(
        ArchivePosition From, ArchivePosition To, List<PendingLine> Lines, List<string> Keys, long Bytes, TaskCompletionSource? Done);
}
