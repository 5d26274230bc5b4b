namespace LocalsOnly.Memory.Knowledge;

/// <summary>Tells that something in a folder may have changed, as far as the system says so.</summary>
internal interface IFolderEvents : IDisposable
{
    /// <summary>Begins to listen, or begins anew where the folder has been away. Without a folder, or where the system refuses, there are no events.</summary>
    /// <param name="changed">Called on any thread, any number of times.</param>
    void Listen(Action changed);
}

/// <summary>What <see cref="FileSystemWatcher"/> tells. It loses events when many come at once, hears nothing from most network shares, and falls silent for good when its folder is replaced.</summary>
internal sealed class FolderEvents(string root) : IFolderEvents
{
    private FileSystemWatcher? _watcher;

    public void Listen(Action changed)
    {
        Dispose();
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(root)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Created += (_, _) => changed();
            watcher.Changed += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Error += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
        }
        catch (Exception refused) when (refused is ArgumentException or IOException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _watcher = null;
    }
}
