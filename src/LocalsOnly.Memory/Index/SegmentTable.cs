using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Which segments there are.</summary>
internal static class SegmentTable
{
    /// <summary>Writes a new segment, within the caller's transaction.</summary>
    public static void Add(SqliteConnection connection, PageWriter pages, SegmentBuilder builder)
    {
        var id = NewId(connection);
        builder.Write(new SegmentWriter(pages, id));
        Insert(connection, id, builder.Count);
    }

    /// <summary>A number that no segment has had before.</summary>
    public static long NewId(SqliteConnection connection) =>
        (long)connection.Scalar("UPDATE index_state SET next_segment = next_segment + 1 RETURNING next_segment - 1")!;

    public static void Insert(SqliteConnection connection, long id, int documents) =>
        connection.Execute("INSERT INTO segments VALUES ($id, $documents)", ("$id", id), ("$documents", documents));

    public static void Delete(SqliteConnection connection, long id)
    {
        connection.Execute("DELETE FROM segments WHERE id = $id; DELETE FROM dead_blocks WHERE segment = $id", ("$id", id));
        DeletePages(connection, id);
    }

    public static void DeletePages(SqliteConnection connection, long id)
    {
        var (from, to) = PageId.Range(id);
        connection.Execute("DELETE FROM pages WHERE id >= $from AND id < $to", ("$from", from), ("$to", to));
    }

    /// <summary>Readers notice by this that what they know is of before.</summary>
    public static void Changed(SqliteConnection connection) => connection.Execute("UPDATE index_state SET generation = generation + 1");
}
