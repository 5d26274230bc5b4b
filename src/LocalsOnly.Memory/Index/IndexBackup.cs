using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// A copy of the index in <c>index/</c> beside the archive. It is made on the local disk, for SQLite must not work on a network share, and copied; a small file
/// that says which copy counts and what its checksum is is replaced last, so a copy that was cut off never counts.
/// </summary>
internal sealed class IndexBackup(IndexDatabase database, IndexLeftovers leftovers, IOptions<DataOptions> options, Redactor redactor, TimeProvider time, ILogger<IndexBackup> logger) : IIndexSnapshot
{
    private const string ManifestName = "snapshot.json";
    private const string Pattern = "snapshot-*.db";

    private string Folder => Path.Combine(options.Value.Nas, "index");

    public Task<bool> WriteAsync(CancellationToken cancellationToken = default) => Task.Run(() => Write(cancellationToken), cancellationToken);

    public SnapshotInfo? Find() => Read() is { } manifest ? new SnapshotInfo(manifest.Written, manifest.Bytes) : null;

    public void Delete()
    {
        if (!Directory.Exists(Folder)) return;
        try
        {
            File.Delete(Path.Combine(Folder, ManifestName));
            Clean(keep: null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"The copy of the index in {Folder} cannot be deleted ({fault.Message.TrimEnd('.')}): delete that directory yourself; it may hold what was forgotten.", fault);
        }
    }

    /// <summary>Fills an index that is empty from the copy, if that is of the same archive, rules and program.</summary>
    /// <param name="connection">To the index.</param>
    /// <param name="layout">Of the archive.</param>
    public void Restore(SqliteConnection connection, ArchiveLayout layout)
    {
        if (IndexProgress.Read(connection).Position != ArchivePosition.Start || layout.IsEmpty || Read() is not { } manifest) return;
        if (manifest.Schema != IndexSchema.Version || manifest.Archive != layout.Identity() || manifest.ArchiveGeneration != (layout.Manifest?.Generation ?? 0) ||
            manifest.Redaction != redactor.Fingerprint) return;
        var local = Path.Combine(options.Value.Local, IndexLeftovers.Restore);
        using var turn = database.TakeTurn(database.SnapshotLockPath, wait: true);
        // Another process may have restored it while this one waited.
        if (IndexProgress.Read(connection).Position != ArchivePosition.Start) return;
        try
        {
            if (Copy(Path.Combine(Folder, manifest.File), local) != manifest.Checksum)
            {
                logger.LogWarning("The copy of the index in {Folder} is damaged; the index is made anew from the archive", Folder);
                return;
            }
            using (var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = local, Pooling = false }.ToString()))
            {
                source.Open();
                database.Replace(source);
            }
            logger.LogInformation("The index was restored from the copy of {Written}", manifest.Written);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            logger.LogWarning("The copy of the index in {Folder} cannot be used ({Reason}); the index is made anew from the archive", Folder, fault.Message);
        }
        finally
        {
            leftovers.Delete(IndexLeftovers.Restore);
        }
    }

    private bool Write(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.Value.Nas))
            throw new MemoryStoreException($"The archive directory {options.Value.Nas} is not there, so no copy of the index can be kept in it: mount it, or import something first.");
        try
        {
            PrivateFiles.CreateDirectory(options.Value.Local);
            using var turn = FileTurn.TryTake(database.SnapshotLockPath, wait: true, cancellationToken);
            PrivateFiles.CreateDirectory(Folder);
            return Write(Path.Combine(options.Value.Local, IndexLeftovers.Snapshot), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new MemoryStoreException($"A copy of the index cannot be written to {Folder} ({fault.Message.TrimEnd('.')}): free space there and in Data:Local, or allow writing. The copy before it is kept.", fault);
        }
    }

    private bool Write(string local, CancellationToken cancellationToken)
    {
        string? copy = null;
        try
        {
            leftovers.Delete(IndexLeftovers.Snapshot);
            IndexManifest manifest;
            using (var connection = database.Open())
            {
                var (version, progress) = (SnapshotVersion.Read(connection), IndexProgress.Read(connection));
                if (Read() is { } known && (known.Identity, known.Generation, known.ArchiveGeneration) == (version.Identity, version.Generation, progress.Generation)) return false;
                PrivateFiles.Open(local, FileMode.Create, FileShare.ReadWrite | FileShare.Delete).Dispose();
                connection.Execute("VACUUM INTO $file", ("$file", local));
                manifest = new IndexManifest("", "", new FileInfo(local).Length, time.GetUtcNow(), IndexSchema.Version, progress.Archive, progress.Generation, progress.Redaction, version.Identity, version.Generation);
            }
            cancellationToken.ThrowIfCancellationRequested();
            var name = string.Create(CultureInfo.InvariantCulture, $"snapshot-{manifest.Written:yyyyMMddHHmmssfff}.db");
            copy = Path.Combine(Folder, name);
            manifest = manifest with { File = name, Checksum = Copy(local, copy) };
            Publish(manifest);
            copy = null;
            Clean(name);
            return true;
        }
        finally
        {
            // One that does not count would only keep the disk full.
            if (copy is not null) File.Delete(copy);
            leftovers.Delete(IndexLeftovers.Snapshot);
        }
    }

    private void Publish(IndexManifest manifest)
    {
        var path = Path.Combine(Folder, ManifestName);
        using (var file = PrivateFiles.Open(path + ".new", FileMode.Create, FileShare.None))
        {
            JsonSerializer.Serialize(file, manifest, IndexManifestJson.Default.IndexManifest);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
    }

    private void Clean(string? keep)
    {
        foreach (var path in Directory.EnumerateFiles(Folder, Pattern).Where(path => Path.GetFileName(path) != keep).ToList()) File.Delete(path);
    }

    private IndexManifest? Read()
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(Folder, ManifestName));
            return JsonSerializer.Deserialize(file, IndexManifestJson.Default.IndexManifest);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var target = PrivateFiles.Open(to, FileMode.Create, FileShare.None);
        var hash = new XxHash128();
        var buffer = new byte[1 << 20];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            hash.Append(buffer.AsSpan(0, read));
            target.Write(buffer, 0, read);
        }
        target.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}

/// <summary>Which copy of the index counts, and of what it is.</summary>
internal sealed record IndexManifest(
    string File, string Checksum, long Bytes, DateTimeOffset Written, int Schema, string? Archive, int ArchiveGeneration, string? Redaction, long Identity, long Generation);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IndexManifest))]
internal sealed partial class IndexManifestJson : JsonSerializerContext;
