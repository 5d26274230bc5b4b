using LocalsOnly.Memory.Corpus;
using LocalsOnly.Memory.Knowledge;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Finds the conversations that a person wants forgotten.</summary>
internal static class Selection
{
    /// <summary>All that are meant, newest first. Knowledge files are none: they are in no archive, and their index follows the files themselves.</summary>
    /// <param name="originals">Have the words that are redacted in the index, those of undone imports, and those that another export of a conversation has otherwise: somebody may look for just those.</param>
    /// <exception cref="MemoryStoreException">Originals that are asked for cannot be read.</exception>
    public static List<ConversationLabel> Find(SqliteConnection connection, OriginalReader originals, string owner, ForgetSelection selection)
    {
        var words = selection.Words?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        connection.CreateFunction("holds_all", (object? text) => HoldsAll(PackedText.Of(text), words), isDeterministic: true);
        var inExports = words.Length > 0 ? originals.KeysWhereAny(owner, export => HoldsAll(export, words)) : [];
        connection.CreateFunction("any_export_holds_all", (string key) => inExports.Contains(key));
        using var command = connection.Command("""
            SELECT c.key, c.title, c.source, c.updated, c.messages
            FROM conversations c
            WHERE c.owner = $owner AND c.source <> $files AND ($key IS NULL OR c.key = $key) AND ($source IS NULL OR c.source = $source COLLATE NOCASE)
              AND ($before IS NULL OR coalesce(c.updated, c.created) < $before) AND ($after IS NULL OR coalesce(c.created, c.updated) >= $after)
              AND ($words IS NULL OR holds_all(c.title) OR EXISTS (
                SELECT 1 FROM messages m WHERE m.id >= c.id << 24 AND m.id < (c.id + 1) << 24 AND (holds_all(m.text) OR holds_all(m.attachments)))
                OR any_export_holds_all(c.key))
            ORDER BY c.updated DESC, c.key
            """,
            ("$owner", owner), ("$files", KnowledgeConversation.Source), ("$key", selection.ConversationKey), ("$source", selection.Source), ("$before", selection.Before?.UtcTicks),
            ("$after", selection.After?.UtcTicks), ("$words", words.Length > 0 ? selection.Words : null));
        var found = new List<ConversationLabel>();
        using (var reader = command.ExecuteReader())
            while (reader.Read()) found.Add(ImportTable.Label(reader));
        var known = found.Count;
        foreach (var key in Gone(connection, owner, selection.ConversationKey))
            if ((words.Length == 0 || inExports.Contains(key)) && Undone(originals, owner, key, selection, words) is { } gone) found.Add(gone);
        if (found.Count > known) found.Sort(CompareNewestFirst);
        return found;
    }

    private static bool HoldsAll(string? text, string[] words) => text is not null && words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool HoldsAll(Conversation original, string[] words) =>
        HoldsAll(original.Title, words) || original.Messages.Any(message => HoldsAll(message.Text, words) || message.Attachments.Any(name => HoldsAll(name, words)));

    // Keys of what is not known any more and still in the archive: it came with imports that are undone.
    private static List<string> Gone(SqliteConnection connection, string owner, string? key)
    {
        using var command = connection.Command("""
            SELECT DISTINCT key FROM observations
            WHERE owner = $owner AND ($key IS NULL OR key = $key) AND key NOT IN (SELECT key FROM conversations WHERE owner = $owner) ORDER BY key
            """, ("$owner", owner), ("$key", key));
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    // Null when it is not meant. By its key alone it is meant even where its lines are damaged.
    private static ConversationLabel? Undone(OriginalReader originals, string owner, string key, ForgetSelection selection, string[] words)
    {
        var exports = originals.ReadEach(owner, key);
        if (exports.FirstOrDefault(export => Meets(export, selection) && (words.Length == 0 || HoldsAll(export, words))) is { } meant)
            return new ConversationLabel(key, meant.Title, meant.Source, meant.UpdatedAt, meant.Messages.Count);
        return selection is { ConversationKey: not null, Source: null, Before: null, After: null } && words.Length == 0 ? new ConversationLabel(key, key, key.Split(':')[0], null, 0) : null;
    }

    private static bool Meets(Conversation export, ForgetSelection selection) =>
        (selection.Source is null || string.Equals(export.Source, selection.Source, StringComparison.OrdinalIgnoreCase)) &&
        (selection.Before is null || (export.UpdatedAt ?? export.CreatedAt) < selection.Before) && (selection.After is null || (export.CreatedAt ?? export.UpdatedAt) >= selection.After);

    private static int CompareNewestFirst(ConversationLabel one, ConversationLabel other)
    {
        var order = Nullable.Compare(other.UpdatedAt, one.UpdatedAt);
        return order != 0 ? order : string.CompareOrdinal(one.Key, other.Key);
    }
}
