using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Tasks;

/// <summary>
/// <c>memory_snapshot</c>: copies what is only on the local disk to <c>snapshots/&lt;day&gt;</c> beside the archive: one compressed file, and a manifest with checksums that is
/// written when the file has been read back. Says nothing when all is well. What is forgotten is in no snapshot that is taken afterwards; those taken before keep it
/// until they age out, the monthly ones for a year. To be rid of it at once, delete them.
/// </summary>
internal sealed class MemorySnapshotAction(IOptions<DataOptions> options, IMemory memory) : ITaskAction
{
    private const string DayFormat = "yyyy-MM-dd";

    public string Name => "memory_snapshot";

    private string Folder => Path.Combine(options.Value.Nas, "snapshots");

    public async Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken);
        await Task.Run(() => Take(call, cancellationToken), cancellationToken);
        return "";
    }

    /// <summary>A mount point on which nothing is mounted is an empty directory, and a snapshot in it would be on the disk that it is to outlive.</summary>
    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        var nas = options.Value.Nas;
        try
        {
            if (Directory.Exists(nas) && Directory.EnumerateFileSystemEntries(nas).Any()) return;
            if ((await memory.CountAsync(new MemoryScope(MemoryScope.DefaultOwner), cancellationToken)).Conversations == 0 && (Directory.Exists(nas) || IsLocal(nas))) return;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or MemoryStoreException)
        {
            throw new ToolException($"No snapshot was taken, because {nas} cannot be looked at ({broken.Message.TrimEnd('.')}); mount it or allow reading there.", broken);
        }

        throw new ToolException($"No snapshot was taken, because the archive directory {nas} is away; mount it. The snapshots before are kept.");
    }

    private void Take(ActionCall call, CancellationToken cancellationToken)
    {
        var day = TimeZoneInfo.ConvertTime(call.Due, call.Task.Zone).ToString(DayFormat, CultureInfo.InvariantCulture);
        var work = Path.Combine(options.Value.Local, "tmp", "snapshot");
        string? unfinished = null;
        try
        {
            // What a process that was killed has left.
            Clear(work);
            PrivateFiles.CreateDirectory(work);
            var local = Path.Combine(work, "snapshot.zip");
            var files = SnapshotContent.Pack(options.Value.Local, work, local, cancellationToken);

            var target = Path.Combine(Folder, day);
            PrivateFiles.CreateDirectory(target);
            var name = call.Now.UtcDateTime.ToString("'snapshot-'HHmmssfff'.zip'", CultureInfo.InvariantCulture);
            unfinished = Path.Combine(target, name);
            Copy(local, unfinished);
            cancellationToken.ThrowIfCancellationRequested();
            var hash = HashOf(unfinished);
            if (hash != HashOf(local) || SnapshotContent.Fault(unfinished, files) is not null)
                throw new ToolException($"The snapshot in {target} was read back other than it was written, so it was thrown away; look after that disk.");
            Publish(target, new SnapshotManifest(name, hash, new FileInfo(unfinished).Length, call.Now, files));
            unfinished = null;
            foreach (var other in Directory.EnumerateFiles(target, "snapshot-*.zip").Where(path => Path.GetFileName(path) != name).ToList()) File.Delete(other);
            Prune();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or SqliteException or InvalidDataException)
        {
            throw new ToolException($"No snapshot could be taken in {Folder} ({broken.Message.TrimEnd('.')}); free space or allow writing there and in Data:Local. The snapshots before are kept.", broken);
        }
        finally
        {
            // On a share that is away there is nothing to delete; without a manifest it is no snapshot.
            Quietly(() =>
            {
                if (unfinished is not null) File.Delete(unfinished);
            });
            Quietly(() => Clear(work));
        }
    }

    /// <summary>The manifest takes its name when it is whole.</summary>
    private static void Publish(string folder, SnapshotManifest manifest)
    {
        var path = Path.Combine(folder, SnapshotManifest.FileName);
        using (var file = PrivateFiles.Open(path + ".new", FileMode.Create, FileShare.None))
        {
            JsonSerializer.Serialize(file, manifest, SnapshotJson.Default.SnapshotManifest);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Deletes snapshots that have aged out, and folders of a day that hold none. Folders with other names are somebody's own.</summary>
    private void Prune()
    {
        var days = Directory.EnumerateDirectories(Folder)
            .Select(path => (Path: path, IsDay: DateOnly.TryParseExact(Path.GetFileName(path), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), Day: day))
            .Where(found => found.IsDay).ToList();
        var kept = SnapshotRetention.Kept(days.Where(found => File.Exists(Path.Combine(found.Path, SnapshotManifest.FileName))).Select(found => found.Day));
        foreach (var found in days.Where(found => !kept.Contains(found.Day))) Directory.Delete(found.Path, recursive: true);
    }

    private bool IsLocal(string path) => Path.GetFullPath(path).StartsWith(Path.GetFullPath(options.Value.Local) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var target = PrivateFiles.Open(to, FileMode.Create, FileShare.None);
        source.CopyTo(target, 1 << 20);
        target.Flush(flushToDisk: true);
    }

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static void Clear(string directory)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    private static void Quietly(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one to tell.
        }
    }
}
