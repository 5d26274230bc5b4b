namespace LocalsOnly.Import.Reading;

/// <summary>The files of a folder and of those within, and what of it is passed over and why. Links are not followed: they may lead anywhere, and in circles.</summary>
internal sealed class FolderFiles(string root)
{
    private const int MostNamed = 20;

    // A folder that cannot be read throws, so that it can be said.
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private int _links;

    /// <summary>A sentence for each thing that was passed over.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Full paths, in order.</summary>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public List<string> Find()
    {
        var found = new List<string>();
        var waiting = new Stack<string>([root]);
        while (waiting.TryPop(out var folder))
        {
            try
            {
                foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_all))
                {
                    if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) PassLink(entry);
                    else if (entry is DirectoryInfo) waiting.Push(entry.FullName);
                    else found.Add(entry.FullName);
                }
            }
            catch (Exception fault) when (folder != root && (fault is IOException or UnauthorizedAccessException))
            {
                Warnings.Add(Reasons.Unreadable(NameOf(folder), fault.Message));
            }
        }
        if (_links > MostNamed) Warnings.Add($"{_links - MostNamed} more links were skipped.");
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>What a path is called within the folder, with <c>/</c>.</summary>
    public string NameOf(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private void PassLink(FileSystemInfo link)
    {
        if (++_links <= MostNamed) Warnings.Add($"{NameOf(link.FullName)} is a link and was skipped: import what it points to.");
    }
}
