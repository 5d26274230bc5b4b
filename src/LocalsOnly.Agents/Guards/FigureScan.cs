using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Guards;

/// <summary>
/// Finds the numbers of a text that state something. Left out are those that only name, count or date: <c>HIP-3</c>, <c>[2]</c>, <c>14:30</c>, <c>26 November 2026</c>,
/// <c>24 hours</c>, the numbers of a list, and what stands in a web address.
/// </summary>
internal static partial class FigureScan
{
    private const decimal FirstYear = 1900;
    private const decimal LastYear = 2100;

    /// <summary>Counts up to this, without any unit, are ordinary prose: two reasons, three steps.</summary>
    private const decimal SmallCount = 12;

    public static IReadOnlyList<Figure> Find(string text)
    {
        var left = Names().Matches(text);
        var found = new List<Figure>();
        var skip = 0;
        foreach (Match match in Number().Matches(text))
        {
            while (skip < left.Count && left[skip].Index + left[skip].Length <= match.Index) skip++;
            if (skip < left.Count && left[skip].Index < match.Index + match.Length) continue;
            if (Read(match) is { } figure) found.Add(figure);
        }

        return found;
    }

    /// <summary>Those that a reader would take for a price, a percentage or a quantity.</summary>
    public static IEnumerable<Figure> Stated(string text) =>
        Find(text).Where(figure => figure.Measured || figure.Readings.All(reading => reading.Value > SmallCount && !IsYear(reading.Value)));

    private static bool IsYear(decimal value) => value is >= FirstYear and <= LastYear && decimal.IsInteger(value);

    private static Figure? Read(Match match)
    {
        var digits = match.Groups["n"].Value.Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal)
            .Replace("\u202f", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var unit = match.Groups["u"].Value.ToLowerInvariant();
        var (scale, percent) = unit switch
        {
            "k" or "thousand" or "mille" or "tausend" or "tsd" => (1_000m, false),
            "m" or "mm" or "mn" or "mio" or "million" or "millions" or "millionen" => (1_000_000m, false),
            "b" or "bn" or "billion" or "milliard" or "milliards" or "milliarden" or "mrd" => (1_000_000_000m, false),
            "t" or "tn" or "trillion" => (1_000_000_000_000m, false),
            "%" or "percent" or "pct" or "prozent" or "pour cent" or "per cent" => (1m, true),
            "bp" or "bps" => (0.0001m, false),
            _ => (1m, false),
        };
        var readings = new List<FigureReading>();
        foreach (var written in Spellings(digits))
        {
            if (!decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) continue;
            var decimals = written.IndexOf('.') is >= 0 and var point ? written.Length - point - 1 : 0;
            var half = decimals > 26 ? 0 : 0.5m / Power(decimals);
            try
            {
                readings.Add(new FigureReading(value * scale, half * scale));
                if (percent) readings.Add(new FigureReading(value / 100, half / 100));
                if (unit is "bp" or "bps")
                {
                    readings.Add(new FigureReading(value, half));
                    readings.Add(new FigureReading(value / 100, half / 100));
                }
            }
            catch (OverflowException)
            {
            }
        }

        if (readings.Count == 0) return null;
        var measured = match.Groups["c"].Success || unit.Length > 0 || match.Groups["after"].Success || readings.Exists(reading => !decimal.IsInteger(reading.Value)) || digits.AsSpan().ContainsAny(".,");
        return new Figure(match.Index, match.Index + match.Length, readings, measured);
    }

    /// <summary>The ways in which separators may be meant, with a point before the decimals.</summary>
    private static IEnumerable<string> Spellings(string digits)
    {
        var first = digits.AsSpan().IndexOfAny(".,");
        if (first < 0)
        {
            yield return digits;
            yield break;
        }

        var last = digits.AsSpan().LastIndexOfAny(".,");
        var whole = digits.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        var point = string.Concat(digits[..last].Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal), ".", digits[(last + 1)..]);
        if (first != last)
        {
            // Two kinds of separator: the last one stands before the decimals. One kind: there are none.
            yield return digits[first] != digits[last] ? point : whole;
            yield break;
        }

        yield return point;
        // "1.234" is 1234 where the comma is decimal, and "1,234" is where it is not.
        if (digits.Length - last == 4 && last <= 3 && digits[0] != '0') yield return whole;
    }

    private static decimal Power(int decimals)
    {
        var power = 1m;
        for (var i = 0; i < decimals; i++) power *= 10;
        return power;
    }

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_])(?<c>[$€£¥₿]\s?)?(?<n>\d{1,3}(?:[,.’'  \u202f_]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?:\s?(?<u>%|pour cent|per cent|percent|pct|prozent|bps|bp|thousand|mille|tausend|tsd|millions|millionen|million|milliards|milliarden|milliard|billion|trillion|mio|mrd|mm|mn|bn|tn|k|m|b|t)(?![\p{L}\p{N}]))?(?<after>\s?(?:[$€£¥₿]|(?:usd|usdc|usdt0?|eur|gbp|chf|dollars?|euros?|btc|eth|sol|hype)\b))?(?![\p{L}\p{N}])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // Dates, times, durations, citations, list numbers, names with digits, addresses and hashes.
    [GeneratedRegex(
        @"\[\d{1,3}(?:\s*,\s*\d{1,3})*\]|\bhttps?://\S+|\b0x[0-9a-f]+\b|\b\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}\s?h(?:\s?\d{2})?\b|\b\d{1,2}\s?(?:am|pm)\b|^\s*\d{1,2}[.)](?=\s)|\b\d+(?:[.,]\d+)?[\s-]?(?:seconds?|secs?|s|minutes?|mins?|min|hours?|hrs?|h|days?|d|weeks?|months?|years?|yrs?|quarters?|secondes?|heures?|jours?|semaines?|mois|ans?|années?|sekunden?|stunden?|tagen?|tage|wochen?|monaten?|monate|jahren?|jahre)\b|\b\d{1,2}(?:st|nd|rd|th|er|e|\.)?\s(?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avril|mai|juin|juil|août|sept|octobre|novembre|décembre|januar|februar|märz|juni|juli|august|oktober|dezember)\p{L}*\.?(?:\s\d{4})?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4}(?!-))?\b|(?<=\p{L})[-‑–]\d+\b|\b[\p{L}_]+\d[\p{L}\d_]*|\b\d+\p{L}{2,}[-_]?\d*\p{L}*(?<!\d(?:%|k|m|b|t|bn|tn|mn|mm|bps?|pct|mio|mrd|tsd|usdc?|usdt0?|eur|gbp|chf|btc|eth|sol|hype))\b",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
