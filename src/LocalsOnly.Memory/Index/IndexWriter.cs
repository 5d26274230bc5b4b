using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Recall;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Writes archive entries into the index, within one transaction of one connection. Statements are prepared once.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Redactor _redactor;
    private readonly SqliteCommand _insertConversation;
    private readonly SqliteCommand _insertMessage;
    private readonly SqliteCommand _insertTerms;
    private readonly SqliteCommand _insertRedaction;
    private readonly Dictionary<(string Owner, string? Persona, string? Channel, string Source), long> _scopes = [];
    private readonly Dictionary<long, (long Messages, long Words)> _authorChanges = [];

    public IndexWriter(SqliteConnection connection, Redactor redactor)
    {
        (_connection, _redactor) = (connection, redactor);
        _insertConversation = connection.Command("""
            INSERT INTO conversations (scope, owner, key, source, title, created, updated, model, account, digest, kind, project, segment, offset)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id
            """);
        _insertMessage = connection.Command("""
            INSERT INTO messages (scope, conversation, ordinal, position, key, parent, author, kind, active, at, words, attachments, text)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id
            """);
        _insertTerms = connection.Command("INSERT INTO recallable (rowid, title, body) VALUES ($1, $2, $3)");
        AddParameters(_insertConversation, 14);
        AddParameters(_insertMessage, 13);
        _insertRedaction = connection.Command("INSERT INTO redactions VALUES ($1, $2, $3)");
        AddParameters(_insertTerms, 3);
        AddParameters(_insertRedaction, 3);
    }

    /// <summary>Replaces the conversation of the entry's owner and key, without the secrets in it.</summary>
    /// <param name="at">Where the archive has it.</param>
    public void Put(ArchiveEntry entry, ArchivePosition at)
    {
        var redactions = new Dictionary<string, int>(StringComparer.Ordinal);
        var conversation = _redactor.Redact(entry.Conversation, redactions);
        if (_connection.Scalar("SELECT id FROM conversations WHERE owner = $owner AND key = $key", ("$owner", entry.Owner), ("$key", conversation.Key)) is long old)
        {
            ForgetAuthors(old);
            _connection.Execute("""
                DELETE FROM recallable WHERE rowid IN (SELECT id FROM messages WHERE conversation = $id AND position IS NOT NULL);
                DELETE FROM messages WHERE conversation = $id;
                DELETE FROM redactions WHERE conversation = $id;
                DELETE FROM conversations WHERE id = $id
                """, ("$id", old));
        }
        var scope = Scope(entry);
        Set(_insertConversation, scope, entry.Owner, conversation.Key, conversation.Source, conversation.Title, conversation.CreatedAt?.UtcTicks,
            conversation.UpdatedAt?.UtcTicks, conversation.Model, conversation.Account, ArchiveFormat.Digest(entry.Conversation),
            (int)conversation.Kind, conversation.Project, at.Segment, at.Offset);
        var id = (long)_insertConversation.ExecuteScalar()!;
        foreach (var (kind, count) in redactions)
        {
            Set(_insertRedaction, id, kind, count);
            _insertRedaction.ExecuteNonQuery();
        }
        var title = Words.ForIndex(conversation.Title).Terms;
        var position = 0;
        for (var ordinal = 0; ordinal < conversation.Messages.Count; ordinal++)
        {
            var message = conversation.Messages[ordinal];
            var recallable = message is { Kind: MessageKind.Visible, Active: true } && !string.IsNullOrWhiteSpace(message.Text);
            var (terms, words) = recallable ? Words.ForIndex(message.Text) : ("", 0);
            Set(_insertMessage, scope, id, ordinal, recallable ? position++ : null, message.Key, message.ParentKey, (int)message.Author, (int)message.Kind,
                message.Active, message.At?.UtcTicks, words, Attachments(message.Attachments), message.Text);
            var row = (long)_insertMessage.ExecuteScalar()!;
            if (!recallable) continue;
            Count((long)message.Author, 1, words);
            Set(_insertTerms, row, title, terms);
            _insertTerms.ExecuteNonQuery();
        }
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
        _insertConversation.Dispose();
        _insertMessage.Dispose();
        _insertTerms.Dispose();
        _insertRedaction.Dispose();
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

    private long Scope(ArchiveEntry entry)
    {
        var key = (entry.Owner, entry.Persona, entry.Channel, entry.Conversation.Source);
        if (_scopes.TryGetValue(key, out var known)) return known;
        (string, object?)[] parameters =
            [("$owner", entry.Owner), ("$persona", entry.Persona), ("$channel", entry.Channel), ("$source", entry.Conversation.Source)];
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
internal sealed partial class IndexJson : JsonSerializerContext;
