using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Takes the bytes of deleted rows out of the files. A segment keeps a deleted message's terms until it is merged, SQLite keeps rows in free pages and in the
/// write-ahead log; so such segments are written anew, then the file is, and the log is emptied.
/// </summary>
internal static class IndexPurge
{
    /// <summary>Call after the segments with dead blocks were merged.</summary>
    public static void Run(SqliteConnection connection)
    {
        connection.Execute("DELETE FROM authors WHERE messages = 0; PRAGMA secure_delete = ON; VACUUM");
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
