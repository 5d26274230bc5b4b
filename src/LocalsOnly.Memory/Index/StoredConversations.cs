using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Reads whole conversations back out of the index: what was archived, redacted.</summary>
internal static class StoredConversations
{
    /// <summary>The conversation with this key, or with a message of this key, within a scope.</summary>
    public static Conversation? Find(SqliteConnection connection, MemoryScope scope, string key) =>
        FindId(connection, scope, key) is { } id ? Read(connection, id) : null;

    /// <summary>The row of that conversation.</summary>
    public static long? FindId(SqliteConnection connection, MemoryScope scope, string key)
    {
        // A message's key begins with its conversation's, so that no index over the keys of messages is needed, which would be the dearest of all to fill.
        using var command = connection.Command(
            $"SELECT id, key FROM conversations WHERE owner = $owner AND key IN (SELECT value FROM json_each($keys)) AND {ScopeFilter.Sql}",
            [("$keys", JsonSerializer.Serialize([key, .. Prefixes(key)], IndexJson.Default.StringArray)), .. ScopeFilter.Parameters(scope)]);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            if (reader.GetString(1) == key || Holds(connection, reader.GetInt64(0), MessageRow.Shorten(reader.GetString(1), key))) return reader.GetInt64(0);
        return null;
    }

    /// <summary>A conversation by its row.</summary>
    public static Conversation? Read(SqliteConnection connection, long id)
    {
        using var head = connection.Command(
            "SELECT key, source, title, created, updated, model, account, kind, leaf, project FROM conversations WHERE id = $id", ("$id", id));
        using var row = head.ExecuteReader();
        return row.Read()
            ? new Conversation(row.GetString(0), row.GetString(1), row.GetString(2), row.AtOrNull(3), row.AtOrNull(4), row.TextOrNull(5), row.TextOrNull(6),
                Messages(connection, id, row.GetString(0)))
            {
                Kind = (ConversationKind)row.GetInt32(7),
                Leaf = row.TextOrNull(8),
                Project = row.TextOrNull(9),
            }
            : null;
    }

    private static bool Holds(SqliteConnection connection, long conversation, string shortKey)
    {
        var (from, to) = MessageRow.Range(conversation);
        return connection.Scalar("SELECT 1 FROM messages WHERE id >= $from AND id < $to AND key = $key", ("$from", from), ("$to", to), ("$key", shortKey)) is not null;
    }

    private static IEnumerable<string> Prefixes(string key)
    {
        for (var colon = key.LastIndexOf(':'); colon > 0; colon = key.LastIndexOf(':', colon - 1)) yield return key[..colon];
    }

    private static List<ConversationMessage> Messages(SqliteConnection connection, long conversation, string conversationKey)
    {
        var (from, to) = MessageRow.Range(conversation);
        var messages = new List<ConversationMessage>();
        var parents = new List<(int Child, int Parent)>();
        using var command = connection.Command("""
            SELECT key, parent, author, kind, active, at, text, attachments, raw_at, model, partial, name FROM messages WHERE id >= $from AND id < $to ORDER BY id
            """, ("$from", from), ("$to", to));
        using (var reader = command.ExecuteReader())
            while (reader.Read())
            {
                var parent = reader.GetValue(1);
                if (parent is long ordinal) parents.Add((messages.Count, (int)ordinal));
                messages.Add(new ConversationMessage(
                    MessageRow.Lengthen(conversationKey, reader.GetString(0)), parent is string key ? MessageRow.Lengthen(conversationKey, key) : null,
                    (MessageAuthor)reader.GetInt32(2), (MessageKind)reader.GetInt32(3), reader.GetBoolean(4), reader.AtOrNull(5), PackedText.Of(reader, 6),
                    reader.TextOrNull(7) is { } names ? JsonSerializer.Deserialize(names, IndexJson.Default.StringArray) ?? [] : [])
                {
                    RawAt = reader.TextOrNull(8),
                    Model = reader.TextOrNull(9),
                    Partial = reader.GetBoolean(10),
                    Name = reader.TextOrNull(11),
                });
            }
        foreach (var (child, parent) in parents) messages[child] = messages[child] with { ParentKey = messages[parent].Key };
        return messages;
    }
}
