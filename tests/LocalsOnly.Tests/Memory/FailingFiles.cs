using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

/// <summary>A disk that takes so much and no more, and, when it is a process that is killed, does nothing after that.</summary>
internal sealed class FailingFiles : ArchiveFiles
{
    /// <summary>Bytes that may still be written; a write beyond them is done as far as they go.</summary>
    public long Bytes { get; set; } = long.MaxValue;

    /// <summary>Names, lengths and flushes that may still be changed or done.</summary>
    public long Operations { get; set; } = long.MaxValue;

    /// <summary>After the first failure nothing works any more, not even taking back: as if the process were gone, or the share.</summary>
    public bool IsKill { get; init; }

    /// <summary>Opening a file of such a name fails.</summary>
    public Func<string, bool> FailsOn { get; init; } = _ => false;

    public bool HasFailed { get; private set; }

    public override FileStream Open(string path)
    {
        Operate();
        if (FailsOn(Path.GetFileName(path))) throw new IOException("No space left on device");
        return new LimitedFile(this, path);
    }

    public override void Rename(string from, string to)
    {
        Operate();
        base.Rename(from, to);
    }

    public override void Delete(string path)
    {
        Operate();
        base.Delete(path);
    }

    public override void FlushDirectory(string directory) => Operate();

    private void Operate()
    {
        if (HasFailed && IsKill) throw new IOException("The share is away");
        if (Operations-- > 0) return;
        HasFailed = true;
        throw new IOException("The share is away");
    }

    private sealed class LimitedFile(FailingFiles disk, string path) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (disk.HasFailed && disk.IsKill) throw new IOException("The share is away");
            var fits = (int)Math.Min(buffer.Length, disk.Bytes);
            base.Write(buffer[..fits]);
            disk.Bytes -= fits;
            if (fits == buffer.Length) return;
            disk.HasFailed = true;
            throw new IOException("No space left on device");
        }

        public override void SetLength(long value)
        {
            if (disk.HasFailed && disk.IsKill) throw new IOException("The share is away");
            base.SetLength(value);
        }

        public override void Flush(bool flushToDisk)
        {
            disk.Operate();
            base.Flush(flushToDisk);
        }
    }
}
