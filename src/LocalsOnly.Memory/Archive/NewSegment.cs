using System.Buffers;

namespace LocalsOnly.Memory.Archive;

/// <summary>The next revision of a segment, under a temporary name until it is complete and durable.</summary>
internal sealed class NewSegment : IDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly ArchiveFiles _files;
    private readonly string _path;
    private readonly int _number;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes * 2);
    private long _units;

    public NewSegment(ArchiveWriter writer, string kind, Segment old)
    {
        (_files, _number) = (writer.Files, old.Number);
        _path = Path.Combine(writer.Directory, SegmentNames.Of(kind, old.Number, old.Revision + 1));
        _file = _files.Open(_path + ".new");
        _file.SetLength(0);
    }

    /// <summary>Appends bytes as they are, and returns where they begin.</summary>
    /// <param name="bytes">A member, or what is damaged.</param>
    /// <param name="units">Lines, or payloads, in it.</param>
    public long Copy(ReadOnlySpan<byte> bytes, int units)
    {
        Pack();
        var at = _file.Position;
        _file.Write(bytes);
        _units += units;
        return at;
    }

    /// <summary>Appends a line as it is, without its line feed.</summary>
    public LineLocation Add(ReadOnlySpan<byte> line)
    {
        var start = _block.WrittenCount;
        _block.Write(line);
        _block.Write("\n"u8);
        return Added(start);
    }

    /// <summary>Appends a line.</summary>
    public LineLocation Add(ArchiveEntry entry)
    {
        var start = _block.WrittenCount;
        ArchiveLine.Write(_block, entry);
        return Added(start);
    }

    /// <summary>Makes it durable under its name. A segment without content gets an empty member: gunzip takes an empty file for a damaged one.</summary>
    public SealedSegment Complete()
    {
        Pack();
        if (_file.Length == 0)
        {
            using var empty = GzipMember.Pack([]);
            _file.Write(empty.GetBuffer().AsSpan(0, (int)empty.Length));
        }
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        _files.Rename(_path + ".new", _path);
        return SealedSegment.Of(_path, _units);
    }

    public void Dispose() => _file.Dispose();

    private LineLocation Added(int start)
    {
        var location = new LineLocation(_number, _file.Position, start, _block.WrittenCount - start - 1);
        _units++;
        if (_block.WrittenCount >= BlockBytes) Pack();
        return location;
    }

    private void Pack()
    {
        if (_block.WrittenCount == 0) return;
        using var member = GzipMember.Pack(_block.WrittenSpan);
        _file.Write(member.GetBuffer().AsSpan(0, (int)member.Length));
        _block.ResetWrittenCount();
    }
}
