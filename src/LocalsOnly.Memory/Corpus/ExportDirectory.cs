namespace LocalsOnly.Memory.Corpus;

/// <summary>The directory that an export goes into. Its files are for their owner alone (0600).</summary>
internal sealed class ExportDirectory
{
    private readonly string _path;

    private ExportDirectory(string path) => _path = path;

    /// <summary>Makes the directory when there is none.</summary>
    /// <exception cref="MemoryStoreException">It holds something and <paramref name="force"/> is not set, or it cannot be made.</exception>
    public static ExportDirectory Open(string path, bool force)
    {
        try
        {
            if (!force && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new MemoryStoreException($"{path} is not empty, and nothing in it is overwritten unasked: choose another directory, or add --force.");
            PrivateFiles.CreateDirectory(path);
            return new ExportDirectory(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"{path} cannot be used ({fault.Message.TrimEnd('.')}): choose another directory.", fault);
        }
    }

    /// <summary>A new file in the place of any old one, so that an old one's mode is not kept.</summary>
    public FileStream Create(string name)
    {
        Remove(name);
        return PrivateFiles.Open(Path.Combine(_path, name), FileMode.CreateNew, FileShare.Read, bufferSize: 1 << 16);
    }

    /// <summary>Removes what an earlier export left under a name of this one.</summary>
    public void Remove(string name) => File.Delete(Path.Combine(_path, name));
}
