namespace LocalsOnly.Host.Worker;

/// <summary>The directory that keeps a person's history and state: readable by its owner alone.</summary>
internal static class DataDirectory
{
    /// <summary>Makes it when it is missing.</summary>
    /// <exception cref="DataDirectoryException">It cannot be made.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException(path, refused);
        }
    }
}

/// <summary>The data directory cannot be used. The message is one sentence with what to do.</summary>
internal sealed class DataDirectoryException(string directory, Exception inner)
    : Exception($"{directory} cannot be written ({inner.Message.TrimEnd('.')}); give it to this user, or choose another directory with --data or Data:Local.", inner);
