using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Writes rows of messages. The statement is prepared once.</summary>
internal sealed class MessageTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, """
        INSERT INTO messages (id, position, key, parent, author, kind, active, at, attachments, text, raw_at, model, partial, name)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """);
    private readonly Statement _delete = new(connection, "DELETE FROM messages WHERE id >= ?1 AND id < ?2");

    /// <summary>Writes the messages of a conversation from a place on; those before are there already.</summary>
    /// <param name="id">Row of the conversation.</param>
    /// <param name="conversation">What it is now.</param>
    /// <param name="from">Place of the first to be written.</param>
    public void Insert(long id, Conversation conversation, int from)
    {
        var ordinals = Ordinals(conversation.Messages);
        var position = 0;
        for (var ordinal = 0; ordinal < conversation.Messages.Count; ordinal++)
        {
            var message = conversation.Messages[ordinal];
            int? own = ConversationTerms.IsRecallable(message) ? position++ : null;
            if (ordinal < from) continue;
            _insert.Bind(1, MessageRow.Of(id, ordinal)).Bind(2, own).Bind(3, MessageRow.Shorten(conversation.Key, message.Key));
            if (message.ParentKey is { } parent && ordinals.TryGetValue(parent, out var place)) _insert.Bind(4, (long)place);
            else _insert.Bind(4, message.ParentKey is { } other ? MessageRow.Shorten(conversation.Key, other) : null);
            PackedText.Bind(_insert, 10, message.Text);
            _insert.Bind(5, (long)message.Author).Bind(6, (long)message.Kind).Bind(7, message.Active ? 1 : 0).Bind(8, message.At?.UtcTicks)
                .Bind(9, Attachments(message.Attachments)).Bind(11, message.RawAt).Bind(12, message.Model).Bind(13, message.Partial ? 1 : 0)
                .Bind(14, message.Name).Run();
        }
    }

    /// <summary>Takes out the messages of a conversation from a place on.</summary>
    public void Delete(long id, int from) => _delete.Bind(1, MessageRow.Of(id, from)).Bind(2, MessageRow.Range(id).To).Run();

    /// <summary>How many messages two forms of a conversation begin with alike.</summary>
    public static int CommonLength(IReadOnlyList<ConversationMessage> before, IReadOnlyList<ConversationMessage> now)
    {
        var most = Math.Min(before.Count, now.Count);
        for (var i = 0; i < most; i++)
            if (!before[i].Attachments.SequenceEqual(now[i].Attachments) || before[i] != now[i] with { Attachments = before[i].Attachments }) return i;
        return most;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
    }

    private static Dictionary<string, int> Ordinals(IReadOnlyList<ConversationMessage> messages)
    {
        var ordinals = new Dictionary<string, int>(messages.Count, StringComparer.Ordinal);
        for (var i = 0; i < messages.Count; i++) ordinals.TryAdd(messages[i].Key, i);
        return ordinals;
    }

    private static string? Attachments(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : JsonSerializer.Serialize([.. names], IndexJson.Default.StringArray);
}
