using System.Runtime.ExceptionServices;
using LocalsOnly.Memory.Corpus;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Finds the conversations that a person wants forgotten.</summary>
internal static class Selection
{
    /// <summary>All that are meant, newest first.</summary>
    /// <param name="originals">Have the words that are redacted in the index: somebody may look for just those.</param>
    /// <exception cref="MemoryStoreException">Originals that are asked for cannot be read.</exception>
    public static List<ConversationLabel> Find(SqliteConnection connection, OriginalReader originals, string owner, ForgetSelection selection)
    {
        var words = selection.Words?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        connection.CreateFunction("holds_all", (object? text) => HoldsAll(PackedText.Of(text), words), isDeterministic: true);
        ExceptionDispatchInfo? away = null;
        connection.CreateFunction("original_holds_all", (string key) => away is null && OriginalHoldsAll(key));
        using var command = connection.Command("""
            SELECT c.key, c.title, c.source, c.updated, c.messages
            FROM conversations c
            WHERE c.owner = $owner AND ($key IS NULL OR c.key = $key) AND ($source IS NULL OR c.source = $source)
              AND ($before IS NULL OR coalesce(c.updated, c.created) < $before) AND ($after IS NULL OR coalesce(c.created, c.updated) >= $after)
              AND ($words IS NULL OR holds_all(c.title) OR EXISTS (
                SELECT 1 FROM messages m WHERE m.id >= c.id << 24 AND m.id < (c.id + 1) << 24 AND (holds_all(m.text) OR holds_all(m.attachments)))
                OR (EXISTS (SELECT 1 FROM redactions r WHERE r.conversation = c.id) AND original_holds_all(c.key)))
            ORDER BY c.updated DESC, c.key
            """,
            ("$owner", owner), ("$key", selection.ConversationKey), ("$source", selection.Source), ("$before", selection.Before?.UtcTicks),
            ("$after", selection.After?.UtcTicks), ("$words", words.Length > 0 ? selection.Words : null));
        var found = new List<ConversationLabel>();
        using (var reader = command.ExecuteReader())
            while (reader.Read()) found.Add(ImportTable.Label(reader));
        away?.Throw();
        if (found.Count == 0 && selection is { ConversationKey: { } key, Source: null, Before: null, After: null } && words.Length == 0 && IsUndone(connection, owner, key))
            found.Add(new ConversationLabel(key, key, key.Split(':')[0], null, 0));
        return found;

        // What a function throws, SQLite would say of the index.
        bool OriginalHoldsAll(string key)
        {
            try
            {
                return originals.Read(owner, key).Conversation is { } original && HoldsAll(original, words);
            }
            catch (MemoryStoreException fault)
            {
                away = ExceptionDispatchInfo.Capture(fault);
                return false;
            }
        }
    }

    private static bool HoldsAll(string? text, string[] words) => text is not null && words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool HoldsAll(Conversation original, string[] words) =>
        HoldsAll(original.Title, words) || original.Messages.Any(message => HoldsAll(message.Text, words) || message.Attachments.Any(name => HoldsAll(name, words)));

    // It is not known any more, and still in the archive.
    private static bool IsUndone(SqliteConnection connection, string owner, string key) =>
        connection.Scalar("SELECT 1 FROM observations WHERE owner = $owner AND key = $key", ("$owner", owner), ("$key", key)) is not null;
}
