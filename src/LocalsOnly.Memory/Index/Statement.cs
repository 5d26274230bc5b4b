using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// A statement that is prepared once and run for each message of an import. ADO.NET looks every parameter up by its name and boxes its value each time, which
/// costs as much as the insert; this binds by number: parameters are written <c>?1</c>.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <summary>Binds a value to a parameter, counted from 1, and returns the statement.</summary>
    public Statement Bind(int parameter, long value)
    {
        raw.sqlite3_bind_int64(_statement, parameter, value);
        return this;
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public Statement Bind(int parameter, long? value)
    {
        if (value is { } known) raw.sqlite3_bind_int64(_statement, parameter, known);
        else raw.sqlite3_bind_null(_statement, parameter);
        return this;
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public Statement Bind(int parameter, string? value)
    {
        if (value is not null) SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_text(_statement, parameter, value), _database);
        else raw.sqlite3_bind_null(_statement, parameter);
        return this;
    }

    /// <summary>Runs it, and makes it ready to be bound again.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, _database);
    }

    public void Dispose() => _statement.Dispose();
}
