using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Merging;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Memory.Storing;

/// <summary>One import's session over archive and index: decides what each conversation changes, and hands it to the pipeline.</summary>
internal sealed class ConversationWriter : IConversationWriter
{
    private const int HeldPerLine = 512;

    private readonly ArchiveReader _archive;
    private readonly Indexer _indexer;
    private readonly Audience _audience;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string>? _inputs;
    private readonly StorePipeline _pipeline;
    private readonly UnderWay _underWay = new();
    private readonly HashSet<Digest> _knownRaw;
    private readonly HashSet<string> _forgotten;
    private readonly Lock _lock = new();
    private List<Digest> _held = [];
    private readonly int _number;
    private LineReader? _lines;
    private IReadOnlyDictionary<string, long>? _totals;
    private bool _disposed;

    /// <param name="writer">Taken over, once this returns.</param>
    /// <param name="inputs">Names of what is imported; null when it is no import but what is said here.</param>
    public ConversationWriter(
        ArchiveWriter writer, ArchiveReader archive, IndexDatabase database, Indexer indexer, Redactor redactor, Audience audience, IReadOnlyList<string>? inputs, TimeProvider time)
    {
        (_archive, _indexer, _audience, _inputs, _time) = (archive, indexer, audience, inputs, time);
        using (var connection = database.Open())
        {
            // A turn has no payload, and does not ask.
            _knownRaw = inputs is null ? [] : Observations.KnownRaw(connection, audience.Owner);
            _forgotten = Observations.Forgotten(connection, audience.Owner);
            _number = inputs is null ? ImportTable.SaidHere : (int)(long)connection.Scalar("SELECT coalesce(max(number), 0) + 1 FROM imports")!;
        }
        _pipeline = new StorePipeline(writer, indexer, redactor, _underWay.Remove);
    }

    public int? Import { get; private set; }

    public bool Knows(ReadOnlySpan<byte> raw)
    {
        if (_knownRaw.Count == 0) return false;
        var digest = Digest.OfBytes(raw);
        if (!_knownRaw.Contains(digest)) return false;
        Hold(digest);
        return true;
    }

