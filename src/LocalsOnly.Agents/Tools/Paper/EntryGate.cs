using System.Globalization;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>What a signal must show before the book may be opened on it.</summary>
internal static class EntryGate
{
    /// <summary>Readings of what traders have at stake. A signal needs one of them.</summary>
    public static readonly IReadOnlyList<string> Primary = ["funding", "liquidations", "open_interest", "options", "order_flow", "positioning"];

    /// <summary>Readings that support.</summary>
    public static readonly IReadOnlyList<string> Secondary = ["macro", "news", "onchain", "sentiment", "technicals", "volume"];

    /// <summary>Everything that stands against a signal, one sentence each with the number and its limit; none when it passes.</summary>
    public static IReadOnlyList<PaperRefusal> Check(string symbol, decimal strength, decimal confidence, IReadOnlyList<PaperConfirmation> confirmations)
    {
        List<PaperRefusal> failures = [];
        if (strength < PaperRules.LeastStrength)
            failures.Add(new("strength", Invariant($"Strength is {strength:0.##}, and the entry gate asks for {PaperRules.LeastStrength:0} or more.")));
        if (confidence < PaperRules.LeastConfidence)
            failures.Add(new("confidence", Invariant($"Confidence is {confidence:0.##}, and the entry gate asks for {PaperRules.LeastConfidence:0} or more.")));
        // The same source twice is still one reading.
        var sources = confirmations.Select(confirmation => confirmation.Source).Distinct(StringComparer.Ordinal).ToList();
        var strong = PaperRules.Hip3(symbol) ? PaperRules.StrongHip3 : PaperRules.Strong;
        var needed = strength >= strong.Strength && confidence >= strong.Confidence ? PaperRules.ConfirmationsWhenStrong : PaperRules.Confirmations;
        if (sources.Count < needed)
        {
            failures.Add(new("confirmations", Invariant(
                $"{sources.Count} of {needed} confirmations from different sources (two are enough from strength {strong.Strength:0} and confidence {strong.Confidence:0} on).")));
        }

        if (!sources.Any(Primary.Contains))
            failures.Add(new("primary source", $"0 of 1 primary sources; one confirmation must come from {string.Join(", ", Primary)}."));
        return failures;
    }

    private static string Invariant(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
