using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Which imports hold what others brought before them. An observation is stored once, with the first import that brings it, and counts as long as one of those that hold it is not undone.
/// Rows are of imports that are not undone.
/// </summary>
internal static class HeldTable
{
    /// <summary>Condition for an observation that another import holds than the one that brought it.</summary>
    public const string IsHeld = "EXISTS (SELECT 1 FROM held WHERE hash = observations.digest AND held.import <> observations.import)";

    /// <summary>Notes what a line of an import says it holds.</summary>
    public static void Add(SqliteConnection connection, int import, IReadOnlyList<string> hashes)
    {
        using var insert = connection.Command("INSERT OR IGNORE INTO held (hash, import) VALUES ($hash, $import)", ("$hash", null), ("$import", import));
        foreach (var hash in hashes)
        {
            insert.Parameters[0].Value = Convert.FromHexString(hash);
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Conversations of which an observation counts because of this import alone.</summary>
    public static List<(string Owner, string Key)> OnlyIn(SqliteConnection connection, int import)
    {
        using var command = connection.Command("""
            SELECT DISTINCT owner, key FROM observations
            WHERE (import = $import OR (import IN (SELECT number FROM imports WHERE undone IS NOT NULL) AND EXISTS (SELECT 1 FROM held WHERE hash = observations.digest AND held.import = $import)))
              AND NOT EXISTS (SELECT 1 FROM held WHERE hash = observations.digest AND held.import <> $import)
              AND NOT EXISTS (SELECT 1 FROM observations other WHERE other.owner = observations.owner AND other.key = observations.key AND other.digest = observations.digest
                AND other.import <> $import AND other.import NOT IN (SELECT number FROM imports WHERE undone IS NOT NULL))
            """, ("$import", import));
        using var reader = command.ExecuteReader();
        var found = new List<(string, string)>();
        while (reader.Read()) found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    /// <summary>All that is held.</summary>
    public static HashSet<Digest> Hashes(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT DISTINCT hash FROM held");
        using var reader = command.ExecuteReader();
        var hashes = new HashSet<Digest>();
        while (reader.Read()) hashes.Add(Digest.From(reader.GetFieldValue<byte[]>(0)));
        return hashes;
    }

    /// <summary>An import holds nothing any more: it is undone.</summary>
    public static void Remove(SqliteConnection connection, int import) => connection.Execute("DELETE FROM held WHERE import = $import", ("$import", import));

    /// <summary>Nothing is held that is gone: it was forgotten.</summary>
    public static void RemoveOrphans(SqliteConnection connection) => connection.Execute("""
        DELETE FROM held WHERE hash NOT IN (SELECT digest FROM observations)
        """);
}
