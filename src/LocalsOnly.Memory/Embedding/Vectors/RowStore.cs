using System.Buffers;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>
/// The rows on the disk, and mapped. The file is longer than its rows, so that it need not be mapped anew for every append; what lies behind them is zeros,
/// and goes when the file is closed. Not for several threads.
/// </summary>
internal sealed class RowStore : IDisposable
{
    private const int LeastGrowth = 1024 * 1024;
    private const string Unfinished = ".new";
    private const int CopyBytes = 1024 * 1024;

    private readonly FileStream _file;
    private string _path;
    private long _length;
    private MappedFile? _outgrown;
    private bool _changed;

    private RowStore(FileStream file, string path, VectorLayout layout)
    {
        (_file, _path, Layout) = (file, path, layout);
        _length = RandomAccess.GetLength(file.SafeFileHandle);
        Map = new MappedFile(file.SafeFileHandle, _length);
        Rows = layout.RowsIn(_length);
    }

    public VectorLayout Layout { get; }

    public int Rows { get; private set; }

    public MappedFile Map { get; private set; }

    /// <summary>Opens a file, and makes it when there is none or not even a header in it. Its rows are not looked at yet.</summary>
    public static RowStore Open(string path, EmbeddingModel model)
    {
        FileStream? file = null;
        var layout = new VectorLayout(model.Dimensions);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) PrivateFiles.CreateDirectory(directory);
            file = PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);
            // What a compaction left that was killed, with vectors in it that may have been deleted since.
            File.Delete(path + Unfinished);
            if (RandomAccess.GetLength(file.SafeFileHandle) < VectorHeader.Bytes) RandomAccess.Write(file.SafeFileHandle, Header(model, layout), 0);
            var header = new byte[VectorHeader.Bytes];
            RandomAccess.Read(file.SafeFileHandle, header, 0);
            var stored = VectorHeader.Read(header, path);
            if (stored != model)
            {
                throw new EmbeddingException(
                    EmbeddingFault.Mismatch,
                    $"The vectors in {path} were made by {stored.Id} ({stored.Dimensions} numbers each), not by {model.Id} ({model.Dimensions}): name {stored.Id} again, or delete the file to make them anew.");
            }
            return new RowStore(file, path, layout);
        }
        catch (Exception fault)
        {
            file?.Dispose();
            if (fault is not (IOException or UnauthorizedAccessException)) throw;
            throw Unusable(path, fault);
        }
    }

    /// <summary>Cuts off what was never written whole, and wipes rows whose check is wrong.</summary>
    /// <returns>How many rows were lost that had been durable.</returns>
    public int Recover()
    {
        var (sound, lost) = (0, 0);
        var bad = new List<int>();
        long? durable;
        using (var bytes = Map.Rent())
        {
            durable = VectorHeader.ReadDurable(bytes.Slice(0, VectorHeader.Bytes));
            for (var row = 0; row < Rows; row++)
            {
                if (VectorLayout.IsSound(bytes.Slice(Layout.OffsetOf(row), Layout.RowBytes))) sound = row + 1;
                else if (durable is null || row < durable) bad.Add(row);
                else break;
            }
        }
        var kept = (int)Math.Max(sound, Math.Min(durable ?? 0, Rows));
        bad.RemoveAll(row => row >= kept);
        lost = bad.Count + (int)Math.Max(0, (durable ?? 0) - Rows);
        Rows = kept;
        foreach (var row in bad) Wipe(row, 0);
        Trim();
        return lost;
    }

    /// <summary>The row of each id; of an id that has two, as a killed writer leaves them, the later one, and the other is wiped.</summary>
    public Dictionary<long, int> Index()
    {
        var rows = new Dictionary<long, int>(Rows);
        var earlier = new List<(int Row, long Id)>();
        using (var bytes = Map.Rent())
        {
            for (var row = 0; row < Rows; row++)
            {
                var id = VectorLayout.Id(bytes.Slice(Layout.OffsetOf(row), Layout.RowBytes));
                if (id < 0) continue;
                if (rows.TryGetValue(id, out var old)) earlier.Add((old, id));
                rows[id] = row;
            }
        }
        foreach (var (row, id) in earlier) Wipe(row, id);
        return rows;
    }

    /// <summary>Writes whole rows behind the others.</summary>
    /// <returns>Number of the first.</returns>
    public int Append(ReadOnlySpan<byte> rows)
    {
        var first = Rows;
        var start = Layout.OffsetOf(first);
        try
        {
            _changed = true;
            if (start + rows.Length > _length) Grow(start + rows.Length);
            RandomAccess.Write(_file.SafeFileHandle, rows, start);
        }
        catch (IOException fault)
        {
            Trim();
            throw new EmbeddingException(EmbeddingFault.VectorFile, $"No vectors can be added to {_path} ({fault.Message.TrimEnd('.')}): make room on the disk.", fault);
        }
        Rows = checked(first + (rows.Length / Layout.RowBytes));
        return first;
    }

    /// <summary>Lets go of the mapping that an append outgrew: whoever reads it at the moment keeps it until then.</summary>
    public void Unmap()
    {
        _outgrown?.Dispose();
        _outgrown = null;
    }

    /// <summary>Leaves of a row that there was one.</summary>
    public void Wipe(int row, long id)
    {
        var pooled = ArrayPool<byte>.Shared.Rent(Layout.RowBytes);
        var wiped = pooled.AsSpan(0, Layout.RowBytes);
        VectorLayout.WriteTombstone(wiped, id);
        _changed = true;
        Write(wiped, Layout.OffsetOf(row));
        ArrayPool<byte>.Shared.Return(pooled);
    }

    /// <summary>Makes everything durable, and then says so in the header, so that what is missing later is known to be missing.</summary>
    public void Flush()
    {
        if (!_changed) return;
        Span<byte> durable = stackalloc byte[VectorHeader.DurableBytes];
        VectorHeader.WriteDurable(durable, Rows);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        Write(durable, VectorHeader.DurableAt);
        _changed = false;
    }

    /// <summary>Puts a file without wiped rows in the place of this one, which goes on being readable.</summary>
    public RowStore Compact(string path, EmbeddingModel model)
    {
        var temporary = path + Unfinished;
        try
        {
            File.Delete(temporary);
            var compacted = Open(temporary, model);
            try
            {
                CopyTo(compacted);
                compacted.Trim();
                compacted.Flush();
                RandomAccess.FlushToDisk(compacted._file.SafeFileHandle);
                ArchiveFiles.Disk.Rename(temporary, path);
                ArchiveFiles.Disk.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                compacted._path = path;
                return compacted;
            }
            catch
            {
                compacted.Dispose();
                throw;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddingException(EmbeddingFault.VectorFile, $"{path} cannot be compacted ({fault.Message.TrimEnd('.')}): make room on the disk for a second copy.", fault);
        }
    }

    /// <summary>Closes a file whose name another has now.</summary>
    public void Abandon()
    {
        Unmap();
        Map.Dispose();
        _file.Dispose();
    }

    public void Dispose()
    {
        try
        {
            Trim();
            Flush();
        }
        catch (Exception fault) when (fault is IOException or EmbeddingException)
        {
            // Opening it again does the same.
        }
        Abandon();
    }

    private void CopyTo(RowStore other)
    {
        var most = Math.Max(1, CopyBytes / Layout.RowBytes);
        var pooled = ArrayPool<byte>.Shared.Rent(most * Layout.RowBytes);
        using var bytes = Map.Rent();
        var count = 0;
        for (var row = 0; row < Rows; row++)
        {
            var content = bytes.Slice(Layout.OffsetOf(row), Layout.RowBytes);
            if (VectorLayout.Id(content) >= 0) content.CopyTo(pooled.AsSpan(count++ * Layout.RowBytes));
            if (count < most && row < Rows - 1) continue;
            if (count > 0) other.Append(pooled.AsSpan(0, count * Layout.RowBytes));
            count = 0;
        }
        ArrayPool<byte>.Shared.Return(pooled);
    }

    private void Grow(long atLeast)
    {
        var length = Math.Max(atLeast, _length + Math.Max(LeastGrowth, _length / 4));
        RandomAccess.SetLength(_file.SafeFileHandle, length);
        _length = length;
        Unmap();
        _outgrown = Map;
        Map = new MappedFile(_file.SafeFileHandle, length);
    }

    // No reader looks behind the rows, so what goes is mapped but never touched.
    private void Trim()
    {
        var end = Layout.OffsetOf(Rows);
        if (end >= _length) return;
        _changed = true;
        RandomAccess.SetLength(_file.SafeFileHandle, end);
        _length = end;
    }

    private void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, offset);
        }
        catch (IOException fault)
        {
            throw Unusable(_path, fault);
        }
    }

    private static byte[] Header(EmbeddingModel model, VectorLayout layout)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(model.Id) > VectorHeader.MostIdBytes)
            throw new EmbeddingException(EmbeddingFault.VectorFile, $"The model's name is longer than {VectorHeader.MostIdBytes} bytes: give it a shorter one.");
        return VectorHeader.Write(model, layout);
    }

    private static EmbeddingException Unusable(string path, Exception fault) =>
        new(EmbeddingFault.VectorFile, $"The vectors in {path} cannot be used ({fault.Message.TrimEnd('.')}): end the other process that has them open, or check the disk.", fault);
}
