namespace LocalsOnly.Host.Worker;

/// <summary>One host per data directory. Held by the operating system, so it ends with the process, however that ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private const string FileName = "host.lock";
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process has it.</summary>
    /// <exception cref="DataDirectoryException">The directory cannot be made or written.</exception>
    public static InstanceLock? TryAcquire(string dataDirectory)
    {
        DataDirectory.Create(dataDirectory);
        try
        {
            return new InstanceLock(new FileStream(Path.Combine(dataDirectory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new DataDirectoryException(dataDirectory, refused);
        }
        catch (IOException held) when (IsHeld(held))
        {
            return null;
        }
        catch (IOException refused)
        {
            throw new DataDirectoryException(dataDirectory, refused);
        }
    }

    /// <summary>True when some process has the lock.</summary>
    public static bool IsHeldOn(string dataDirectory)
    {
        if (!File.Exists(Path.Combine(dataDirectory, FileName))) return false;
        try
        {
            using var mine = TryAcquire(dataDirectory);
            return mine is null;
        }
        catch (DataDirectoryException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK (Linux 11, macOS 35) or Windows' sharing violation.
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32;
}
