using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Takes the bytes of deleted rows out of the files. FTS5 keeps a deleted message's terms until its segments are merged, SQLite keeps rows in free
/// pages and in the write-ahead log; so the segments are merged, the file is written anew and the log is emptied.
/// </summary>
internal static class IndexPurge
{
    public static void Run(SqliteConnection connection)
    {
        connection.Execute("PRAGMA secure_delete = ON; INSERT INTO recallable (recallable) VALUES ('optimize'); VACUUM");
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
