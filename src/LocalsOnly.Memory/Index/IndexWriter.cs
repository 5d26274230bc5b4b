using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Writes conversations into the index, within one transaction of one connection. Statements are prepared once.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _findConversation;
    private readonly SqliteCommand _insertConversation;
    private readonly Statement _insertRedaction;
    private readonly Statement _deleteRedactions;
    private readonly Statement _insertMessage;
    private readonly Statement _updateMessage;
    private readonly Statement _deleteMessage;
    private readonly Statement _insertTerms;
    private readonly Statement _deleteTerms;
    private long _lastConversation;
    private long _lastMessage;
    private readonly Dictionary<(string Owner, string? Persona, string? Channel, string Source), long> _scopes = [];
    private readonly Dictionary<long, (long Messages, long Words)> _authorChanges = [];

    public IndexWriter(SqliteConnection connection)
    {
        _connection = connection;
        _findConversation = connection.Command("SELECT id FROM conversations WHERE owner = $1 AND key = $2");
        _insertConversation = connection.Command("""
            INSERT INTO conversations (id, scope, owner, key, source, title, created, updated, model, account, kind, leaf, project)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """);
        _insertMessage = new Statement(connection, """
            INSERT INTO messages (id, scope, conversation, ordinal, position, key, parent, author, kind, active, at, words, attachments, text, raw_at, model, partial)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            """);
        _updateMessage = new Statement(connection, """
            UPDATE messages SET scope = ?2, conversation = ?3, ordinal = ?4, position = ?5, key = ?6, parent = ?7, author = ?8, kind = ?9, active = ?10, at = ?11,
                words = ?12, attachments = ?13, text = ?14, raw_at = ?15, model = ?16, partial = ?17 WHERE id = ?1
            """);
        _deleteMessage = new Statement(connection, "DELETE FROM messages WHERE id = ?1");
        _insertTerms = new Statement(connection, "INSERT INTO recallable (rowid, title, body) VALUES (?1, ?2, ?3)");
        _deleteTerms = new Statement(connection, "DELETE FROM recallable WHERE rowid = ?1");
        _insertRedaction = new Statement(connection, "INSERT INTO redactions VALUES (?1, ?2, ?3)");
        _deleteRedactions = new Statement(connection, "DELETE FROM redactions WHERE conversation = ?1");
        // FTS5 writes out what it has collected whenever SQLite sets a savepoint, which it does for INSERT … RETURNING: a segment for each message, six times
        // the time. So the numbers are counted here; the transaction is the only one that writes.
        _lastConversation = (long)connection.Scalar("SELECT coalesce(max(id), 0) FROM conversations")!;
        _lastMessage = (long)connection.Scalar("SELECT coalesce(max(id), 0) FROM messages")!;
        AddParameters(_findConversation, 2);
        AddParameters(_insertConversation, 13);
    }

    /// <summary>Replaces the conversation of an owner and key.</summary>
    public void Put(FoldedConversation folded)
    {
        var (conversation, audience, terms) = (folded.Redacted, folded.Audience, folded.Terms);
        var old = Outdate(folded);
        var kept = old is { } replaced ? Kept(replaced) : [];
        if (old is not null) _connection.Execute("DELETE FROM conversations WHERE id = $id", ("$id", old));
        var id = old ?? ++_lastConversation;
        var scope = Scope(audience, conversation.Source);
        var project = Assigned(audience.Owner, conversation.Key, conversation.Project);
        Set(_insertConversation, id, scope, audience.Owner, conversation.Key, conversation.Source, conversation.Title, conversation.CreatedAt?.UtcTicks,
            conversation.UpdatedAt?.UtcTicks, conversation.Model, conversation.Account, (int)conversation.Kind, conversation.Leaf, project);
        _insertConversation.ExecuteNonQuery();
        if (old is not null) _deleteRedactions.Bind(1, id).Run();
        foreach (var (kind, count) in folded.Redactions) _insertRedaction.Bind(1, id).Bind(2, kind).Bind(3, (long)count).Run();
        var position = 0;
        for (var ordinal = 0; ordinal < conversation.Messages.Count; ordinal++)
        {
            var message = conversation.Messages[ordinal];
            var (body, words) = terms.Messages[ordinal];
            var recallable = body is not null;
            var isKept = kept.TryGetValue(message.Key, out var row);
            if (!isKept) row = ++_lastMessage;
            (isKept ? _updateMessage : _insertMessage).Bind(1, row).Bind(2, scope).Bind(3, id).Bind(4, ordinal).Bind(5, recallable ? position++ : null).Bind(6, message.Key)
                .Bind(7, message.ParentKey).Bind(8, (long)message.Author).Bind(9, (long)message.Kind).Bind(10, message.Active ? 1 : 0).Bind(11, message.At?.UtcTicks)
                .Bind(12, words).Bind(13, Attachments(message.Attachments)).Bind(14, message.Text).Bind(15, message.RawAt).Bind(16, message.Model)
                .Bind(17, message.Partial ? 1 : 0).Run();
            if (!recallable || isKept) continue;
            Count((long)message.Author, 1, words);
            _insertTerms.Bind(1, row).Bind(2, terms.Title).Bind(3, body).Run();
        }
    }

    /// <summary>
    /// Takes out those messages of a conversation that is going to be put whose terms change, and returns its row. An export that is a little newer changes few.
    /// FTS5 writes out what it has collected before a row of a lower number goes, so in a transaction all that goes should go before the first <see cref="Put"/>.
    /// </summary>
    public long? Outdate(FoldedConversation folded)
    {
        // What is indexed is redacted, so it is compared with what is redacted.
        var conversation = folded.Redacted;
        Set(_findConversation, folded.Audience.Owner, conversation.Key);
        if (_findConversation.ExecuteScalar() is not long old) return null;
        var now = conversation.Messages.ToDictionary(message => message.Key, StringComparer.Ordinal);
        var isSameTitle = _connection.Scalar("SELECT title FROM conversations WHERE id = $id", ("$id", old)) as string == conversation.Title;
        var gone = new List<(long Row, bool Recallable, long Author, long Words)>();
        using (var command = _connection.Command("SELECT id, key, author, words, position IS NOT NULL, text FROM messages WHERE conversation = $id", ("$id", old)))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
            {
                var wasRecallable = reader.GetBoolean(4);
                var stays = now.TryGetValue(reader.GetString(1), out var message) && (long)message.Author == reader.GetInt64(2) &&
                    ConversationTerms.IsRecallable(message) == wasRecallable && (isSameTitle || !wasRecallable) && message.Text == reader.GetString(5);
                if (!stays) gone.Add((reader.GetInt64(0), wasRecallable, reader.GetInt64(2), reader.GetInt64(3)));
            }
        foreach (var (row, recallable, author, words) in gone)
        {
            _deleteMessage.Bind(1, row).Run();
            if (!recallable) continue;
            _deleteTerms.Bind(1, row).Run();
            Count(author, -1, -words);
        }
        return old;
    }

    /// <summary>Takes a conversation out of what is remembered.</summary>
    public void Remove(string owner, string key)
    {
        Set(_findConversation, owner, key);
        if (_findConversation.ExecuteScalar() is not long old) return;
        ForgetAuthors(old);
        foreach (var row in Recallable(old)) _deleteTerms.Bind(1, row).Run();
        _connection.Execute("DELETE FROM messages WHERE conversation = $id; DELETE FROM redactions WHERE conversation = $id; DELETE FROM conversations WHERE id = $id", ("$id", old));
    }

    /// <summary>Brings the sums over authors, which ranking needs, up to what was put. Call before the transaction commits.</summary>
    public void Complete()
    {
        foreach (var (author, (messages, words)) in _authorChanges)
            _connection.Execute("""
                INSERT INTO authors VALUES ($author, $messages, $words)
                ON CONFLICT (author) DO UPDATE SET messages = messages + excluded.messages, words = words + excluded.words
                """, ("$author", author), ("$messages", messages), ("$words", words));
        _authorChanges.Clear();
    }

    public void Dispose()
    {
        _findConversation.Dispose();
        _insertConversation.Dispose();
        _insertRedaction.Dispose();
        _deleteRedactions.Dispose();
        _insertMessage.Dispose();
        _updateMessage.Dispose();
        _deleteMessage.Dispose();
        _insertTerms.Dispose();
        _deleteTerms.Dispose();
    }

    private Dictionary<string, long> Kept(long conversation)
    {
        using var command = _connection.Command("SELECT key, id FROM messages WHERE conversation = $id", ("$id", conversation));
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read()) rows[reader.GetString(0)] = reader.GetInt64(1);
        return rows;
    }

    private List<long> Recallable(long conversation)
    {
        using var command = _connection.Command("SELECT id FROM messages WHERE conversation = $id AND position IS NOT NULL", ("$id", conversation));
        using var reader = command.ExecuteReader();
        var rows = new List<long>();
        while (reader.Read()) rows.Add(reader.GetInt64(0));
        return rows;
    }

    private void ForgetAuthors(long conversation)
    {
        using var command = _connection.Command(
            "SELECT author, count(*), sum(words) FROM messages WHERE conversation = $id AND position IS NOT NULL GROUP BY author", ("$id", conversation));
        using var reader = command.ExecuteReader();
        while (reader.Read()) Count(reader.GetInt64(0), -reader.GetInt64(1), -reader.GetInt64(2));
    }

    private void Count(long author, long messages, long words)
    {
        var (knownMessages, knownWords) = _authorChanges.GetValueOrDefault(author);
        _authorChanges[author] = (knownMessages + messages, knownWords + words);
    }

    // What a person confirmed stands above what an export says.
    private string? Assigned(string owner, string key, string? exported)
    {
        using var command = _connection.Command("SELECT project FROM assigned WHERE owner = $owner AND key = $key", ("$owner", owner), ("$key", key));
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.TextOrNull(0) : exported;
    }

    private long Scope(Audience audience, string source)
    {
        var key = (audience.Owner, audience.Persona, audience.Channel, source);
        if (_scopes.TryGetValue(key, out var known)) return known;
        (string, object?)[] parameters =
            [("$owner", audience.Owner), ("$persona", audience.Persona), ("$channel", audience.Channel), ("$source", source)];
        var id = _connection.Scalar(
            "SELECT id FROM scopes WHERE owner = $owner AND persona IS $persona AND channel IS $channel AND source = $source", parameters) as long?
            ?? (long)_connection.Scalar(
                "INSERT INTO scopes (owner, persona, channel, source) VALUES ($owner, $persona, $channel, $source) RETURNING id", parameters)!;
        return _scopes[key] = id;
    }

    private static string? Attachments(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : JsonSerializer.Serialize([.. names], IndexJson.Default.StringArray);

    private static void AddParameters(SqliteCommand command, int count)
    {
        for (var i = 1; i <= count; i++) command.Parameters.Add(new SqliteParameter($"${i}", DBNull.Value));
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class IndexJson : JsonSerializerContext;
