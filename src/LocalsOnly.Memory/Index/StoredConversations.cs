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
        using var command = connection.Command($"""
            SELECT id FROM conversations WHERE owner = $owner AND key IN (SELECT value FROM json_each($keys)) AND {ScopeFilter.Sql}
                AND (key = $key OR EXISTS (SELECT 1 FROM messages WHERE messages.conversation = conversations.id AND messages.key = $key)) LIMIT 1
            """, [("$key", key), ("$keys", JsonSerializer.Serialize([key, .. Prefixes(key)], IndexJson.Default.StringArray)), .. ScopeFilter.Parameters(scope)]);
        return command.ExecuteScalar() as long?;
    }

    private static IEnumerable<string> Prefixes(string key)
    {
        for (var colon = key.LastIndexOf(':'); colon > 0; colon = key.LastIndexOf(':', colon - 1)) yield return key[..colon];
    }

    /// <summary>A conversation by its row.</summary>
    public static Conversation? Read(SqliteConnection connection, long id)
    {
        var messages = new List<ConversationMessage>();
        using (var command = connection.Command(
            "SELECT key, parent, author, kind, active, at, text, attachments, raw_at, model, partial FROM messages WHERE conversation = $id ORDER BY ordinal", ("$id", id)))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                messages.Add(new ConversationMessage(
                    reader.GetString(0), reader.TextOrNull(1), (MessageAuthor)reader.GetInt32(2), (MessageKind)reader.GetInt32(3), reader.GetBoolean(4),
                    reader.InstantOrNull(5), reader.GetString(6),
                    reader.TextOrNull(7) is { } names ? JsonSerializer.Deserialize(names, IndexJson.Default.StringArray) ?? [] : [])
                {
                    RawAt = reader.TextOrNull(8),
                    Model = reader.TextOrNull(9),
                    Partial = reader.GetBoolean(10),
                });
        }
        using var head = connection.Command(
            "SELECT key, source, title, created, updated, model, account, kind, leaf, project FROM conversations WHERE id = $id", ("$id", id));
        using var row = head.ExecuteReader();
        return row.Read()
            ? new Conversation(row.GetString(0), row.GetString(1), row.GetString(2), row.InstantOrNull(3), row.InstantOrNull(4), row.TextOrNull(5), row.TextOrNull(6), messages)
            {
                Kind = (ConversationKind)row.GetInt32(7),
                Leaf = row.TextOrNull(8),
                Project = row.TextOrNull(9),
            }
            : null;
    }
}
