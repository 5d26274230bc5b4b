using System.IO.Compression;
using System.Security.Cryptography;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Host.Tasks;

/// <summary>
/// What of <c>Data:Local</c> goes into a snapshot: what is nowhere else and cannot be made again. The index and vectors can, from the archive; keys and tokens under
/// <c>secrets</c> never leave the machine.
/// </summary>
internal static class SnapshotContent
{
    private static readonly string[] s_databases = ["discord.db", "tasks.db"];
    private static readonly string[] s_folders = ["desks", "ledger", "routes", "sessions"];
    private static readonly string[] s_files = ["remembered.jsonl"];

    /// <summary>Packs it. A file that is deleted meanwhile is left out; the last line of a journal may be half written, as after a crash, and is then no entry.</summary>
    /// <param name="local">The data directory.</param>
    /// <param name="work">An empty directory on the local disk: SQLite must not work on a network share.</param>
    /// <param name="target">The file to make, in <paramref name="work"/>.</param>
    public static IReadOnlyList<SnapshotFile> Pack(string local, string work, string target, CancellationToken cancellationToken)
    {
        var packed = new List<SnapshotFile>();
        using var file = PrivateFiles.Open(target, FileMode.CreateNew, FileShare.None, bufferSize: 1 << 16);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var name in s_databases.Where(name => File.Exists(Path.Combine(local, name))))
        {
            var copy = Path.Combine(work, name);
            Back(Path.Combine(local, name), copy);
            Add(zip, packed, copy, name);
        }

        foreach (var path in s_files.Select(name => Path.Combine(local, name)).Where(File.Exists).Concat(s_folders.SelectMany(folder => Below(Path.Combine(local, folder)))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(zip, packed, path, Path.GetRelativePath(local, path).Replace('\\', '/'));
        }

        return packed;
    }

    /// <summary>What of a packed file is not as it was packed, as a clause; null when all of it is.</summary>
    public static string? Fault(string archive, IReadOnlyList<SnapshotFile> files)
    {
        using var zip = ZipFile.OpenRead(archive);
        if (zip.Entries.Count != files.Count) return FormattableString.Invariant($"it holds {zip.Entries.Count} files of {files.Count}");
        foreach (var file in files)
        {
            if (zip.GetEntry(file.Path) is not { } entry) return $"it lacks {file.Path}";
            using var stream = entry.Open();
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256) return $"{file.Path} in it is damaged";
        }

        return null;
    }

    /// <summary>SQLite's online backup: a whole database while others write to it.</summary>
    private static void Back(string database, string copy)
    {
        PrivateFiles.Open(copy, FileMode.CreateNew, FileShare.ReadWrite).Dispose();
        using var source = Open(database, SqliteOpenMode.ReadOnly);
        using var target = Open(copy, SqliteOpenMode.ReadWrite);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static IEnumerable<string> Below(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Where(path => !path.EndsWith(".next", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static void Add(ZipArchive zip, List<SnapshotFile> packed, string path, string name)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        using (file)
        using (var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open())
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            var buffer = new byte[1 << 16];
            var bytes = 0L;
            for (int read; (read = file.Read(buffer)) > 0; bytes += read)
            {
                hash.AppendData(buffer, 0, read);
                entry.Write(buffer, 0, read);
            }

            packed.Add(new SnapshotFile(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }
    }
}
