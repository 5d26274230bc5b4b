using System.Runtime.CompilerServices;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Recall.Language;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Mirroring;

/// <summary>What changed in the index since a generation, oldest first: a conversation that changed is taken out and put in again.</summary>
internal sealed class IndexChanges(IndexDatabase database)
{
    private const double AverageLength = 60;

    private readonly TermReader _reader = new();

    public async IAsyncEnumerable<SyncItem> After(long? position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = await Task.Run(() => database.Ask(connection => Changes(connection, position ?? -1)), cancellationToken);
        foreach (var change in changes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SyncDelete(change.Position, change.Owner, change.Key);
            if (change.Row is not { } row) continue;
            foreach (var point in await Task.Run(() => database.Ask(connection => Points(connection, row, change.Key)), cancellationToken)) yield return new SyncUpsert(change.Position, point);
        }
    }

    private static List<Change> Changes(SqliteConnection connection, long position)
    {
        using var command = connection.Command("""
            SELECT changed AS position, owner, key, id FROM conversations WHERE changed > $position
            UNION ALL SELECT position, owner, key, NULL FROM removed WHERE position > $position AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.owner = removed.owner AND c.key = removed.key)
            ORDER BY position
            """, ("$position", position));
        using var reader = command.ExecuteReader();
        var changes = new List<Change>();
        while (reader.Read()) changes.Add(new Change(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        return changes;
    }

    // None for one that was taken out meanwhile: its removal comes later.
    private List<QdrantPoint> Points(SqliteConnection connection, long row, string key)
    {
        var points = new List<QdrantPoint>();
        using var head = connection.Command("SELECT s.owner, s.persona, s.channel, s.source FROM conversations c JOIN scopes s ON s.id = c.scope WHERE c.id = $id AND c.key = $key", ("$id", row), ("$key", key));
        using var scope = head.ExecuteReader();
        if (!scope.Read() || StoredConversations.Read(connection, row) is not { } conversation) return points;
        TextLanguage? spoken = null;
        foreach (var message in conversation.Messages)
        {
            if (!ConversationTerms.IsRecallable(message)) continue;
            spoken = LanguageGuess.Of(message.Text) ?? spoken;
            var counted = new Counter([]);
            _reader.Read(message.Text, spoken ?? TextLanguage.English, singles: true, ref counted);
            points.Add(new QdrantPoint(
                message.Key, conversation.Key, scope.GetString(0), scope.TextOrNull(1), scope.TextOrNull(2), scope.GetString(3), message.Author.ToString().ToLowerInvariant(), message.At ?? conversation.CreatedAt,
                SparseTerms.Of(counted.Terms.Select(term => (term.Key, term.Value)), counted.Terms.Values.Sum(), AverageLength), null));
        }
        return points;
    }

    private readonly record struct Change(long Position, string Owner, string Key, long? Row);

    private readonly struct Counter(Dictionary<string, int> terms) : ITermVisitor
    {
        public Dictionary<string, int> Terms => terms;

        public void Visit(ReadOnlySpan<char> term, bool stop)
        {
            if (!stop) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(terms, new string(term), out _)++;
        }
    }
}
