namespace LocalsOnly.Memory;

/// <summary>Makes directories and files that only their owner may read (0700 and 0600). What exists already keeps its mode; Windows inherits its own.</summary>
public static class PrivateFiles
{
    /// <summary>Makes a directory when there is none.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file for reading and writing, and makes it when there is none.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share, int bufferSize = 0, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = bufferSize, Options = options };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, how);
    }

    /// <summary>Whether a file could not be opened because another has it open, and not for any other reason: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    internal static bool IsTaken(IOException fault) => fault.GetType() == typeof(IOException) && fault.HResult is 11 or 35 or unchecked((int)0x80070020);
}
