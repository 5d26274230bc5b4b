using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Guards;

namespace LocalsOnly.Agents.Standups;

/// <summary>The bounds of what is said in a standup: so many words, and nothing that was said the day before.</summary>
internal static partial class StandupText
{
    public const int AnswerWords = 60;
    public const int ReportWords = 300;

    /// <summary>The report of a standup in which everybody said what they had said before.</summary>
    public const string NothingNew = "Nothing is new since the last standup.";

    // Two sentences of which this share of the words is the same say the same.
    private const double Same = 0.75;

    /// <summary>At most so many words: whole sentences, or the first one cut when even that is longer.</summary>
    public static string Limit(string text, int words)
    {
        text = text.Trim();
        if (Count(text) <= words) return text;
        var kept = new StringBuilder();
        foreach (var sentence in ReplySentences.Of(text))
        {
            if (Count(kept + sentence) > words) break;
            kept.Append(sentence);
        }

        if (kept.Length > 0) return kept.ToString().TrimEnd();
        var all = Word().Matches(text);
        return text[..(all[words - 1].Index + all[words - 1].Length)] + " …";
    }

    public static int Count(string text) => Word().Count(text);

    /// <summary>The report without the sentences that the one before had already; figures that changed make a sentence new. Empty when nothing is new.</summary>
    public static string New(string report, string before)
    {
        if (before.Length == 0) return report;
        var said = ReplySentences.Of(before).Select(Words).Where(words => words.Count > 0).ToList();
        return ReplySentences.Without(report, sentence => Words(sentence) is { Count: > 3 } words && said.Any(old => Alike(words, old))) ?? report;
    }

    /// <summary>The answers one after the other, when nobody could write a report.</summary>
    public static string PutTogether(IReadOnlyList<StandupAnswer> answers, IReadOnlyList<StandupScore> scored)
    {
        var text = new StringBuilder();
        foreach (var answer in answers) text.Append(CultureInfo.InvariantCulture, $"**{answer.Name}:** {(answer.Text.Length > 0 ? answer.Text : answer.Problem)}\n\n");
        if (Scores(scored) is { Length: > 0 } scores) text.Append(scores);
        return text.ToString().Trim();
    }

    /// <summary>A sentence for each score; empty when there is none.</summary>
    public static string Scores(IReadOnlyList<StandupScore> scored) => string.Join('\n', scored.Select(score => score.Price is { } price
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{score.Signal.Persona} said {score.Signal.Asset} {score.Signal.Direction} {score.Signal.Strike} USD by {score.Signal.Expiry:yyyy-MM-dd} at {score.Signal.Confidence:0 %}; it was {price} USD ({score.PriceAt:yyyy-MM-dd HH:mm} UTC): Brier {score.Brier:0.00}.")
        : string.Create(CultureInfo.InvariantCulture, $"{score.Signal.Persona}'s {score.Signal.Asset} signal of {score.Signal.Expiry:yyyy-MM-dd} has no score: no price was read near its expiry.")));

    private static bool Alike(HashSet<string> words, HashSet<string> old)
    {
        var shared = words.Count(old.Contains);
        // A new number is news, in whatever old words.
        return shared >= Same * Math.Max(words.Count, old.Count) && words.Where(word => char.IsAsciiDigit(word[0])).All(old.Contains);
    }

    private static HashSet<string> Words(string text) => [.. Word().Matches(text).Select(word => word.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}.,'’%-]*(?<![.,])")]
    private static partial Regex Word();
}
