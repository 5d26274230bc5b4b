using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Archive;

/// <summary>A block of lines as it was committed, or a fault with its place.</summary>
/// <param name="Segment">The file it is in.</param>
/// <param name="At">Where it starts.</param>
/// <param name="Next">Where reading goes on; persisting it makes the next reading incremental.</param>
/// <param name="Text">The lines; empty when the block is damaged.</param>
/// <param name="Fault">What is wrong with the block, as the end of a sentence; null when nothing is.</param>
internal readonly record struct ArchiveBlock(Segment Segment, ArchivePosition At, ArchivePosition Next, ReadOnlyMemory<byte> Text, string? Fault)
{
    /// <summary>Its lines, each with its place.</summary>
    public IEnumerable<LineLocation> Lines()
    {
        for (var start = 0; start < Text.Length;)
        {
            var feed = Text.Span[start..].IndexOf((byte)'\n');
            var length = feed < 0 ? Text.Length - start : feed;
            yield return new LineLocation(At.Segment, At.Offset, start, length);
            start += length + 1;
        }
    }

    /// <summary>A sentence about what is wrong, with its place and without any text of a conversation.</summary>
    public string Place(string fault) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Segment.Name}: what is at byte {At.Offset} {fault}");

    /// <summary>Reads one of its lines; null, and why, when it is damaged.</summary>
    public ArchiveEntry? Parse(LineLocation line, out string? fault) => ArchiveLine.Parse(Text.Span.Slice(line.Start, line.Length), out fault);
}

/// <summary>Reads the archive's lines from any position on, in memory that one block needs.</summary>
internal sealed class ArchiveReader(IOptions<DataOptions> options)
{
    public string Directory => options.Value.Nas;

    public ArchiveLayout Layout() => ArchiveLayout.Read(Directory);

    /// <summary>
    /// Everything from <paramref name="from"/> on. What a writer has not finished at the end of the last segment is not read: it is at work or died,
    /// and the next writer removes it.
    /// </summary>
    public static IEnumerable<ArchiveBlock> ReadFrom(ArchiveLayout layout, ArchivePosition from)
    {
        foreach (var segment in layout.Lines)
        {
            if (segment.Number < from.Segment) continue;
            var offset = segment.Number == from.Segment ? from.Offset : 0;
            foreach (var block in ReadSegment(layout, segment, offset)) yield return block;
        }
    }

    /// <summary>One segment of an archive, from a byte on.</summary>
    public static IEnumerable<ArchiveBlock> ReadSegment(ArchiveLayout layout, Segment segment, long offset)
    {
        var mayBeUnfinished = segment.Sealed is null && segment == layout.Lines[^1];
        return segment.IsPlain ? PlainLines.Read(segment, offset, mayBeUnfinished) : ReadMembers(segment, offset, mayBeUnfinished);
    }

    /// <summary>Whether a position is still the end of a block, or of a line of version 1, in this archive.</summary>
    public static bool Holds(ArchiveLayout layout, ArchivePosition position)
    {
        if (position == ArchivePosition.Start) return true;
        if (layout.Lines.FirstOrDefault(segment => segment.Number == position.Segment) is not { } found) return position.Offset == 0;
        using var file = Open(found);
        if (position.Offset == 0 || position.Offset == file.Length) return true;
        if (position.Offset > file.Length) return false;
        file.Position = found.IsPlain ? position.Offset - 1 : position.Offset;
        if (found.IsPlain) return file.ReadByte() == '\n';
        Span<byte> header = stackalloc byte[GzipMember.HeaderLength];
        var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return GzipMember.LengthOf(header) is not null || GzipMember.MayBegin(header[..read]);
    }

    public static FileStream Open(Segment segment) =>
        new(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static IEnumerable<ArchiveBlock> ReadMembers(Segment segment, long offset, bool mayBeUnfinished)
    {
        using var file = Open(segment);
        foreach (var span in MemberWalk.From(file, offset, mayBeUnfinished))
        {
            var at = new ArchivePosition(segment.Number, span.Offset);
            var next = new ArchivePosition(segment.Number, span.Offset + span.Length);
            var text = span.Fault is null ? GzipMember.Unpack(MemberWalk.Read(file, span.Offset, span.Length)) : null;
            yield return new ArchiveBlock(segment, at, next, text, span.Fault ?? (text is null ? "is damaged: it does not unpack to what was written" : null));
        }
    }
}
