using System.Globalization;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// The SQLite file of the index. Opened on first use; a file that is damaged or of another version is set aside under another name, because
/// the archive can rebuild it.
/// </summary>
/// <param name="fileName">In <see cref="DataOptions.Local"/>; another than the usual one for an index that is being made beside it.</param>
internal sealed class IndexDatabase(IOptions<DataOptions> options, TimeProvider time, ILogger<IndexDatabase> logger, IOptions<MemoryOptions>? memory = null, string fileName = "index.db") : IDisposable
{
    /// <summary>How often something is tried over while the index turns out to be damaged.</summary>
    public const int MostAttempts = 3;

    // What is older holds secrets as they were said.
    private const int FirstRedactedVersion = 3;

    private readonly Lock _lock = new();
    private bool _ready;
    private int _generation = 1;

    /// <summary>What readers know of the inverted index.</summary>
    public SnapshotCache Snapshots { get; } = new() { KeepsRemovals = memory?.Value.Qdrant.Url is not null };

    /// <summary>Held while segments are merged.</summary>
    public string MergeLockPath => FilePath + ".merge";

    /// <summary>Held while another index is made to take this one's place.</summary>
    public string RebuildLockPath => FilePath + ".rebuild";

    /// <summary>Held while a copy is written, restored or deleted.</summary>
    public string SnapshotLockPath => FilePath + ".snapshot";

    private string FilePath => Path.Combine(options.Value.Local, fileName);

    private string ConnectionString => field ??= new SqliteConnectionStringBuilder { DataSource = FilePath, DefaultTimeout = 60 }.ToString();

    /// <summary>A connection to a sound index, made when there is none. Dispose it soon; connections are pooled.</summary>
    /// <exception cref="MemoryStoreException">The directory cannot be written.</exception>
    public SqliteConnection Open() => Open(out _);

    /// <param name="generation">Of the file connected to; what <see cref="SetAside"/> and <see cref="CaughtUp"/> ask for.</param>
    /// <inheritdoc cref="Open()"/>
    public SqliteConnection Open(out int generation)
    {
        try
        {
            lock (_lock)
            {
                var connection = _ready ? Connect() : ConnectOrReplace();
                _ready = true;
                generation = _generation;
                return connection;
            }
        }
        catch (Exception fault) when (IsUnwritable(fault))
        {
            throw Failed(fault);
        }
    }

    /// <summary>What a person is told when the index could not be written: whether its disk is the reason, or the file.</summary>
    public MemoryStoreException Failed(Exception fault) => new(
        IsUnwritable(fault)
            ? $"The index directory {options.Value.Local} cannot be written ({fault.Message.TrimEnd('.')}): allow writing or free space there, or set Data:Local to another directory. What is in the archive is safe, and is indexed as soon as there is room."
            : $"The index cannot be written ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.",
        fault);

    /// <summary>The index was begun anew in the place of a damaged one and does not yet hold what the archive holds.</summary>
    public bool NeedsCatchUp { get; private set; }

    /// <summary>The index of this generation is up to the archive; false when another has taken its place meanwhile.</summary>
    public bool CaughtUp(int generation)
    {
        lock (_lock)
        {
            if (generation != _generation) return false;
            NeedsCatchUp = false;
            return true;
        }
    }

    /// <summary>Whether the file itself is broken: SQLite says SQLITE_CORRUPT or SQLITE_NOTADB, or a page of ours is not what was written.</summary>
    public static bool IsDamage(Exception fault) => fault is SqliteException { SqliteErrorCode: 11 or 26 } or DamagedIndexException;

