using LocalsOnly.Memory.Archive;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Tells the index where a rewrite of the archive has put its lines, so that nothing has to be indexed anew. An index that another process has begun anew meanwhile, because it met the new manifest first,
/// is left to it.
/// </summary>
internal static class Relocation
{
    /// <param name="generation">Of the manifest before the rewrite.</param>
    /// <param name="manifest">After it.</param>
    /// <param name="end">Where the archive ends now.</param>
    public static void Apply(SqliteConnection connection, RewriteResult rewrite, int generation, Manifest manifest, ArchivePosition end)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var progress = IndexProgress.Read(connection);
        // None is the same as the first.
        if (progress.Archive != manifest.Archive || Math.Max(progress.Generation, 1) != generation) return;
        var rows = new List<(long Id, LineLocation Line)>();
        using (var command = connection.Command("SELECT id, segment, block, start, length FROM observations"))
        using (var reader = command.ExecuteReader())
            while (reader.Read()) rows.Add((reader.GetInt64(0), new LineLocation(reader.GetInt32(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt32(4))));
        var dropped = rewrite.Dropped.ToHashSet();
        var deleted = 0;
        foreach (var (id, line) in rows)
        {
            if (dropped.Contains(line))
            {
                connection.Execute("DELETE FROM observations WHERE id = $id", ("$id", id));
                deleted++;
            }
            else if (rewrite.Moved.TryGetValue(line, out var moved))
                connection.Execute("UPDATE observations SET segment = $segment, block = $block, start = $start, length = $length, raw_offset = $offset WHERE id = $id",
                    ("$segment", moved.Line.Segment), ("$block", moved.Line.Block), ("$start", moved.Line.Start), ("$length", moved.Line.Length), ("$offset", moved.Raw?.Offset), ("$id", id));
        }
        // What was forgotten has left the index before, with what was held of it.
        if (deleted > 0) HeldTable.RemoveOrphans(connection);
        (progress with { Generation = manifest.Generation, Position = end }).Write(connection);
        transaction.Commit();
    }
}
