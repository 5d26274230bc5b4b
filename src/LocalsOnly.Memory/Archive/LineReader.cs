namespace LocalsOnly.Memory.Archive;

/// <summary>
/// Reads single lines and raw payloads by their place. Keeps the last few blocks unpacked: what one export holds of old conversations lies in
/// the order in which it was stored. For one thread.
/// </summary>
internal sealed class LineReader(ArchiveLayout layout) : IDisposable
{
    private const int BlocksKept = 16;

    private readonly Dictionary<string, FileStream> _open = new(StringComparer.Ordinal);
    private readonly Queue<(int, long)> _order = new();
    private readonly Dictionary<(int Segment, long Block), ReadOnlyMemory<byte>> _blocks = [];

    /// <summary>The entry at a place; null when the archive holds no sound line there.</summary>
    public ArchiveEntry? Read(LineLocation line)
    {
        if (!_blocks.TryGetValue((line.Segment, line.Block), out var text))
        {
            if (layout.Lines.FirstOrDefault(segment => segment.Number == line.Segment) is not { } segment) return null;
            text = ReadBlock(segment, line);
            // A line of version 1 is a block by itself, and is hardly asked for twice.
            if (!segment.IsPlain) Keep((line.Segment, line.Block), text);
        }
        return line.Start + line.Length <= text.Length ? ArchiveLine.Parse(text.Span.Slice(line.Start, line.Length), out _) : null;
    }

    /// <summary>A raw payload, without the archive's line feed; null when it is damaged or not there.</summary>
    public ReadOnlyMemory<byte>? Read(RawReference raw)
    {
        if (layout.Raw.FirstOrDefault(segment => segment.Number == raw.Segment) is not { } segment) return null;
        var file = FileOf(segment);
        if (raw.Offset + raw.Packed > file.Length) return null;
        return GzipMember.Unpack(MemberWalk.Read(file, raw.Offset, raw.Packed)) is { } content && content.Length == raw.Length + 1 &&
            Digest.OfBytes(content.AsSpan(0, raw.Length)).ToString() == raw.Sha256
                ? content.AsMemory(0, raw.Length)
                : null;
    }

    public void Dispose()
    {
        foreach (var file in _open.Values) file.Dispose();
        _open.Clear();
    }

    private ReadOnlyMemory<byte> ReadBlock(Segment segment, LineLocation line)
    {
        var file = FileOf(segment);
        if (segment.IsPlain) return line.Block + line.Length <= file.Length ? MemberWalk.Read(file, line.Block, line.Length) : default;
        foreach (var span in MemberWalk.From(file, line.Block, mayBeUnfinished: true))
            return span.Fault is null ? GzipMember.Unpack(MemberWalk.Read(file, span.Offset, span.Length)) : default;
        return default;
    }

    private void Keep((int, long) block, ReadOnlyMemory<byte> text)
    {
        if (_order.Count == BlocksKept) _blocks.Remove(_order.Dequeue());
        _blocks[block] = text;
        _order.Enqueue(block);
    }

    private FileStream FileOf(Segment segment)
    {
        if (_open.TryGetValue(segment.Path, out var file)) return file;
        return _open[segment.Path] = ArchiveReader.Open(segment);
    }
}
