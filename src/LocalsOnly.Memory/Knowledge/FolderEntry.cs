using System.Text;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>Something found in the knowledge folder: a Markdown file to read, or what takes the place of one and why it cannot be read.</summary>
/// <param name="Path">Relative, forward slashes, Unicode normal form C: a name typed on a Mac and the same name on the NAS are one.</param>
/// <param name="File">Where it is.</param>
/// <param name="Problem">A sentence; null for a file.</param>
internal sealed record FolderEntry(string Path, FileSystemInfo File, string? Problem)
{
    /// <summary>
    /// The entries below a folder, by path in ordinal order. Hidden names are passed over, and so is a README.md at the root, which is about the folder. No
    /// symbolic link is followed: one that leads out would bring in what nobody put here, one that stays inside would bring in the same text twice.
    /// </summary>
    /// <exception cref="IOException">The folder itself is not there or cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder itself may not be listed.</exception>
    public static List<FolderEntry> Below(string root)
    {
        var entries = new List<FolderEntry>();
        List(new DirectoryInfo(root), "", entries);
        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    private static void List(DirectoryInfo directory, string prefix, List<FolderEntry> entries)
    {
        foreach (var found in directory.GetFileSystemInfos())
        {
            if (found.Name.StartsWith('.')) continue;
            var path = prefix + found.Name.Normalize(NormalizationForm.FormC);
            var markdown = found.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase);
            if (found.LinkTarget is not null)
            {
                if (markdown || found is DirectoryInfo) entries.Add(new FolderEntry(path, found, "It is a symbolic link, and links are not followed; put a copy in its place."));
            }
            else if (found is DirectoryInfo below)
            {
                try
                {
                    List(below, path + "/", entries);
                }
                catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
                {
                    entries.Add(new FolderEntry(path, found, "The folder cannot be listed, so what is in it was not read; check its permissions."));
                }
            }
            else if (markdown && !(prefix.Length == 0 && found.Name.Equals("README.md", StringComparison.OrdinalIgnoreCase))) entries.Add(new FolderEntry(path, found, null));
        }
    }
}
