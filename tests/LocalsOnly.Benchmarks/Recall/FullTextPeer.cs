using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Benchmarks.Recall;

/// <summary>The same messages in SQLite's FTS5 with its Porter stemmer, asked with its bm25(): what one would build in an afternoon.</summary>
internal sealed class FullTextPeer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private SqliteTransaction _transaction;
    private int _inserted;

    private FullTextPeer(string path)
    {
        _connection = new SqliteConnection($"Data Source={path}");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; CREATE VIRTUAL TABLE messages USING fts5 (body, content='', tokenize='porter unicode61')");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO messages (body) VALUES ($body)";
        _insert.Parameters.AddWithValue("$body", "");
        _transaction = _connection.BeginTransaction();
    }

    /// <summary>Takes every message of some conversations in, and says how long it took.</summary>
    public static FullTextPeer Of(string path, IEnumerable<Conversation> conversations)
    {
        var taking = Stopwatch.StartNew();
        var peer = new FullTextPeer(path);
        foreach (var message in conversations.SelectMany(conversation => conversation.Messages)) peer.Add(message.Text);
        peer.Commit();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FTS5 took the same messages in {taking.Elapsed.TotalSeconds:0.0} s; {new FileInfo(path).Length / 1e6:N0} MB without their text"));
        return peer;
    }

    private void Add(string text)
    {
        _insert.Transaction = _transaction;
        _insert.Parameters[0].Value = text;
        _insert.ExecuteNonQuery();
        if (++_inserted % 20_000 == 0) Commit();
    }

    private void Commit()
    {
        _transaction.Commit();
        _transaction = _connection.BeginTransaction();
    }

    /// <summary>Rows of the ten best messages for any of a question's words.</summary>
    public List<long> Find(string question)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = "SELECT rowid FROM messages WHERE messages MATCH $match ORDER BY bm25(messages) LIMIT 10";
        command.Parameters.AddWithValue("$match", string.Join(" OR ", question.Split([' ', '?'], StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\"")));
        using var reader = command.ExecuteReader();
        var rows = new List<long>();
        while (reader.Read()) rows.Add(reader.GetInt64(0));
        return rows;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
