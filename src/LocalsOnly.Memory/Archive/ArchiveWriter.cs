using System.Buffers;
using System.Security.Cryptography;

namespace LocalsOnly.Memory.Archive;

/// <summary>
/// Appends to the archive. Holds its lock for as long as it lives, so there is one writer at a time, on any machine whose file system knows locks.
/// What is appended counts from <see cref="Commit"/> on: payloads are durable before a line that refers to them is written. Not safe for use by
/// several threads.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    /// <summary>A segment that has reached this size is followed by a new one.</summary>
    public const long FullBytes = 64L << 20;

    // Small enough that reading one line back unpacks little, large enough to pack well.
    private const int BlockBytes = 256 << 10;

    // As many blocks as a commit of an import has.
    private const int MostFree = 48;

    private readonly string _directory;
    private readonly long _fullBytes;
    private readonly ArchiveFiles _files;
    private readonly FileStream _lock;
    private readonly SegmentAppender _lines;
    private readonly SegmentAppender _raw;
    private ArrayBufferWriter<byte> _block = new();
    private readonly List<(MemoryStream Member, int Lines)> _packed = [];
    private readonly Stack<MemoryStream> _free = [];
    private long _packedBytes;
    private int _blockLines;
    private bool _broken;

    private ArchiveWriter(string directory, ArchiveFiles files, FileStream @lock, Manifest manifest, SegmentAppender lines, SegmentAppender raw, long fullBytes)
    {
        (_directory, _files, _lock, Manifest, _lines, _raw, _fullBytes) = (directory, files, @lock, manifest, lines, raw, fullBytes);
        End = new ArchivePosition(_lines.Number, _lines.Committed);
    }

    public Manifest Manifest { get; private set; }

    public string Directory => _directory;

    public ArchiveFiles Files => _files;

    /// <summary>Where the next committed line will begin, at the earliest.</summary>
    public ArchivePosition End { get; private set; }

    /// <summary>Takes the lock, and removes what a writer that died left unfinished.</summary>
    /// <exception cref="MemoryStoreException">The directory cannot be written, or another writer has it.</exception>
    public static ArchiveWriter Open(string directory, long fullBytes = FullBytes, ArchiveFiles? files = null)
    {
        files ??= ArchiveFiles.Disk;
        FileStream? taken = null;
        SegmentAppender? lines = null;
        try
        {
            PrivateFiles.CreateDirectory(directory);
            taken = Lock(directory);
            var layout = ArchiveLayout.Read(directory);
            foreach (var leftover in layout.Leftovers) files.Delete(leftover);
            var manifest = UpToDate(directory, layout, files);
            // What was unsealed and not the last is sealed now.
            layout = ArchiveLayout.Read(directory);
            lines = SegmentAppender.Open(directory, SegmentNames.Lines, files, layout.Lines.Count > 0 ? layout.Lines[^1] : null);
            var raw = SegmentAppender.Open(directory, SegmentNames.Raw, files, layout.Raw.Count > 0 ? layout.Raw[^1] : null);
            return new ArchiveWriter(directory, files, taken, manifest, lines, raw, fullBytes);
        }
        catch (Exception fault)
        {
            lines?.Dispose();
            taken?.Dispose();
            if (IsDisk(fault)) throw Unwritable(directory, fault);
            throw;
        }
    }

    /// <summary>Appends a raw payload.</summary>
    public RawReference AppendRaw(ReadOnlySpan<byte> raw, Digest digest)
    {
        var (member, length) = (Pack(raw, "\n"u8), raw.Length);
        var appended = Write(() => new RawReference(_raw.Number, _raw.Append(member, 1), (int)member.Length, length, digest.ToString()));
        UseAgain(member);
        return appended;
    }

    /// <summary>Appends a line, and returns where it will be once committed.</summary>
    public LineLocation Append(ArchiveEntry entry) => Append(entry with { Conversation = null }, entry.Conversation is { } conversation ? ArchiveLine.Serialise(conversation) : []);

    /// <summary>Appends a line whose conversation was serialised before.</summary>
    public LineLocation Append(ArchiveEntry entry, ReadOnlySpan<byte> conversation)
    {
        ThrowIfBroken();
        var start = _block.WrittenCount;
        ArchiveLine.Write(_block, entry, conversation);
        _blockLines++;
        var location = new LineLocation(_lines.Number, _lines.Length + _packedBytes, start, _block.WrittenCount - start - 1);
        if (_block.WrittenCount >= BlockBytes) PackBlock();
        return location;
    }

    /// <summary>Returns when everything appended is on the disk, and where the archive then ends.</summary>
    /// <exception cref="MemoryStoreException">It could not be made durable; what was committed before is kept, and this writer is of no more use.</exception>
    public ArchivePosition Commit()
    {
        ThrowIfBroken();
        PackBlock();
        return End = Write(() =>
        {
            _raw.Flush();
            foreach (var (member, lines) in _packed)
            {
                _lines.Append(member, lines);
                UseAgain(member);
            }
            _packed.Clear();
            _packedBytes = 0;
            _lines.Flush();
            Roll(_fullBytes);
            return new ArchivePosition(_lines.Number, _lines.Committed);
        });
    }

    /// <summary>Ends both segments that are written to, so that every file is one that the manifest lists.</summary>
    public void Seal()
    {
        Commit();
        End = Write(() =>
        {
            Roll(leastBytes: 1);
            return new ArchivePosition(_lines.Number, _lines.Committed);
        });
    }

    /// <summary>Puts new revisions of segments in the place of old ones, in one step, and deletes the old.</summary>
    /// <param name="replaced">By the name of the old file.</param>
    public void Replace(IReadOnlyDictionary<string, SealedSegment> replaced)
    {
        Write(() =>
        {
            _files.FlushDirectory(_directory);
            var manifest = Manifest with
            {
                Generation = Manifest.Generation + 1,
                Conversations = [.. Manifest.Conversations.Select(Newest)],
                Raw = [.. Manifest.Raw.Select(Newest)],
            };
            manifest.Write(_directory, _files);
            Manifest = manifest;
            foreach (var old in replaced.Keys) _files.Delete(Path.Combine(_directory, old));
            _files.FlushDirectory(_directory);
            return true;
        });

        SealedSegment Newest(SealedSegment segment) => replaced.GetValueOrDefault(segment.File, segment);
    }

    /// <summary>What was not committed is taken back.</summary>
    public void Dispose()
    {
        if (!_broken)
        {
            _lines.TryTakeBack();
            _raw.TryTakeBack();
        }
        _lines.Dispose();
        _raw.Dispose();
        _lock.Dispose();
    }

    private void PackBlock()
    {
        if (_blockLines == 0) return;
        var member = Pack(_block.WrittenSpan);
        _packed.Add((member, _blockLines));
        _packedBytes += member.Length;
        // As with a member of it: one that was very large is not kept.
        if (_block.Capacity > BlockBytes * 4) _block = new ArrayBufferWriter<byte>();
        else _block.ResetWrittenCount();
        _blockLines = 0;
    }

    private MemoryStream Pack(ReadOnlySpan<byte> content, ReadOnlySpan<byte> end = default)
    {
        var member = _free.TryPop(out var free) ? free : new MemoryStream();
        GzipMember.Pack(member, content, end);
        return member;
    }

    // One that a very large conversation has made very large is left to the collector.
    private void UseAgain(MemoryStream member)
    {
        if (member.Capacity <= BlockBytes * 2 && _free.Count < MostFree) _free.Push(member);
    }

    private void Roll(long leastBytes)
    {
        var manifest = Manifest;
        if (_lines.Length >= leastBytes) manifest = manifest with { Conversations = [.. manifest.Conversations, _lines.Seal(SegmentContent.CountLines)] };
        if (_raw.Length >= leastBytes) manifest = manifest with { Raw = [.. manifest.Raw, _raw.Seal(SegmentContent.CountMembers)] };
        if (manifest == Manifest) return;
        manifest.Write(_directory, _files);
        Manifest = manifest;
    }

    // After a failure nothing more is written: what is half there is taken back, or left to the next writer to remove.
    internal T Write<T>(Func<T> write)
    {
        ThrowIfBroken();
        try
        {
            return write();
        }
        catch (Exception fault) when (IsDisk(fault))
        {
            _lines.TryTakeBack();
            _raw.TryTakeBack();
            _broken = true;
            throw Unwritable(_directory, fault);
        }
    }

    private void ThrowIfBroken()
    {
        if (_broken)
            throw new MemoryStoreException(
                $"Writing to the archive directory {_directory} failed: make it available again or free space there and import again; everything committed before is kept.");
    }

    // A new archive gets its manifest before its first line; one of version 1 keeps its identity, and its files are sealed.
    private static Manifest UpToDate(string directory, ArchiveLayout layout, ArchiveFiles files)
    {
        var identity = layout.Identity() ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var manifest = layout.Manifest ?? new Manifest(Manifest.CurrentFormat, identity, 1, [], []);
        var lines = layout.Lines.Where(segment => segment.Sealed is null && (segment.IsPlain || segment != layout.Lines[^1])).Select(segment => Seal(segment, SegmentContent.CountLines)).ToList();
        var raw = layout.Raw.Where(segment => segment.Sealed is null && segment != layout.Raw[^1]).Select(segment => Seal(segment, SegmentContent.CountMembers)).ToList();
        if (layout.Manifest is not null && lines.Count == 0 && raw.Count == 0) return manifest;
        manifest = manifest with { Conversations = [.. manifest.Conversations, .. lines], Raw = [.. manifest.Raw, .. raw] };
        manifest.Write(directory, files);
        return manifest;

        SealedSegment Seal(Segment segment, Func<string, long> count)
        {
            if (!segment.IsPlain) return SealedSegment.Of(segment.Path, count(segment.Path));
            using var file = files.Open(segment.Path);
            return SealedSegment.Of(segment.Path, PlainLines.Finish(file));
        }
    }

    private static FileStream Lock(string directory)
    {
        try
        {
            return PrivateFiles.Open(Path.Combine(directory, "archive.lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException fault) when (PrivateFiles.IsTaken(fault))
        {
            throw new MemoryStoreException(
                $"Another import is writing to the archive in {directory}: wait until it has finished, or stop it, and try again.", fault);
        }
    }

    // EFBIG, a file as large as its disk or its user may have, is an argument out of range to .NET.
    private static bool IsDisk(Exception fault) => fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    internal static MemoryStoreException Unwritable(string directory, Exception fault) => new(
        $"The archive directory {directory} cannot be written ({fault.Message.TrimEnd('.')}): mount it, free space or allow writing there, or set Data:Nas to another directory.",
        fault);
}
