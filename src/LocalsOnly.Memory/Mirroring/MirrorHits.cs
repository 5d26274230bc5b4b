using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Recall;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Mirroring;

/// <summary>What a mirror has found, as documents of the index: what that does not know, or may not be seen, is left out, whatever the mirror says.</summary>
internal static class MirrorHits
{
    public static Dictionary<DocumentPlace, float> Resolve(
        SqliteConnection connection, IndexSnapshot snapshot, string owner, IReadOnlyList<QdrantHit> hits, Func<int, int, bool> takes)
    {
        var found = new Dictionary<DocumentPlace, float>();
        using var conversations = new Statement(connection, "SELECT id FROM conversations WHERE owner = ?1 AND key = ?2");
        using var messages = new Statement(connection, "SELECT id FROM messages WHERE id >= ?1 AND id < ?2 AND key = ?3");
        foreach (var hit in hits)
        {
            conversations.Reset();
            if (!conversations.Bind(1, owner).Bind(2, hit.ConversationKey).Step()) continue;
            var conversation = conversations.Integer(0);
            var (from, to) = MessageRow.Range(conversation);
            messages.Reset();
            if (!messages.Bind(1, from).Bind(2, to).Bind(3, MessageRow.Shorten(hit.ConversationKey, hit.MessageKey)).Step()) continue;
            if (PlaceOf(snapshot, (int)conversation, MessageRow.OrdinalOf(messages.Integer(0))) is { } place && takes(place.Segment, place.Document)) found[place] = (float)hit.Score;
        }
        return found;
    }

    private static DocumentPlace? PlaceOf(IndexSnapshot snapshot, int conversation, int ordinal)
    {
        foreach (var part in snapshot.Conversations.All(conversation))
        {
            var columns = snapshot.Segments[part.Segment].Segment.Documents;
            var from = columns.FirstDocument[part.Block];
            var at = columns.Ordinal.AsSpan(from, columns.SizeOf(part.Block)).BinarySearch(ordinal);
            if (at >= 0) return new DocumentPlace(part.Segment, from + at);
        }
        return null;
    }
}
