using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Scheduling;

/// <summary>Lengths of time as people write them: <c>90s</c>, <c>15m</c>, <c>2h</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class Durations
{
    private static readonly (string Unit, TimeSpan Length)[] s_units = [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];
    private static readonly string[] s_words = ["day", "hour", "minute", "second"];

    /// <returns>Null when it is no length of time, or none at all, or longer than a thousand days.</returns>
    public static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success) return null;
        var sum = TimeSpan.Zero;
        foreach (var (unit, length) in s_units)
            if (match.Groups[unit] is { Success: true } group)
            {
                var count = double.Parse(group.Value, CultureInfo.InvariantCulture);
                if (count > 100_000_000) return null;
                sum += length * count;
            }

        return sum > TimeSpan.Zero && sum <= TimeSpan.FromDays(1000) ? sum : null;
    }

    /// <summary><c>15 minutes</c>, <c>1 hour 30 minutes</c>, and for a single unit without the number: <c>hour</c>.</summary>
    public static string Words(TimeSpan length)
    {
        int[] counts = [length.Days, length.Hours, length.Minutes, length.Seconds];
        var parts = counts.Index().Where(part => part.Item > 0).Select(part => (part.Item, Word: s_words[part.Index])).ToList();
        return parts is [(1, var only)] ? only : string.Join(' ', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item} {part.Word}{(part.Item == 1 ? "" : "s")}")));
    }

    /// <summary>How long, roughly, with the number always: <c>3 hours</c>, <c>1 minute</c>.</summary>
    public static string About(TimeSpan length)
    {
        var (count, word) = length.TotalDays >= 2 ? (length.TotalDays, "day") : length.TotalHours >= 2 ? (length.TotalHours, "hour") : length.TotalMinutes >= 1 ? (length.TotalMinutes, "minute") : (length.TotalSeconds, "second");
        var whole = (long)Math.Max(0, Math.Round(count));
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {word}{(whole == 1 ? "" : "s")}");
    }

    [GeneratedRegex("^(?:(?<d>[0-9]+)d)? ?(?:(?<h>[0-9]+)h)? ?(?:(?<m>[0-9]+)m(?:in)?)? ?(?:(?<s>[0-9]+)s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
