namespace LocalsOnly.Memory.Archive;

/// <summary>
/// Appends lines to the last segment. Holds the archive's lock for as long as it lives, so there is one writer at a time, on any machine
/// whose file system knows locks.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly string _directory;
    private readonly long _fullBytes;
    private readonly Func<string, FileStream> _open;
    private readonly FileStream _lock;
    private FileStream _segment;
    private int _number;
    private bool _broken;

    private ArchiveWriter(string directory, Func<string, FileStream> open, FileStream @lock, FileStream segment, int number, long fullBytes) =>
        (_directory, _open, _lock, _segment, _number, _fullBytes) = (directory, open, @lock, segment, number, fullBytes);

    /// <summary>Takes the lock and removes what a writer that died left unfinished.</summary>
    /// <exception cref="MemoryStoreException">The directory cannot be written, or another writer has it.</exception>
    public static ArchiveWriter Open(string directory, long fullBytes = Segments.FullBytes, Func<string, FileStream>? open = null)
    {
        open ??= OpenFile;
        FileStream? taken = null;
        try
        {
            PrivateFiles.CreateDirectory(directory);
            taken = Lock(directory);
            var segments = Segments.List(directory);
            var number = segments.Count > 0 ? segments[^1] : 1;
            var segment = OpenSegment(open, directory, number);
            try
            {
                TruncateTornLine(segment);
            }
            catch
            {
                segment.Dispose();
                throw;
            }
            return new ArchiveWriter(directory, open, taken, segment, number, fullBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw Unwritable(directory, fault);
        }
    }

    /// <summary>Appends an entry, whole or not at all. Durable after <see cref="Flush"/>.</summary>
    public void Append(ArchiveEntry entry)
    {
        if (_broken)
            throw new MemoryStoreException(
                $"Writing to the archive directory {_directory} failed and the half line could not be taken back: make the directory available again and import again; everything committed before is kept.");
        var line = ArchiveLine.Format(entry);
        try
        {
            if (_segment.Position >= _fullBytes) Roll();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_directory, fault);
        }
        var start = _segment.Position;
        try
        {
            _segment.Write(line.Span);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _broken = !TryTruncate(start);
            throw Unwritable(_directory, fault);
        }
    }

    /// <summary>Returns when everything appended is on the disk.</summary>
    public void Flush()
    {
        try
        {
            _segment.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_directory, fault);
        }
    }

    public void Dispose()
    {
        _segment.Dispose();
        _lock.Dispose();
    }

    private void Roll()
    {
        _segment.Flush(flushToDisk: true);
        var next = OpenSegment(_open, _directory, _number + 1);
        _segment.Dispose();
        (_segment, _number) = (next, _number + 1);
    }

    // False leaves the half line without a line feed: readers ignore it, the next writer removes it, and this one must not write behind it.
    private bool TryTruncate(long length)
    {
        try
        {
            _segment.SetLength(length);
            _segment.Position = length;
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // No buffer: a line is one write, so that an unfinished line can only be the last.
    private static FileStream OpenFile(string path) => PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);

    private static FileStream OpenSegment(Func<string, FileStream> open, string directory, int number)
    {
        var stream = open(Segments.PathOf(directory, number));
        stream.Seek(0, SeekOrigin.End);
        return stream;
    }

    private static FileStream Lock(string directory)
    {
        try
        {
            return PrivateFiles.Open(Path.Combine(directory, "archive.lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException fault) when (IsTaken(fault))
        {
            throw new MemoryStoreException(
                $"Another import is writing to the archive in {directory}: wait until it has finished, or stop it, and try again.", fault);
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsTaken(IOException fault) =>
        fault.GetType() == typeof(IOException) && fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static void TruncateTornLine(FileStream segment)
    {
        Span<byte> block = stackalloc byte[4096];
        var end = segment.Length;
        while (end > 0)
        {
            var start = Math.Max(0, end - block.Length);
            var part = block[..(int)(end - start)];
            segment.Position = start;
            segment.ReadExactly(part);
            var feed = part.LastIndexOf((byte)'\n');
            end = feed >= 0 ? start + feed + 1 : start;
            if (feed >= 0) break;
        }
        if (end != segment.Length) segment.SetLength(end);
        segment.Position = end;
    }

    private static MemoryStoreException Unwritable(string directory, Exception fault) => new(
        $"The archive directory {directory} cannot be written ({fault.Message.TrimEnd('.')}): mount it, free space or allow writing there, or set Data:Nas to another directory.",
        fault);
}
