using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>The snapshot that was read last: as long as nothing is committed, all readers share it.</summary>
internal sealed class SnapshotCache
{
    private volatile IndexSnapshot? _last;

    /// <summary>A mirror wants to know what is taken out.</summary>
    public bool KeepsRemovals { get; init; }

    /// <summary>The index as a transaction sees it.</summary>
    /// <exception cref="DamagedIndexException">A page is not what was written.</exception>
    public IndexSnapshot Read(SqliteConnection connection, PageReader pages) => _last = IndexSnapshot.Read(connection, pages, _last);

    /// <summary>A segment if it is in memory anyway; null when it is not. A number is given to one segment only, for as long as an index lives.</summary>
    /// <param name="identity">The index.</param>
    /// <param name="id">The segment's number.</param>
    public Segment? Find(long identity, long id)
    {
        if (_last is not { } last || last.Version.Identity != identity) return null;
        foreach (var (segment, _) in last.Segments)
            if (segment.Id == id) return segment;
        return null;
    }
}
