using System.Globalization;
using System.Text;
using LocalsOnly.Agents;

namespace LocalsOnly.Discord.Text;

/// <summary>What a reply rests on, in small print under it: only what it cites, two lines at most.</summary>
internal static class SourceFooter
{
    private const string Mark = "-# ";
    private const string Between = " · ";
    private const int MostLines = 2;

    /// <summary>Two of them with the line break between are at most 300 units.</summary>
    private const int MostPerLine = 149;

    private const int LongestTitle = 60;
    private const int LongestVendor = 24;

    /// <summary>Room for "and 99 more" behind the last source.</summary>
    private const int Rest = 15;

    /// <param name="zone">The person's, for dates.</param>
    /// <returns>One or two lines that begin with Discord's mark for small text; empty when nothing is cited.</returns>
    public static string Compose(IReadOnlyList<TurnSource> sources, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(zone);
        // Several passages of one conversation are one source to a reader.
        var cited = sources.Where(source => source.Cited).OrderBy(source => source.Number).GroupBy(source => About(source, zone), StringComparer.Ordinal).ToList();
        var footer = new StringBuilder();
        var (lines, onLine, shown) = (0, 0, 0);
        foreach (var source in cited)
        {
            var words = string.Concat(source.Select(passage => $"[{passage.Number.ToString(CultureInfo.InvariantCulture)}]")) + " " + source.Key;
            var isLast = shown == cited.Count - 1;
            var room = MostPerLine - (lines == MostLines && !isLast ? Rest : 0);
            if (lines > 0 && onLine + Between.Length + words.Length <= room)
            {
                footer.Append(Between).Append(words);
                onLine += Between.Length + words.Length;
            }
            else if (lines < MostLines && Mark.Length + words.Length <= MostPerLine - (lines == MostLines - 1 && !isLast ? Rest : 0))
            {
                footer.Append(lines++ > 0 ? "\n" : "").Append(Mark).Append(words);
                onLine = Mark.Length + words.Length;
            }
            else break;

            shown++;
        }

        if (shown == cited.Count) return footer.ToString();
        var more = cited.Skip(shown).Sum(source => source.Count()).ToString(CultureInfo.InvariantCulture);
        return shown == 0 ? $"{Mark}{more} sources" : footer.Append(CultureInfo.InvariantCulture, $"{Between}and {more} more").ToString();
    }

    private static string About(TurnSource source, TimeZoneInfo zone)
    {
        var passage = source.Passage;
        var vendor = PlainMarkdown.Escape(Clip.OnCharacter(PersonSentences.Vendor(passage.Source), LongestVendor));
        var title = PlainMarkdown.Escape(Clip.OnWord(PersonSentences.Plain(passage.Title).Trim(), LongestTitle));
        return $"{vendor}{Between}{title}{(passage.At is { } at ? $", {Dates.Day(at, zone)}" : "")}";
    }
}
