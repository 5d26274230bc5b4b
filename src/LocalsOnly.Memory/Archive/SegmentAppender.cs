namespace LocalsOnly.Memory.Archive;

/// <summary>The segment of one kind that is written to: members go to its end, and a full one is sealed. Not safe for use by several threads.</summary>
internal sealed class SegmentAppender : IDisposable
{
    private readonly string _directory;
    private readonly string _kind;
    private readonly ArchiveFiles _files;
    private string? _path;
    private FileStream? _file;
    private long _units;
    private bool _counted = true;

    private SegmentAppender(string directory, string kind, ArchiveFiles files, int number) => (_directory, _kind, _files, Number) = (directory, kind, files, number);

    public int Number { get; private set; }

    /// <summary>Bytes appended, durable or not.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that are durable.</summary>
    public long Committed { get; private set; }

    /// <summary>Opens the last segment when it is not sealed, and removes what a writer that died left unfinished; else the next one is made at the first write.</summary>
    public static SegmentAppender Open(string directory, string kind, ArchiveFiles files, Segment? last)
    {
        if (last is null or { Sealed: not null } or { IsPlain: true }) return new SegmentAppender(directory, kind, files, (last?.Number ?? 0) + 1);
        var appender = new SegmentAppender(directory, kind, files, last.Number) { _path = last.Path, _file = files.Open(last.Path) };
        try
        {
            appender.RemoveUnfinished();
            return appender;
        }
        catch
        {
            appender.Dispose();
            throw;
        }
    }

    /// <summary>Appends a member, and returns where it begins.</summary>
    /// <param name="member">All of it.</param>
    /// <param name="units">Lines, or payloads, in it.</param>
    public long Append(MemoryStream member, int units)
    {
        if (_file is null)
        {
            _path = Path.Combine(_directory, SegmentNames.Of(_kind, Number));
            _file = _files.Open(_path);
            _files.FlushDirectory(_directory);
        }
        var at = Length;
        _file.Position = at;
        _file.Write(member.GetBuffer().AsSpan(0, (int)member.Length));
        Length += member.Length;
        _units += units;
        return at;
    }

    /// <summary>Returns when everything appended is on the disk.</summary>
    public void Flush()
    {
        if (Length == Committed) return;
        _file!.Flush(flushToDisk: true);
        Committed = Length;
    }

    /// <summary>Closes the segment for good and begins the next.</summary>
    /// <param name="count">Counts the lines, or payloads, of a file that was not begun by this writer.</param>
    public SealedSegment Seal(Func<string, long> count)
    {
        _file!.Dispose();
        _file = null;
        var sealedSegment = SealedSegment.Of(_path!, _counted ? _units : count(_path!));
        (Number, Length, Committed, _units, _counted) = (Number + 1, 0, 0, 0, true);
        return sealedSegment;
    }

    /// <summary>Takes back what is not durable; false when that does not work, and then nothing must be written behind it.</summary>
    public bool TryTakeBack()
    {
        if (_file is null || (Length == Committed && _file.Length == Committed)) return true;
        try
        {
            _file.SetLength(Committed);
            Length = Committed;
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void RemoveUnfinished()
    {
        var whole = MemberWalk.WholeLength(_file!);
        if (whole != _file!.Length) _file.SetLength(whole);
        Length = Committed = whole;
        _counted = whole == 0;
    }
}
