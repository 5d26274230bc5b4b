using LocalsOnly.Memory;

namespace LocalsOnly.Import.Reading;

/// <summary>Temporary files of an import, in a directory of the house: what a person said never lies where other users of the machine can read it.</summary>
internal static class Spool
{
    private const string Prefix = "import-";

    /// <summary>A new, empty file that is gone when closed.</summary>
    public static FileStream Create(string directory)
    {
        PrivateFiles.CreateDirectory(directory);
        var path = Path.Combine(directory, Prefix + Path.GetRandomFileName());
        var file = PrivateFiles.Open(path, FileMode.CreateNew, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        // Where a file may lose its name while it is open, nothing is left of it even if the import is killed. Windows deletes it itself then.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    /// <summary>Removes what an import that was killed just then, or one of an older version, left behind. Call while no other import can run.</summary>
    public static void Clean(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*")) File.Delete(path);
    }
}
