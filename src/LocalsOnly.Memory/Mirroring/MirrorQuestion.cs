using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Recall;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Mirroring;

/// <summary>What a mirror has found on a question.</summary>
/// <param name="Owner">Who asks.</param>
/// <param name="Hits">Best first.</param>
/// <param name="Weight">Of its ranking, 0 to 1.</param>
internal sealed record MirrorQuestion(string Owner, IReadOnlyList<QdrantHit> Hits, double Weight)
{
    public Dictionary<DocumentPlace, float> Find(SqliteConnection connection, IndexSnapshot snapshot, Func<int, int, bool> takes) =>
        MirrorHits.Resolve(connection, snapshot, Owner, Hits, takes);
}
