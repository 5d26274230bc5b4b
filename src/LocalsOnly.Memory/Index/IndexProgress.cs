using LocalsOnly.Memory.Archive;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>How far an index has read, and of which archive.</summary>
/// <param name="Archive">The archive's identity; null when nothing was read yet.</param>
/// <param name="Generation">Of the manifest; 0 when there was none.</param>
/// <param name="Position">Where reading goes on.</param>
internal sealed record IndexProgress(string? Archive, int Generation, ArchivePosition Position)
{
    public static IndexProgress Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT archive, generation, segment, offset FROM progress");
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new IndexProgress(reader.TextOrNull(0), reader.GetInt32(1), new ArchivePosition(reader.GetInt32(2), reader.GetInt64(3)))
            : new IndexProgress(null, 0, ArchivePosition.Start);
    }

    public void Write(SqliteConnection connection) => connection.Execute(
        "UPDATE progress SET archive = $archive, generation = $generation, segment = $segment, offset = $offset",
        ("$archive", Archive), ("$generation", Generation), ("$segment", Position.Segment), ("$offset", Position.Offset));
}
