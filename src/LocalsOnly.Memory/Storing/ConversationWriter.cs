using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Merging;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Memory.Storing;

/// <summary>One import's session over archive and index: decides what each conversation changes, and hands it to the pipeline.</summary>
internal sealed class ConversationWriter : IConversationWriter
{
    private readonly ArchiveReader _archive;
    private readonly Indexer _indexer;
    private readonly Audience _audience;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string>? _inputs;
    private readonly StorePipeline _pipeline;
    private readonly UnderWay _underWay = new();
    private readonly HeldBySession _held;
    private BesideConversations _beside = BesideConversations.Nothing;
    private readonly HashSet<string> _forgotten;
    private readonly int _number;
    private readonly int? _unfinished;
    private LineReader? _lines;
    private IReadOnlyDictionary<string, long>? _totals;
    private bool _disposed;

    /// <param name="writer">Taken over, once this returns.</param>
    /// <param name="inputs">Names of what is imported; null when it is no import but what is said here.</param>
    public ConversationWriter(
        ArchiveWriter writer, ArchiveReader archive, IndexDatabase database, Indexer indexer, Redactor redactor, Audience audience, IReadOnlyList<string>? inputs, TimeProvider time)
    {
        (_archive, _indexer, _audience, _inputs, _time) = (archive, indexer, audience, inputs, time);
        _held = new HeldBySession(() => _indexer.Ask(connection => Observations.KnownRaw(connection, _audience.Owner, _beside), CancellationToken.None));
        using (var connection = database.Open())
        {
            _forgotten = Observations.Forgotten(connection, audience.Owner);
            _number = inputs is null ? ImportTable.SaidHere : (int)(long)connection.Scalar("SELECT coalesce(max(number), 0) + 1 FROM imports")!;
            _unfinished = inputs is { Count: > 0 } ? ImportTable.Unfinished(connection, audience.Owner, inputs) : null;
        }
        _pipeline = new StorePipeline(writer, indexer, redactor, _underWay.Remove);
    }

    public int? Import { get; private set; }

    public void Note(BesideConversations beside)
    {
        _beside = beside;
        _held.Settle();
    }

    public bool Knows(ReadOnlySpan<byte> raw, BesideParts takes = BesideParts.None) => _held.Recognise(raw, takes);

