using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>How a reply ends, and what a model is told to mend it.</summary>
/// <param name="Verdict">The word; null when there is none where it belongs.</param>
/// <param name="Invalidation">What follows it; null when that is not one short phrase.</param>
/// <param name="BrandsItAsOwn">It says "my call".</param>
internal sealed record VerdictEnding(Verdict? Verdict, string? Invalidation, bool BrandsItAsOwn)
{
    /// <summary>It ends as it must.</summary>
    public bool Holds => Repair is null;

    /// <summary>The sentence that asks for a repair; null when nothing is to be mended.</summary>
    public string? Repair => (Verdict is null || Invalidation is null, BrandsItAsOwn) switch
    {
        (true, true) => VerdictCheck.AskForEnding + " " + VerdictCheck.AskForNoBrand,
        (true, false) => VerdictCheck.AskForEnding,
        (false, true) => VerdictCheck.AskForNoBrand,
        _ => null,
    };
}

/// <summary>The rule that an answer about a position ends in one of three words and one invalidation.</summary>
internal static partial class VerdictCheck
{
    /// <summary>Characters of an invalidation that is still short.</summary>
    public const int MostCharacters = 160;

    internal const string AskForEnding =
        "Give the same answer again and end it with two lines: one that holds only Size, Skip or Watch, and after it one short invalidation that an observer could check.";

    internal const string AskForNoBrand = "Do not write \"my call\"; a verdict is a reading of the evidence.";

    /// <summary>How a reply ends.</summary>
    public static VerdictEnding Of(string reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var lines = reply.Split('\n', StringSplitOptions.TrimEntries).Where(line => Bare(line).Length > 0).ToArray();
        var brands = Brand().IsMatch(reply);
        if (lines.Length < 2) return new(lines.Length == 1 ? Word(lines[0]) : null, null, brands);
        // A reply that ends in the bare word has the verdict and lacks the rest.
        if (Word(lines[^1]) is { } last) return new(last, null, brands);
        return Word(lines[^2]) is { } word ? new(word, Phrase(lines[^1]), brands) : new(null, null, brands);
    }

    private static Verdict? Word(string line) => Bare(line).ToUpperInvariant() switch
    {
        "SIZE" => Verdict.Size,
        "SKIP" => Verdict.Skip,
        "WATCH" => Verdict.Watch,
        _ => null,
    };

    /// <summary>The invalidation without its label, when it is one short phrase.</summary>
    private static string? Phrase(string line)
    {
        var phrase = Label().Replace(Bare(line), "").Trim();
        return phrase.Any(char.IsLetter) && phrase.Length <= MostCharacters && !SecondSentence().IsMatch(phrase) ? phrase : null;
    }

    // Emphasis, bullets and a closing point are how a line is written and not what it says.
    private static string Bare(string line) => line.Trim(' ', '\t', '\r', '*', '_', '#', '>', '-', '`', '.', ':');

    [GeneratedRegex(@"\bmy[\s*_]+call\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Brand();

    [GeneratedRegex(@"^(invalidation|invalid|invalidated|invalidé|ungültig|entkräftet)\b[\s*_]*(if|by|si|wenn|durch)?[\s*_]*([:：][\s*_]*|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    // A point inside a number or before a lower-case word ends no sentence.
    [GeneratedRegex(@"[.!?;]\s+\p{Lu}|[.!?]\s*\n", RegexOptions.CultureInvariant)]
    private static partial Regex SecondSentence();
}
