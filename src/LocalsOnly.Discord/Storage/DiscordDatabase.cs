using Microsoft.Data.Sqlite;

namespace LocalsOnly.Discord.Storage;

/// <summary>
/// What must outlive the host: what was written and what became of it, what was answered and where, who is paired. One file, <c>discord.db</c>, one connection; each
/// step is a few microseconds under a lock. A process that dies between two steps loses neither.
/// </summary>
internal sealed class DiscordDatabase : IDisposable
{
    private const int Version = 2;

    private const string Schema = """
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, guild INTEGER, author INTEGER NOT NULL, name TEXT NOT NULL, persona TEXT NOT NULL, bot TEXT NOT NULL,
            text TEXT NOT NULL, attachments TEXT NOT NULL, session TEXT NOT NULL, memory TEXT, shared INTEGER NOT NULL, guest INTEGER NOT NULL, replied TEXT, echo INTEGER,
            state INTEGER NOT NULL, reason TEXT, leader INTEGER, turn TEXT, wrote INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL);
        CREATE INDEX inbox_open ON inbox (channel, id) WHERE state < 2;
        CREATE TABLE outbox (
            inbox INTEGER NOT NULL, part INTEGER NOT NULL, channel INTEGER NOT NULL, persona TEXT NOT NULL, text TEXT NOT NULL, file BLOB, message INTEGER, final INTEGER NOT NULL,
            delivered INTEGER NOT NULL, tried INTEGER NOT NULL, PRIMARY KEY (inbox, part)) WITHOUT ROWID;
        CREATE INDEX outbox_message ON outbox (message) WHERE message IS NOT NULL;
        CREATE INDEX outbox_channel ON outbox (channel, inbox);
        CREATE TABLE ignored (id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, author INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX ignored_channel ON ignored (channel, id);
        CREATE TABLE cursors (channel INTEGER PRIMARY KEY, bot TEXT NOT NULL, direct INTEGER NOT NULL, last INTEGER NOT NULL);
        CREATE TABLE bots (name TEXT PRIMARY KEY, id INTEGER NOT NULL, called TEXT NOT NULL);
        CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner INTEGER NOT NULL, at INTEGER NOT NULL);
        CREATE TABLE codes (code TEXT PRIMARY KEY, owner INTEGER NOT NULL, expires INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE quoted (turn TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, persona TEXT NOT NULL, memory TEXT, shared INTEGER NOT NULL, PRIMARY KEY (turn, number)) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    /// <exception cref="DiscordStoreException">It cannot be opened, or a newer version wrote it.</exception>
    public DiscordDatabase(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            _connection.Open();
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
            var version = (long)Scalar("PRAGMA user_version")!;
            if (version > Version) throw new DiscordStoreException($"{path} was written by a newer version of the host; use that one, or move the file away.");
            if (version == 1) Write(() => Run($"ALTER TABLE inbox DROP COLUMN place; DROP INDEX inbox_turn; PRAGMA user_version = {Version};"));
            if (version == 0) Write(() => Run($"{Schema} PRAGMA user_version = {Version};"));
        }
        catch (Exception broken) when (broken is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection?.Dispose();
            throw new DiscordStoreException($"What is kept of Discord cannot be opened ({path}: {broken.Message}). Mend it or move the file away; people then pair again.", broken);
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Several steps as one.</summary>
    public T Write<T>(Func<T> steps)
    {
        lock (_gate)
        {
            Run("BEGIN IMMEDIATE");
            try
            {
                var result = steps();
                Run("COMMIT");
                return result;
            }
            catch
            {
                Run("ROLLBACK");
                throw;
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
            using var command = Command(sql, parameters);
            return command.ExecuteNonQuery();
        }
    }

    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            return command.ExecuteScalar() is var value and not DBNull ? value : null;
        }
    }

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value switch
            {
                null => DBNull.Value,
                Transport.Snowflake id => unchecked((long)id.Value),
                DateTimeOffset at => at.UtcTicks,
                Enum state => Convert.ToInt32(state, System.Globalization.CultureInfo.InvariantCulture),
                _ => value,
            });
        return command;
    }
}

/// <summary>What is kept of Discord cannot be read or written. The message is one sentence with what to do.</summary>
public sealed class DiscordStoreException : Exception
{
    public DiscordStoreException(string message)
        : base(message)
    {
    }

    public DiscordStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Columns as they are kept.</summary>
internal static class Columns
{
    public static Transport.Snowflake Id(this SqliteDataReader row, int column) => new(unchecked((ulong)row.GetInt64(column)));

    public static Transport.Snowflake? IdOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Id(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset At(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
