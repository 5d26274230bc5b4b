using System.Globalization;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>How figures are written for a model: plain digits with a point, no separators, a unit, a source and a time.</summary>
internal static class Figures
{
    /// <summary>Exactly, without trailing zeros.</summary>
    public static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Rounded to so many decimals, without trailing zeros.</summary>
    public static string Rounded(decimal value, int decimals) => Plain(Math.Round(value, decimals, MidpointRounding.AwayFromZero));

    public static string Rounded(double value, int decimals) => Rounded((decimal)value, decimals);

    /// <summary>Whole US dollars.</summary>
    public static string Dollars(decimal value) => $"{Rounded(value, 0)} USD";

    /// <summary>A fraction as per cent, with its sign.</summary>
    public static string Percent(decimal fraction, int decimals = 2)
    {
        var rounded = Math.Round(fraction * 100, decimals, MidpointRounding.AwayFromZero);
        return (rounded > 0 ? "+" : "") + Plain(rounded) + " %";
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Who says it, and when it was read; and that it is old, when it is.</summary>
    public static string Source(Feed feed, DateTimeOffset at, string? stale) =>
        $"{feed.Name}, read {Time(at)}" + (stale is null ? "" : $", STALE: an older copy, because {stale}");

    /// <summary>What changed from then to now, as a fraction; null without both.</summary>
    public static decimal? Change(decimal? now, decimal? then) => now is { } to && then is >= 0.000000000001m and var from ? (to / from) - 1 : null;
}
