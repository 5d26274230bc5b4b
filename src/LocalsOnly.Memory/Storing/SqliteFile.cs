using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory;

/// <summary>
/// A small database of the host's own: one file that only its owner may read, one connection, each step under a lock. A process that dies between two steps loses
/// neither.
/// </summary>
public abstract class SqliteFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly FileTurn? _turn;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private bool _isTogether;

    /// <param name="path">Made when it is not there, with its folder.</param>
    /// <param name="outlivesPower">A step that has returned is there even when the machine loses power, at the cost of a flush; else when the process dies.</param>
    /// <param name="migrations">What turns an empty file into version 1, version 1 into 2, and so on.</param>
    /// <exception cref="SqliteFileException">It cannot be opened, or a newer version wrote it.</exception>
    protected SqliteFile(string path, bool outlivesPower, params ReadOnlySpan<string> migrations)
        : this(path, SqlitePlace.LocalDisk, outlivesPower, migrations)
    {
    }

    /// <param name="place">What it lies on: a write-ahead log needs memory that its readers share, which a network share has not.</param>
    /// <inheritdoc cref="SqliteFile(string, bool, ReadOnlySpan{string})"/>
    protected SqliteFile(string path, SqlitePlace place, bool outlivesPower, params ReadOnlySpan<string> migrations)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            if (place == SqlitePlace.Share)
                _turn = FileTurn.TryTake(path + ".lock", wait: false) ?? throw new SqliteFileException($"{path} is in use by another host, and on a share only one may write: stop that one, or name another folder.");
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            _connection.Open();
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Run(place == SqlitePlace.Share
                ? "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"
                : $"PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = {(outlivesPower ? "FULL" : "NORMAL")};");
            Migrate(path, migrations);
        }
        catch (Exception broken) when (broken is SqliteException or IOException or UnauthorizedAccessException or SqliteFileException)
        {
            _connection?.Dispose();
            _turn?.Dispose();
            throw broken as SqliteFileException ?? new SqliteFileException($"{path} cannot be opened ({broken.Message.TrimEnd('.')}); mend it, or move it away and the host begins a new one.", broken);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var command in _prepared.Values) command.Dispose();
            _prepared.Clear();
            _connection.Dispose();
            _turn?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Several steps as one. Within others they are part of those.</summary>
    public T Write<T>(Func<T> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        lock (_gate)
        {
            if (_isTogether) return steps();
            Run("BEGIN IMMEDIATE");
            _isTogether = true;
            try
            {
                var result = steps();
                Run("COMMIT");
                return result;
            }
            catch
            {
                RollBack();
                throw;
            }
            finally
            {
                _isTogether = false;
            }
        }
    }

    public void Write(Action steps) => Write(() =>
    {
        steps();
        return true;
    });

    /// <returns>How many rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            return Command(sql, parameters).ExecuteNonQuery();
        }
    }

    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            return Command(sql, parameters).ExecuteScalar() is var value and not DBNull ? value : null;
        }
    }

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_gate)
        {
            using var reader = Command(sql, parameters).ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>A value as it is kept: times in UTC ticks, enumerations as numbers.</summary>
    protected virtual object Kept(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => at.UtcTicks,
        Enum state => Convert.ToInt32(state, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    private void RollBack()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // On a full disk SQLite has done so by itself; what the steps failed of is what a caller must know.
        }
    }

    private void Migrate(string path, ReadOnlySpan<string> migrations)
    {
        // In one step with its reading: two processes may open a new file at once.
        var sql = migrations.ToArray();
        Write(() =>
        {
            var version = (long)Scalar("PRAGMA user_version")!;
            if (version > sql.Length) throw new SqliteFileException($"{path} was written by a newer version of the host; use that one, or move the file away.");
            for (; version < sql.Length; version++) Run($"{sql[(int)version]} PRAGMA user_version = {version + 1};");
        });
    }

    /// <summary>A statement, compiled once.</summary>
    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (_prepared.TryGetValue(sql, out var command)) command.Parameters.Clear();
        else
        {
            // There are as many as are written in the program.
            command = _prepared[sql] = _connection.CreateCommand();
            command.CommandText = sql;
        }

        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, Kept(value));
        return command;
    }
}

/// <summary>What a database lies on.</summary>
public enum SqlitePlace
{
    /// <summary>A disk of this machine: a write-ahead log, and several processes may read and write.</summary>
    LocalDisk,

    /// <summary>A network share: a rollback journal, and one process at a time.</summary>
    Share,
}

/// <summary>A database of the host's cannot be opened. The message is one sentence with what to do.</summary>
public sealed class SqliteFileException : Exception
{
    public SqliteFileException(string message)
        : base(message)
    {
    }

    public SqliteFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Columns as they are kept.</summary>
public static class SqliteColumns
{
    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset At(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? AtOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.At(column);
}
