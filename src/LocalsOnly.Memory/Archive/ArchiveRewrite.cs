using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Archive;

/// <summary>Where a line went in a rewrite.</summary>
/// <param name="Line">Its new place.</param>
/// <param name="Raw">Its payload's new place; null when it has none.</param>
internal readonly record struct MovedLine(LineLocation Line, RawReference? Raw);

/// <summary>What a rewrite changed.</summary>
/// <param name="Dropped">Old places of observations that are gone.</param>
/// <param name="Moved">Old places of observations, with the new ones.</param>
/// <param name="Payloads">Payloads that are gone.</param>
/// <param name="FreedBytes">By how much the files are smaller.</param>
internal sealed record RewriteResult(IReadOnlyList<LineLocation> Dropped, IReadOnlyDictionary<LineLocation, MovedLine> Moved, int Payloads, long FreedBytes);

/// <summary>
/// Writes those segments anew that hold what must go. New files are complete and durable before the manifest names them, in one step; the old ones are
/// deleted after it: killed anywhere, the archive is the old or the new one. Needs the lock, which the writer holds.
/// </summary>
/// <param name="writer">Holds the lock, with nothing uncommitted.</param>
/// <param name="mustGo">Whether an observation must go, or another line that is about conversations.</param>
/// <param name="importOf">Number of the import of an observation, those of version 1 included.</param>
internal sealed class ArchiveRewrite(ArchiveWriter writer, Func<ArchiveEntry, LineLocation, bool> mustGo, Func<ArchiveEntry, int> importOf)
{
    private readonly string _directory = writer.Directory;
    private readonly HashSet<LineLocation> _dropped = [];
    private readonly List<LineLocation> _droppedObservations = [];
    private readonly HashSet<(int Segment, long Offset)> _keptRaw = [];
    private readonly HashSet<(int Segment, long Offset)> _droppedRaw = [];
    private readonly Dictionary<int, HashSet<int>> _rawOfLines = [];
    private readonly Dictionary<(int Segment, long Offset), long> _movedRaw = [];
    private readonly Dictionary<LineLocation, MovedLine> _moved = [];
    private readonly Dictionary<string, SealedSegment> _replaced = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<LineLocation, IReadOnlyList<string>> _held = new Dictionary<LineLocation, IReadOnlyList<string>>();
    private bool _damaged;

    /// <summary>Writes the new segments, which count from <see cref="Replace"/> on.</summary>
    public RewriteResult Write(CancellationToken cancellationToken)
    {
        writer.Seal();
        var layout = ArchiveLayout.Read(_directory);
        Decide(layout, cancellationToken);
        var raw = layout.Raw.Where(HoldsDroppedRaw).ToList();
        var rawNumbers = raw.Select(segment => segment.Number).ToHashSet();
        var lines = layout.Lines.Where(segment =>
            IsTruncated(segment) || _dropped.Concat(_held.Keys).Any(line => line.Segment == segment.Number) || _rawOfLines.GetValueOrDefault(segment.Number)?.Overlaps(rawNumbers) == true).ToList();
        if (raw.Count == 0 && lines.Count == 0) return new RewriteResult([], _moved, 0, 0);

        // Sessions of version 1 are numbered by their order in its files, which must not change under them.
        lines = [.. layout.Lines.Where(segment => segment.IsPlain).Concat(lines).Distinct()];
        var before = raw.Concat(lines).Sum(segment => segment.Sealed!.Bytes);
        var payloads = 0;
        foreach (var segment in raw) _replaced[segment.Name] = RewriteRaw(segment, ref payloads, cancellationToken);
        foreach (var segment in lines) _replaced[segment.Name] = RewriteLines(layout, segment, cancellationToken);
        return new RewriteResult(_droppedObservations, _moved, payloads, before - _replaced.Values.Sum(segment => segment.Bytes));
    }

    /// <summary>Puts the new segments in the place of the old ones, when there are any.</summary>
    public void Replace()
    {
        if (_replaced.Count > 0) writer.Replace(_replaced);
    }

