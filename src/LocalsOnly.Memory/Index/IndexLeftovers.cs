using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Index;

/// <summary>Files beside the index that stay when a program is killed: an index half made anew, a copy half written or half restored. They hold what the index held.</summary>
internal sealed class IndexLeftovers(IndexDatabase database, IOptions<DataOptions> options, TimeProvider time)
{
    /// <summary>An index that is being made beside the one in use; the next rebuild goes on with it.</summary>
    public const string Rebuild = "index.rebuild.db";

    /// <summary>A copy on its way to the archive.</summary>
    public const string Snapshot = "index.snapshot.db";

    /// <summary>A copy on its way back.</summary>
    public const string Restore = "index.restore.db";

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>Deletes an index that is half made, unless a rebuild is at work on it.</summary>
    /// <exception cref="MemoryStoreException">A file cannot be deleted.</exception>
    public void DeleteRebuild() => DeleteUnlessTaken(database.RebuildLockPath, Rebuild);

    /// <summary>Deletes what nobody goes on with: a rebuild only when it has lain for a day. What cannot be deleted is left to <see cref="DeleteRebuild"/>, which says so.</summary>
    public void DeleteOld()
    {
        try
        {
            if (time.GetUtcNow() - File.GetLastWriteTimeUtc(Path.Combine(options.Value.Local, Rebuild)) > s_day) DeleteUnlessTaken(database.RebuildLockPath, Rebuild);
            DeleteUnlessTaken(database.SnapshotLockPath, Snapshot, Restore);
        }
        catch (MemoryStoreException)
        {
            // It is no reason to store nothing.
        }
    }

    /// <summary>Deletes some, whose turn the caller has.</summary>
    /// <exception cref="MemoryStoreException">A file cannot be deleted.</exception>
    public void Delete(params ReadOnlySpan<string> names)
    {
        try
        {
            foreach (var name in names)
                foreach (var path in Find(name)) File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException(
                $"What a stopped program left in {options.Value.Local} cannot be deleted ({fault.Message.TrimEnd('.')}): delete index.rebuild.*, index.snapshot.* and index.restore.* there yourself; they may hold what was forgotten.", fault);
        }
    }

    private void DeleteUnlessTaken(string turnPath, params ReadOnlySpan<string> names)
    {
        var isAny = false;
        foreach (var name in names) isAny |= Find(name).Count > 0;
        if (!isAny) return;
        using var turn = database.TakeTurn(turnPath, wait: false);
        if (turn is not null) Delete(names);
    }

    // With their logs, and with what was set aside of them.
    private List<string> Find(string name) => Directory.Exists(options.Value.Local) ? [.. Directory.EnumerateFiles(options.Value.Local, name + "*")] : [];
}
