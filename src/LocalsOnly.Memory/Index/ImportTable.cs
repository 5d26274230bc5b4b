using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Reads what the index holds of imports.</summary>
internal static class ImportTable
{
    /// <summary>In the place of an import's number: what is said here belongs to none.</summary>
    public const int SaidHere = 0;

    private const int MostListed = 1000;

    public static List<ImportSummary> List(SqliteConnection connection, string owner, int? number = null)
    {
        using var command = connection.Command("""
            SELECT i.number, i.started, i.ended, i.how, i.inputs, i.undone, i.totals, (SELECT count(DISTINCT key) FROM observations WHERE import = i.number)
            FROM imports i WHERE i.number > 0 AND i.owner = $owner AND ($number IS NULL OR i.number = $number) ORDER BY i.number
            """, ("$owner", owner), ("$number", number));
        using var reader = command.ExecuteReader();
        var imports = new List<ImportSummary>();
        while (reader.Read())
        {
            var inputs = reader.TextOrNull(4) is { } names ? JsonSerializer.Deserialize(names, IndexJson.Default.StringArray) : null;
            var totals = reader.TextOrNull(6) is { } counts ? JsonSerializer.Deserialize(counts, IndexJson.Default.DictionaryStringInt64) : null;
            imports.Add(new ImportSummary(
                reader.GetInt32(0), reader.AtOrNull(1)!.Value, reader.AtOrNull(2), reader.TextOrNull(3), inputs ?? [], reader.GetInt32(7), reader.AtOrNull(5), totals ?? []));
        }
        return imports;
    }

    /// <summary>Conversations of which an import brought something, as they are now; those that are known no more go by their key.</summary>
    public static List<ConversationLabel> Conversations(SqliteConnection connection, int number)
    {
        using var command = connection.Command($"""
            SELECT o.key, coalesce(c.title, o.key), coalesce(c.source, ''), c.updated, coalesce(c.messages, 0)
            FROM (SELECT DISTINCT owner, key FROM observations WHERE import = $number) o LEFT JOIN conversations c ON c.owner = o.owner AND c.key = o.key
            ORDER BY 2, 1 LIMIT {MostListed}
            """, ("$number", number));
        using var reader = command.ExecuteReader();
        var labels = new List<ConversationLabel>();
        while (reader.Read()) labels.Add(Label(reader));
        return labels;
    }

    /// <summary>Number of the newest import of the same inputs, when it did not come to its end; null otherwise.</summary>
    public static int? Unfinished(SqliteConnection connection, string owner, IReadOnlyList<string> inputs) => connection.Scalar("""
        SELECT CASE WHEN undone IS NULL AND how IS NOT 'completed' THEN number END FROM imports WHERE owner = $owner AND inputs = $inputs ORDER BY number DESC LIMIT 1
        """, ("$owner", owner), ("$inputs", JsonSerializer.Serialize([.. inputs], IndexJson.Default.StringArray))) is long number ? (int)number : null;

    /// <summary>Keys of the conversations of which an import brought something.</summary>
    public static List<string> Keys(SqliteConnection connection, int number)
    {
        using var command = connection.Command("SELECT DISTINCT key FROM observations WHERE import = $number", ("$number", number));
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>Numbers of the sessions of version 1, by what their lines call them.</summary>
    public static Dictionary<string, int> Batches(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT batch, number FROM imports WHERE batch IS NOT NULL");
        using var reader = command.ExecuteReader();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read()) numbers[reader.GetString(0)] = reader.GetInt32(1);
        return numbers;
    }

    /// <summary>Key, title, source, updated and messages, in this order.</summary>
    public static ConversationLabel Label(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.AtOrNull(3), reader.GetInt32(4));
}
