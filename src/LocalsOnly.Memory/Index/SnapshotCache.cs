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
}
