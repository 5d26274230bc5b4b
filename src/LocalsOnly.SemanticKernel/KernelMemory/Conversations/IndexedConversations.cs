using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.SemanticKernel.KernelMemory.Conversations;

/// <summary>Conversations out of the house's index: what recall sees, redacted as it sees it, with what the personas know from their folders.</summary>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Every statement is a constant; values are parameters.")]
internal sealed class IndexedConversations(IndexDatabase database)
{
    private const int PageSize = 1000;
    private const string Place = "SELECT c.id, c.owner, c.key, s.persona, s.channel, c.source, c.changed FROM conversations c JOIN scopes s ON s.id = c.scope";

    /// <summary>Which index it is; one that was made anew is another, and counts generations from the beginning.</summary>
    public long Identity() => database.Ask(SnapshotVersion.Read).Identity;

    public int Count() => database.Ask(connection => (int)(long)connection.Scalar("SELECT count(*) FROM conversations")!);

    /// <summary>All of them, in an order that stays.</summary>
    /// <param name="scope">Who asks; null for everything that is remembered of anybody, which is for copies only.</param>
    /// <exception cref="MemoryStoreException">The index cannot be read.</exception>
    public async IAsyncEnumerable<ConversationPlace> ReadAsync(MemoryScope? scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = 0;
        List<ConversationPlace> page;
        do
        {
            page = await Task.Run(() => database.Ask(connection => Page(connection, scope, last)), cancellationToken);
            foreach (var place in page) yield return place;
            if (page.Count > 0) last = page[^1].Row;
        }
        while (page.Count == PageSize);
    }

    /// <summary>A conversation by its row; null when it was taken out meanwhile.</summary>
    public Conversation? Read(ConversationPlace place) => database.Ask(connection => StoredConversations.Read(connection, place.Row)) is { } read && read.Key == place.Key ? read : null;

    /// <summary>Where each of some passages is from, and the number of its message in the conversation. What was taken out meanwhile is missing.</summary>
    public Dictionary<string, (ConversationPlace Place, int Number)> Find(string owner, IReadOnlyList<Passage> passages) => database.Ask(connection =>
    {
        var found = new Dictionary<string, (ConversationPlace, int)>(StringComparer.Ordinal);
        var places = new Dictionary<string, ConversationPlace?>(StringComparer.Ordinal);
        foreach (var passage in passages)
        {
            if (!places.TryGetValue(passage.ConversationKey, out var place)) places[passage.ConversationKey] = place = Find(connection, owner, passage.ConversationKey);
            if (place is null) continue;
            var (from, to) = MessageRow.Range(place.Row);
            var row = connection.Scalar("SELECT id FROM messages WHERE id >= $from AND id < $to AND key = $key",
                ("$from", from), ("$to", to), ("$key", MessageRow.Shorten(passage.ConversationKey, passage.MessageKey)));
            if (row is long id) found[passage.MessageKey] = (place, MessageRow.OrdinalOf(id));
        }
        return found;
    });

    /// <summary>The conversation of a key, within a scope; null when there is none that may be seen.</summary>
    public ConversationPlace? Find(MemoryScope scope, string key) => database.Ask(connection =>
        StoredConversations.FindId(connection, scope, key) is not null ? Find(connection, scope.Owner, key) : null);

    private static ConversationPlace? Find(SqliteConnection connection, string owner, string key)
    {
        using var command = connection.Command($"{Place} WHERE c.owner = $owner AND c.key = $key", ("$owner", owner), ("$key", key));
        return Read(command) is [var place] ? place : null;
    }

    private static List<ConversationPlace> Page(SqliteConnection connection, MemoryScope? scope, long last)
    {
        using var command = scope is null
            ? connection.Command($"{Place} WHERE c.id > $last ORDER BY c.id LIMIT {PageSize}", ("$last", last))
            : connection.Command($"{Place} WHERE c.id > $last AND c.{ScopeFilter.Sql} ORDER BY c.id LIMIT {PageSize}", [("$last", last), .. ScopeFilter.Parameters(scope)]);
        return Read(command);
    }

    private static List<ConversationPlace> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var places = new List<ConversationPlace>();
        while (reader.Read())
            places.Add(new ConversationPlace(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.TextOrNull(3), reader.TextOrNull(4), reader.GetString(5), reader.GetInt64(6)));
        return places;
    }
}
