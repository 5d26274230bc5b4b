using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Archive;

/// <summary>
/// Everything the archive ever does to the disk that changes it. Tests cut it off after any operation and any byte; what it promises is what POSIX
/// does: a written byte is durable after a flush, a name after a flush of its directory.
/// </summary>
internal class ArchiveFiles
{
    public static ArchiveFiles Disk { get; } = new();

    /// <summary>Opens a file for reading and appending, and makes it when there is none. Unbuffered, so that what is not written is the end of what is.</summary>
    public virtual FileStream Open(string path) => PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Gives a file another name, over what has it now, in one step.</summary>
    public virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Makes names in a directory durable. Some network shares do not know how; there the server orders its own writes.</summary>
    public virtual void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = OpenDirectory(System.Text.Encoding.UTF8.GetBytes(directory + '\0'), 0);
        if (handle < 0) return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    /// <summary>Puts a file in the place of another so that a reader, and a start after a power cut, sees one of the two whole.</summary>
    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var file = Open(temporary))
        {
            file.SetLength(0);
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        Rename(temporary, path);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    // .NET opens no directories.
    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDirectory(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