    private void Decide(ArchiveLayout layout, CancellationToken cancellationToken)
    {
        var gone = new HashSet<Digest>();
        var holds = false;
        foreach (var block in ArchiveReader.ReadFrom(layout, ArchivePosition.Start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _damaged |= block.Fault is not null;
            foreach (var line in block.Lines())
            {
                if (block.Parse(line, out _) is not { } entry)
                {
                    _damaged = true;
                    continue;
                }
                if (entry.Kind is not (EntryKind.Observation or EntryKind.Project or EntryKind.Held)) continue;
                holds |= entry.Kind == EntryKind.Held;
                var isGone = mustGo(entry, line);
                if (isGone)
                {
                    _dropped.Add(line);
                    if (entry.Conversation is { } conversation)
                    {
                        _droppedObservations.Add(line);
                        gone.Add(Observations.DigestOf(entry, conversation));
                    }
                }
                if (entry.Raw is not { } raw) continue;
                (isGone ? _droppedRaw : _keptRaw).Add((raw.Segment, raw.Offset));
                if (!_rawOfLines.TryGetValue(line.Segment, out var numbers)) _rawOfLines[line.Segment] = numbers = [];
                numbers.Add(raw.Segment);
            }
        }
        if (!holds || gone.Count == 0) return;
        _held = HeldLines.Changed(layout, _dropped, gone, cancellationToken);
        foreach (var (line, left) in _held)
            if (left.Count == 0) _dropped.Add(line);
    }

    // What a damaged line refers to is not known: then only what a dropped one named may go.
    private bool IsDropped(int segment, long offset) =>
        !_keptRaw.Contains((segment, offset)) && (!_damaged || _droppedRaw.Contains((segment, offset)));

    // Emptied by an earlier build: it is written anew, as gunzip reads it.
    private static bool IsTruncated(Segment segment) => segment.Sealed?.Bytes == GzipMember.TruncatedLength;

    private bool HoldsDroppedRaw(Segment segment)
    {
        if (IsTruncated(segment)) return true;
        using var file = ArchiveReader.Open(segment);
        return MemberWalk.From(file, 0, mayBeUnfinished: false).Any(span => span.Fault is null && span.Length > EmptyLength && IsDropped(segment.Number, span.Offset));
    }

    // An emptied segment holds one empty member, which is no payload.
    private static readonly long EmptyLength = GzipMember.Pack([]).Length;

    private SealedSegment RewriteRaw(Segment segment, ref int payloads, CancellationToken cancellationToken)
    {
        using var target = new NewSegment(writer, SegmentNames.Raw, segment);
        using var file = ArchiveReader.Open(segment);
        foreach (var span in MemberWalk.From(file, 0, mayBeUnfinished: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (span.Fault is null && span.Length <= EmptyLength) continue;
            if (span.Fault is null && IsDropped(segment.Number, span.Offset))
            {
                payloads++;
                continue;
            }
            _movedRaw[(segment.Number, span.Offset)] = target.Copy(MemberWalk.Read(file, span.Offset, span.Length), span.Fault is null ? 1 : 0);
        }
        return target.Complete();
    }

    private SealedSegment RewriteLines(ArchiveLayout layout, Segment segment, CancellationToken cancellationToken)
    {
        using var target = new NewSegment(writer, SegmentNames.Lines, segment);
        using var file = ArchiveReader.Open(segment);
        foreach (var block in ArchiveReader.ReadSegment(layout, segment, 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (block.Fault is not null)
            {
                // What cannot be read cannot be judged: it stays as it is, and stays reported.
                target.Copy(MemberWalk.Read(file, block.At.Offset, block.Next.Offset - block.At.Offset), 0);
                continue;
            }
            foreach (var line in block.Lines())
            {
                if (_dropped.Contains(line)) continue;
                var bytes = block.Text.Span.Slice(line.Start, line.Length);
                if (ArchiveLine.Parse(bytes, out _) is not { } entry)
                {
                    target.Add(bytes);
                    continue;
                }
                var raw = entry.Raw is { } old && _movedRaw.TryGetValue((old.Segment, old.Offset), out var offset) ? old with { Offset = offset } : entry.Raw;
                var held = _held.GetValueOrDefault(line);
                var isSame = entry.Version == ArchiveEntry.CurrentVersion && raw == entry.Raw && held is null;
                var place = isSame ? target.Add(bytes) : target.Add(entry with
                {
                    Version = ArchiveEntry.CurrentVersion,
                    Batch = null,
                    Import = entry.Import ?? importOf(entry),
                    Digest = entry.Digest ?? (entry.Conversation is { } conversation ? Digest.Of(conversation).ToString() : null),
                    Raw = raw,
                    Held = held ?? entry.Held,
                });
                if (entry.Kind == EntryKind.Observation) _moved[line] = new MovedLine(place, raw);
            }
        }
        return target.Complete();
    }
}
