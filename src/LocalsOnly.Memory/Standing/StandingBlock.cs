using System.Globalization;
using System.Text;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// What holds, as a part of a prompt: one line each with its date and the key that cites it. The same records give the same bytes, in whatever order they
/// come, so that a prefix cache keeps them. Template control tokens are the caller's to defuse, as in all that is recalled.
/// </summary>
public static class StandingBlock
{
    /// <summary>The lines that fit, each with its line end; empty when there are none.</summary>
    /// <param name="records">What holds; those that do not are passed over.</param>
    /// <param name="budget">The most characters (UTF-16 units). A line that does not fit is left out whole; shorter ones behind it may still fit.</param>
    /// <param name="now">A record dated later, by a wrong clock, counts as said now.</param>
    public static string Compose(IReadOnlyList<StandingRecord> records, int budget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        var block = new StringBuilder();
        // A list of allergies is several records in the same words.
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in Ordered(records, now))
        {
            var line = Line(record);
            if (block.Length + line.Length <= budget && said.Add(line)) block.Append(line);
        }
        return block.ToString();
    }

    private static IOrderedEnumerable<StandingRecord> Ordered(IReadOnlyList<StandingRecord> records, DateTimeOffset now) => records.Where(record => record.Holds)
        .OrderBy(record => record.Kind).ThenByDescending(record => record.Strength).ThenByDescending(record => record.At < now ? record.At : now)
        .ThenBy(record => record.MessageKey, StringComparer.Ordinal).ThenBy(record => record.Position).ThenBy(record => record.Id, StringComparer.Ordinal);

    private static string Line(StandingRecord record)
    {
        var line = new StringBuilder("- ").Append(Label(record.Kind)).Append(", ")
            .Append(record.At == DateTimeOffset.MinValue ? "undated" : record.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append(": ");
        OneLine(record.Text, line);
        line.Append(" [");
        OneLine(record.MessageKey, line);
        return line.Append("]\n").ToString();
    }

    private static string Label(StandingKind kind) => kind switch
    {
        StandingKind.Instruction => "instruction",
        StandingKind.Preference => "preference",
        _ => "profile",
    };

    // Space of any kind and control characters, line ends among them, become one space.
    private static void OneLine(string text, StringBuilder line)
    {
        var gap = false;
        foreach (var c in text.AsSpan().Trim())
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c)) gap = true;
            else
            {
                if (gap) line.Append(' ');
                line.Append(c);
                gap = false;
            }
        }
    }
}