    public Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default) =>
        StoreAsync(conversation, ReadOnlyMemory<byte>.Empty, cancellationToken);

    public Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) =>
        StoreAsync(conversation, raw, origin: null, cancellationToken);

    public Task<StoreOutcome> StoreGatheredAsync(Conversation conversation, string origin, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return StoreAsync(conversation, ReadOnlyMemory<byte>.Empty, KeyHash.Of(origin), cancellationToken);
    }

    private async Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, string? origin, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(conversation);
        cancellationToken.ThrowIfCancellationRequested();
        if (_forgotten.Contains(KeyHash.Of(conversation.Key)) || (origin is not null && _forgotten.Contains(origin))) return StoreOutcome.Forgotten;
        var incoming = InUtc(conversation);
        var json = new RentedBytes(raw.Length + 1024);
        var isHandedOver = false;
        try
        {
            ArchiveLine.Serialise(incoming, json);
            var digest = Digest.OfBytes(json.Span);
            var rawDigest = raw.IsEmpty ? default : Digest.OfBytes(raw.Span);

            var known = Known(incoming.Key, cancellationToken);
            var (outcome, folded, audience, isNew) = Decide(known, incoming, digest, hasRaw: !raw.IsEmpty);
            if (!isNew)
            {
                if (known.Stored.Any(observation => observation.Digest == digest && observation.Import != _number)) Hold(digest);
                return outcome;
            }

            Begin();
            if (HeldCount >= HeldPerLine) PutHeld();
            var stored = known.Stored.FirstOrDefault(observation => observation.Raw?.Sha256 == rawDigest.ToString())?.Raw;
            var entry = new ArchiveEntry(ArchiveEntry.CurrentVersion, _time.GetUtcNow(), _audience.Owner)
            {
                Import = _number,
                Persona = _audience.Persona,
                Channel = _audience.Channel,
                Digest = digest.ToString(),
                Origin = origin,
                Raw = raw.IsEmpty ? null : stored,
            };
            _underWay.Add(incoming.Key, known, new Fresh(incoming, digest, !raw.IsEmpty));
            var payload = stored is null && !raw.IsEmpty ? RentedBytes.CopyOf(raw.Span) : null;
            await _pipeline.PutAsync(new NewObservation(incoming.Key, entry, json, payload, rawDigest, folded, audience));
            isHandedOver = true;
            return outcome;
        }
        finally
        {
            if (!isHandedOver) json.Dispose();
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        PutHeld();
        return _pipeline.CommitAsync();
    }

    public void Complete(IReadOnlyDictionary<string, long> totals) => _totals = totals;

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            PutHeld();
            if (Import is not null)
                _pipeline.Put(Line(EntryKind.Import) with { Ended = _totals is null ? "interrupted" : "completed", Totals = _totals });
            await _pipeline.CommitAsync();
        }
        finally
        {
            await _pipeline.DisposeAsync();
            _lines?.Dispose();
        }
    }

    // What counts is one set; which of its members came first does not.
    private (StoreOutcome Outcome, Conversation Folded, Audience Audience, bool IsNew) Decide(KnownConversation known, Conversation incoming, Digest digest, bool hasRaw)
    {
        var isKnown = known.Stored.Any(observation => observation.Live && observation.Digest == digest && (!hasRaw || observation.Raw is not null)) ||
            known.Fresh.Any(fresh => fresh.Digest == digest && (!hasRaw || fresh.HasRaw));
        if (isKnown) return (StoreOutcome.Unchanged, incoming, _audience, false);
        var fold = Fold(known.Stored);
        foreach (var fresh in known.Fresh) fold.Add(fresh.Conversation, fresh.Digest, _audience);
        var before = fold.Count > 0 ? fold.Result().Conversation : null;
        fold.Add(incoming, digest, _audience);
        var (folded, audience) = fold.Result();
        var outcome = before is null ? StoreOutcome.Added : Digest.Of(before) == Digest.Of(folded) ? StoreOutcome.Unchanged : StoreOutcome.Updated;
        return (outcome, folded, audience, true);
    }

    private ConversationFold Fold(IReadOnlyList<IndexedObservation> stored)
    {
        var fold = new ConversationFold();
        if (!stored.Any(observation => observation.Live) || Observations.TryAddTo(fold, stored, Lines) is null) return fold;
        // It may be in a segment that this session has begun since it first read one.
        _lines?.Dispose();
        _lines = null;
        fold = new ConversationFold();
        Observations.AddTo(fold, stored, Lines);
        return fold;
    }

    private LineReader Lines => _lines ??= new LineReader(_archive.Layout());

    private KnownConversation Known(string key, CancellationToken cancellationToken)
    {
        // In this order: what leaves the pipeline is in the index by then.
        if (_underWay.Find(key) is { } underWay) return underWay;
        return _indexer.Ask(connection => new KnownConversation(Observations.Of(connection, _audience.Owner, key), []), cancellationToken);
    }

    // An import that brings nothing new leaves no trace: there is nothing to undo.
    private void Begin()
    {
        if (Import is not null || _inputs is null) return;
        Import = _number;
        _pipeline.Put(Line(EntryKind.Import) with { Inputs = _inputs });
    }

    private int HeldCount
    {
        get
        {
            lock (_lock) return _held.Count;
        }
    }

    private void Hold(Digest hash)
    {
        lock (_lock) _held.Add(hash);
    }

    // What this import holds and others brought before it: it stays when they are undone.
    private void PutHeld()
    {
        if (Import is null) return;
        List<Digest> held;
        lock (_lock) (held, _held) = (_held, []);
        foreach (var some in held.Distinct().Chunk(HeldPerLine)) _pipeline.Put(Line(EntryKind.Held) with { Held = [.. some.Select(hash => hash.ToString())] });
    }

    private ArchiveEntry Line(EntryKind kind) => new(ArchiveEntry.CurrentVersion, _time.GetUtcNow(), _audience.Owner) { Kind = kind, Import = _number };

    private static Conversation InUtc(Conversation conversation) => conversation with
    {
        CreatedAt = conversation.CreatedAt?.ToUniversalTime(),
        UpdatedAt = conversation.UpdatedAt?.ToUniversalTime(),
        Messages = conversation.Messages.Any(message => message.At is { Offset.Ticks: not 0 })
            ? [.. conversation.Messages.Select(message => message.At is { Offset.Ticks: not 0 } at ? message with { At = at.ToUniversalTime() } : message)]
            : conversation.Messages,
    };
}
