using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// The SQLite file of the index. Opened on first use; a file that is damaged or of another version is set aside under another name, because
/// the archive can rebuild it.
/// </summary>
internal sealed class IndexDatabase(IOptions<DataOptions> options, TimeProvider time, ILogger<IndexDatabase> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private bool _ready;

    private string FilePath => Path.Combine(options.Value.Local, "index.db");

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = FilePath, DefaultTimeout = 60 }.ToString();

    /// <summary>A connection to a sound index, made when there is none. Dispose it soon; connections are pooled.</summary>
    /// <exception cref="MemoryStoreException">The directory cannot be written.</exception>
    public SqliteConnection Open()
    {
        try
        {
            lock (_lock)
            {
                if (_ready) return Connect();
                Directory.CreateDirectory(options.Value.Local);
                var connection = ConnectOrReplace();
                _ready = true;
                return connection;
            }
        }
        catch (Exception fault) when (IsUnwritable(fault))
        {
            throw new MemoryStoreException(
                $"The index directory {options.Value.Local} cannot be written ({fault.Message.TrimEnd('.')}): allow writing or free space there, or set Data:Local to another directory.",
                fault);
        }
    }

    /// <summary>The index was begun anew in the place of a damaged one and does not yet hold what the archive holds.</summary>
    public bool NeedsCatchUp { get; private set; }

    /// <summary>The index is up to the archive.</summary>
    public void CaughtUp() => NeedsCatchUp = false;

    /// <summary>Whether SQLite says the file itself is broken: SQLITE_CORRUPT or SQLITE_NOTADB.</summary>
    public static bool IsDamage(SqliteException fault) => fault.SqliteErrorCode is 11 or 26;

    /// <summary>Moves the file out of the way; the next <see cref="Open"/> makes a new, empty one.</summary>
    public void SetAside(string reason)
    {
        lock (_lock)
        {
            ClearPool();
            var instant = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
            foreach (var part in (ReadOnlySpan<string>)["", "-wal", "-shm"])
                if (File.Exists(FilePath + part)) File.Move(FilePath + part, $"{FilePath}.corrupt-{instant}{part}", overwrite: true);
            _ready = false;
            NeedsCatchUp = true;
            logger.LogWarning("The index {Path} {Reason}; it was set aside and is rebuilt from the archive", FilePath, reason);
        }
    }

    public void Dispose() => ClearPool();

    private SqliteConnection ConnectOrReplace()
    {
        try
        {
            var connection = Connect();
            var version = (long)connection.Scalar("PRAGMA user_version")!;
            var tables = (long)connection.Scalar("SELECT count(*) FROM sqlite_schema")!;
            if (version == IndexSchema.Version) return connection;
            if (version == 0 && tables == 0) return Create(connection);
            connection.Dispose();
            SetAside($"has schema version {version}, this program needs {IndexSchema.Version}");
        }
        catch (SqliteException fault) when (IsDamage(fault))
        {
            SetAside("is damaged");
        }
        return Create(Connect());
    }

    private static SqliteConnection Create(SqliteConnection connection)
    {
        connection.Execute("PRAGMA journal_mode = WAL");
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

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            // The archive is what must survive a power cut; a lost index transaction is caught up.
            connection.Execute("PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768");
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

    // SQLITE_PERM, READONLY, IOERR, FULL, CANTOPEN.
    private static bool IsUnwritable(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or SqliteException { SqliteErrorCode: 3 or 8 or 10 or 13 or 14 };
}