    public Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default) =>
        StoreAsync(conversation, ReadOnlyMemory<byte>.Empty, cancellationToken);

    public async Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(conversation);
        cancellationToken.ThrowIfCancellationRequested();
        if (_forgotten.Contains(KeyHash.Of(conversation.Key))) return StoreOutcome.Forgotten;
        // A turn has no payload, and does not ask.
        if (_inputs is not null) _held.Settle();
        var incoming = InUtc(conversation);
        var json = new RentedBytes(raw.Length + 1024);
        var isHandedOver = false;
        try
        {
            ArchiveLine.Serialise(incoming, json);
            var digest = Digest.OfBytes(json.Span);
            var rawDigest = raw.IsEmpty ? default : Digest.OfBytes(raw.Span);

            var known = Known(incoming.Key, cancellationToken);
            if (IsKnown(known, digest, origin: null, hasRaw: !raw.IsEmpty)) return StoreOutcome.Unchanged;
            var fold = Fold(known);
            var before = fold.Count > 0 ? fold.Result().Conversation : null;
            fold.Add(incoming, digest, _audience);
            var (folded, audience) = fold.Result();

            Begin();
            var stored = known.Stored.FirstOrDefault(observation => observation.Raw?.Sha256 == rawDigest.ToString())?.Raw;
            var entry = Observation(digest) with { Raw = raw.IsEmpty ? null : stored };
            _underWay.Add(incoming.Key, known, [new Fresh(incoming, digest, Origin: null, HasRaw: !raw.IsEmpty)]);
            var payload = stored is null && !raw.IsEmpty ? RentedBytes.CopyOf(raw.Span) : null;
            await _pipeline.PutAsync(new NewObservation(incoming.Key, entry, json, payload, rawDigest, folded, audience));
            isHandedOver = true;
            return Outcome(before, folded);
        }
        finally
        {
            if (!isHandedOver) json.Dispose();
        }
    }

    public async Task<StoreOutcome> StoreGatheredAsync(IReadOnlyList<GatheredPart> parts, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        cancellationToken.ThrowIfCancellationRequested();
        var key = parts[0].Conversation.Key;
        var wanted = parts.Where(part => !IsForgotten(part)).ToList();
        if (_forgotten.Contains(KeyHash.Of(key)) || wanted.Count == 0) return StoreOutcome.Forgotten;
        var known = Known(key, cancellationToken);
        var fresh = new List<(Fresh Fresh, string Part)>();
        foreach (var part in wanted)
        {
            var conversation = InUtc(part.Conversation);
            var (digest, origin) = (Digest.Of(conversation), part.Origin is null ? null : KeyHash.Of(part.Origin));
            if (!IsKnown(known, digest, origin, hasRaw: false)) fresh.Add((new Fresh(conversation, digest, origin, HasRaw: false), KeyHash.Of(part.Key)));
        }
        if (fresh.Count == 0) return StoreOutcome.Unchanged;

        var fold = Fold(known);
        var before = fold.Count > 0 ? fold.Result().Conversation : null;
        Begin();
        _underWay.Add(key, known, [.. fresh.Select(each => each.Fresh)]);
        foreach (var ((conversation, digest, origin, _), part) in fresh)
        {
            fold.Add(conversation, digest, _audience);
            var json = new RentedBytes(1024);
            ArchiveLine.Serialise(conversation, json);
            // What they make together is folded once, when they are indexed.
            await _pipeline.PutAsync(new NewObservation(key, Observation(digest) with { Part = part, Origin = origin }, json, null, default, conversation, Audience: null));
        }
        return Outcome(before, fold.Result().Conversation);
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
            if (Import is null && _unfinished is { } unfinished) Finish(unfinished);
            PutHeld();
            if (Import is not null) _pipeline.Put(Line(EntryKind.Import) with { Ended = _totals is null ? "interrupted" : "completed", Totals = _totals });
            await _pipeline.CommitAsync();
        }
        finally
        {
            await _pipeline.DisposeAsync();
            _lines?.Dispose();
        }
    }

    // The same inputs again, of which nothing is missing any more.
    private void Finish(int unfinished)
    {
        PutHeld(unfinished);
        if (_totals is not null) _pipeline.Put(Line(EntryKind.Import) with { Import = unfinished, Ended = "completed", Totals = _totals });
    }

    private bool IsForgotten(GatheredPart part) =>
        _forgotten.Contains(KeyHash.Of(part.Key)) || (part.Origin is not null && _forgotten.Contains(KeyHash.Of(part.Origin)));

    // What counts is one set; which of its members came first does not. What others brought before is held.
    private bool IsKnown(KnownConversation known, Digest digest, string? origin, bool hasRaw)
    {
        var stored = known.Stored.FirstOrDefault(observation => observation.Live && observation.Digest == digest && observation.Origin == origin && (!hasRaw || observation.Raw is not null));
        if (stored is null) return known.Fresh.Any(fresh => fresh.Digest == digest && fresh.Origin == origin && (!hasRaw || fresh.HasRaw));
        if (stored.Import != _number) _held.Add(digest);
        if (_held.HasLine) PutHeld();
        return true;
    }

    private static StoreOutcome Outcome(Conversation? before, Conversation after) =>
        before is null ? StoreOutcome.Added : Digest.Of(before) == Digest.Of(after) ? StoreOutcome.Unchanged : StoreOutcome.Updated;

    private ConversationFold Fold(KnownConversation known)
    {
        var fold = FoldStored(known.Stored);
        foreach (var fresh in known.Fresh) fold.Add(fresh.Conversation, fresh.Digest, _audience);
        return fold;
    }

    private ConversationFold FoldStored(IReadOnlyList<IndexedObservation> stored)
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
        _pipeline.Put(Line(EntryKind.Import) with { Inputs = _inputs, Beside = _beside == BesideConversations.Nothing ? null : _beside });
    }

    // What is held stays when those are undone that brought it. An import that brought nothing holds nothing, unless it completes one that did.
    private void PutHeld()
    {
        if (Import is { } number) PutHeld(number);
    }

    private void PutHeld(int number)
    {
        foreach (var hashes in _held.Take()) _pipeline.Put(Line(EntryKind.Held) with { Import = number, Held = hashes });
    }

    private ArchiveEntry Observation(Digest digest) =>
        new(ArchiveEntry.CurrentVersion, _time.GetUtcNow(), _audience.Owner) { Import = _number, Persona = _audience.Persona, Channel = _audience.Channel, Digest = digest.ToString() };

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