    /// <summary>Whether the disk is full, read-only or failing: SQLITE_PERM, READONLY, IOERR, FULL, CANTOPEN.</summary>
    public static bool IsUnwritable(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or SqliteException { SqliteErrorCode: 3 or 8 or 10 or 13 or 14 };

    /// <summary>
    /// Moves the file out of the way; the next <see cref="Open()"/> makes a new, empty one. Does nothing when the file of that generation is gone already:
    /// several readers meet the same damage, and the second must not set aside what was rebuilt for the first.
    /// </summary>
    /// <exception cref="MemoryStoreException">The file cannot be moved.</exception>
    public void SetAside(string reason, int generation) => Remove(reason, generation, keep: true);

    /// <summary>Like <see cref="SetAside"/>, but deletes the file, and what was set aside before: for one that may hold what is no longer to be lying about.</summary>
    /// <exception cref="MemoryStoreException">The file cannot be deleted.</exception>
    public void Discard(string reason, int generation) => Remove(reason, generation, keep: false);

    private void Remove(string reason, int generation, bool keep)
    {
        lock (_lock)
        {
            if (generation != _generation) return;
            ClearPool();
            if (!keep) DeleteSetAside();
            var instant = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
            try
            {
                foreach (var part in (ReadOnlySpan<string>)["", "-wal", "-shm"])
                {
                    if (!keep) File.Delete(FilePath + part);
                    else if (File.Exists(FilePath + part)) File.Move(FilePath + part, $"{FilePath}.corrupt-{instant}{part}", overwrite: true);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new MemoryStoreException(
                    $"The index {FilePath} {reason} and cannot be removed ({fault.Message.TrimEnd('.')}): stop the host and delete it; it is rebuilt from the archive.", fault);
            }
            _ready = false;
            _generation++;
            NeedsCatchUp = true;
            logger.LogWarning("The index {Path} {Reason}; it was {What} and is rebuilt from the archive", FilePath, reason, keep ? "set aside" : "deleted");
        }
    }

    /// <summary>Deletes what was set aside: it may hold what was forgotten, or what is redacted now.</summary>
    /// <exception cref="MemoryStoreException">A file cannot be deleted.</exception>
    public void DeleteSetAside()
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(options.Value.Local, "index.*.corrupt-*").ToList()) File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException(
                $"A damaged index in {options.Value.Local} cannot be deleted ({fault.Message.TrimEnd('.')}): delete index.db.corrupt-* there yourself; it may hold what was forgotten or is redacted.", fault);
        }
    }

    /// <summary>Takes one of its turns; null when another has it and it is not waited for.</summary>
    /// <param name="path">One of the lock paths.</param>
    /// <exception cref="MemoryStoreException">The directory cannot be written.</exception>
    public FileTurn? TakeTurn(string path, bool wait, CancellationToken cancellationToken = default)
    {
        try
        {
            return FileTurn.TryTake(path, wait, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed(fault);
        }
    }

    /// <summary>Asks the index something.</summary>
    /// <exception cref="MemoryStoreException">It cannot be read.</exception>
    public T Ask<T>(Func<SqliteConnection, T> ask)
    {
        try
        {
            using var connection = Open();
            return ask(connection);
        }
        catch (Exception fault) when (fault is SqliteException or DamagedIndexException)
        {
            throw new MemoryStoreException(
                $"The index cannot be read ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.", fault);
        }
    }

    /// <summary>Puts all of another index in the place of this one's content, in one transaction that other processes see at once or not at all.</summary>
    /// <exception cref="SqliteException">It cannot be written; what was there is still there.</exception>
    public void Replace(SqliteConnection source)
    {
        using var target = Open();
        target.Execute("PRAGMA busy_timeout = 60000");
        source.BackupDatabase(target);
        target.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Bytes of the file and its log.</summary>
    public long Bytes() => ((string[])["", "-wal"]).Select(part => new FileInfo(FilePath + part)).Where(file => file.Exists).Sum(file => file.Length);

    public void Dispose() => ClearPool();

    private SqliteConnection ConnectOrReplace()
    {
        PrivateFiles.CreateDirectory(options.Value.Local);
        var generation = _generation;
        SqliteConnection? connection = null;
        try
        {
            connection = ConnectPrivately();
            var version = (long)connection.Scalar("PRAGMA user_version")!;
            var tables = (long)connection.Scalar("SELECT count(*) FROM sqlite_schema")!;
            if (version == IndexSchema.Version) return connection;
            if (version == 0 && tables == 0) return Create(connection);
            connection.Dispose();
            var reason = $"has schema version {version}, this program needs {IndexSchema.Version}";
            if (version is > 0 and < FirstRedactedVersion) Discard(reason, generation);
            else SetAside(reason, generation);
        }
        catch (SqliteException fault) when (IsDamage(fault))
        {
            connection?.Dispose();
            SetAside("is damaged", generation);
        }
        return Create(ConnectPrivately());
    }

    private static SqliteConnection Create(SqliteConnection connection)
    {
        // Pages of the inverted index are large.
        connection.Execute("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have made it between our look and our lock.
        if ((long)connection.Scalar("PRAGMA user_version")! != IndexSchema.Version)
        {
            connection.Execute(IndexSchema.Sql);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {IndexSchema.Version}"));
        }
        transaction.Commit();
        return connection;
    }

    // SQLite would make the file readable by all; its -wal and -shm take the mode of the file.
    private SqliteConnection ConnectPrivately()
    {
        if (!File.Exists(FilePath)) PrivateFiles.Open(FilePath, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete).Dispose();
        return Connect();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            // The archive is what must survive a power cut; a lost index transaction is caught up.
            connection.Execute("PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4096");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void ClearPool()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
