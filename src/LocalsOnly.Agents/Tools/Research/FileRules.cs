using System.Globalization;
using System.Text.RegularExpressions;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>What can be said of a file by itself: method before data, headings to be found by, a date of the last review.</summary>
internal sealed partial class FileRules(DateTimeOffset now, int months)
{
    private const int FewestWords = 80;
    private const int WordsWithoutHeading = 200;
    private const int FewestAmounts = 5;
    private const int YearsBack = 2;
    private const int FirstYear = 2000;

    private static readonly string[] s_reviewed = ["last_reviewed", "reviewed", "updated"];

    public IEnumerable<Finding> Of(KnowledgeDocument document, int words)
    {
        var text = string.Join('\n', document.Chunks.Select(chunk => chunk.Text));
        if (Review(document) is { } review) yield return review;
        if (Years(text) is { } years) yield return years;
        if (words < FewestWords) yield return new Finding(FindingKind.Thin, $"{Number(words)} words", "say more, or put it into a neighbouring file");
        if (words >= WordsWithoutHeading && !HasHeadings(document, text)) yield return new Finding(FindingKind.NoHeadings, "no headings below the title", "give each subject a ## heading that somebody would ask with");
        if (document.Fields.Count == 0) yield return new Finding(FindingKind.NoFrontMatter, "no front matter", "begin it with title, tags and updated between two lines ---");
        var amounts = Amounts().Count(text);
        if (amounts >= FewestAmounts && amounts * 100 > words) yield return new Finding(FindingKind.DataHeavy, $"{Number(amounts)} absolute amounts in {Number(words)} words", "write relative thresholds and the method, and leave prices to the tools");
    }

    private Finding? Review(KnowledgeDocument document)
    {
        var given = s_reviewed.Where(document.Fields.ContainsKey).Select(name => (Name: name, document.Fields[name].Text)).ToList();
        if (given.Count == 0) return new Finding(FindingKind.NoReview, "no date of a last review", "read it critically and add updated: with today's date");
        var dates = given.Select(field => Date(field.Text)).OfType<DateTimeOffset>().ToList();
        if (dates.Count == 0) return new Finding(FindingKind.NoReview, $"{given[0].Name} is no date", "write it like 2026-11-25");
        var last = dates.Max();
        return last.AddMonths(months) < now
            ? new Finding(FindingKind.Stale, $"last reviewed {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, more than {Number(months)} months ago", "read it again and set updated, or remove it")
            : null;
    }

    private Finding? Years(string text)
    {
        var old = Year().Matches(text).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).Where(year => year >= FirstYear && year <= now.Year - YearsBack)
            .GroupBy(year => year).OrderByDescending(group => group.Key).ToList();
        return old.Count == 0
            ? null
            : new Finding(FindingKind.OldYears, $"speaks of {string.Join(", ", old.Take(4).Select(group => $"{Number(group.Key)} ({Number(group.Count())})"))}", "say what still holds, or mark it as history");
    }

    // A passage under a heading has a heading path of more than the title; joined ones keep their headings in the text.
    private static bool HasHeadings(KnowledgeDocument document, string text) =>
        document.Chunks.Any(chunk => chunk.HeadingPath.Contains(" > ", StringComparison.Ordinal)) || Heading().IsMatch(text);

    private static DateTimeOffset? Date(string text) =>
        text.Length >= 10 && DateTimeOffset.TryParseExact(text.Trim()[..Math.Min(10, text.Trim().Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^#{1,6}\s", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![\p{L}\d.,$€£#])20\d\d(?![\p{L}\d%]|[.,]\d)")]
    private static partial Regex Year();

    [GeneratedRegex(@"[$€£]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:USD[CT]?|EUR|GBP|dollars?|euros?|€|\$)(?!\w)", RegexOptions.IgnoreCase)]
    private static partial Regex Amounts();
}
