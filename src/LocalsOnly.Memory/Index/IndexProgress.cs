using LocalsOnly.Memory.Archive;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>How far an index has read, and of which archive.</summary>
/// <param name="Archive">The archive's identity; null when nothing was read yet.</param>
/// <param name="Generation">Of the manifest; 0 when there was none.</param>
/// <param name="Position">Where reading goes on.</param>
/// <param name="Redaction">Fingerprint of the rules under which it was made; null when nothing was read yet.</param>
internal sealed record IndexProgress(string? Archive, int Generation, ArchivePosition Position, string? Redaction)
{
    public static IndexProgress Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT archive, generation, segment, offset, redaction FROM progress");
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new IndexProgress(reader.TextOrNull(0), reader.GetInt32(1), new ArchivePosition(reader.GetInt32(2), reader.GetInt64(3)), reader.TextOrNull(4))
            : new IndexProgress(null, 0, ArchivePosition.Start, null);
    }

    public void Write(SqliteConnection connection) => connection.Execute(
        "UPDATE progress SET archive = $archive, generation = $generation, segment = $segment, offset = $offset, redaction = $redaction",
        ("$archive", Archive), ("$generation", Generation), ("$segment", Position.Segment), ("$offset", Position.Offset), ("$redaction", Redaction));
}
