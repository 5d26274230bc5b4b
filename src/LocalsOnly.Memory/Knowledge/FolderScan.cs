namespace LocalsOnly.Memory.Knowledge;

/// <summary>Readings of one folder and what differs between them. Only hashes are kept; a file is parsed when its bytes are new.</summary>
/// <param name="root">The folder.</param>
/// <param name="known">Content hash by path of what was read before, in an earlier run perhaps.</param>
internal sealed class FolderScan(string root, IReadOnlyDictionary<string, string> known)
{
    private readonly Dictionary<string, string> _known = new(known, StringComparer.Ordinal);

    /// <summary>
    /// The differences, by path. Absence of the whole folder deletes nothing: a share that went away, a mount point with nothing mounted on it and a subfolder
    /// that cannot be listed leave what is known as it is. A file that cannot be opened, perhaps because an editor is writing it, keeps what is known of it.
    /// </summary>
    public IEnumerable<KnowledgeChange> Differences()
    {
        if (List() is not { } entries) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            seen.Add(entry.Path);
            var before = _known.GetValueOrDefault(entry.Path);
            if (KnowledgeFile.Read(entry, before) is not { } document) continue;
            // No hash: it was not read, which is news once and no reason to forget.
            if (document.ContentHash.Length == 0 && before is not null) continue;
            _known[entry.Path] = document.ContentHash;
            yield return new KnowledgeChange(before is null ? KnowledgeChangeKind.Added : KnowledgeChangeKind.Changed, entry.Path, document);
        }
        var closed = entries.Where(entry => entry is { Problem: not null, File: DirectoryInfo { LinkTarget: null } }).Select(entry => entry.Path + "/").ToList();
        var gone = _known.Keys.Where(path => !seen.Contains(path) && !closed.Exists(folder => path.StartsWith(folder, StringComparison.Ordinal))).Order(StringComparer.Ordinal).ToList();
        foreach (var path in gone)
        {
            _known.Remove(path);
            yield return new KnowledgeChange(KnowledgeChangeKind.Removed, path, null);
        }
    }

    private List<FolderEntry>? List()
    {
        try
        {
            // Not an entry at all, not even a README: the place where a share belongs, rather than a folder that somebody emptied.
            return Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any() ? FolderEntry.Below(root) : null;
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
