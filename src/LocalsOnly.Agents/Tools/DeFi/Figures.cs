using System.Globalization;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>Numbers and times as the desk writes them: plain invariant digits without separators, times in the person's zone.</summary>
internal static class Figures
{
    /// <summary>As exact as it is, without zeros at the end.</summary>
    public static string Exact(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Rounded to a number of places, without zeros at the end.</summary>
    public static string Rounded(decimal value, int places = 2) => Exact(Math.Round(value, places, MidpointRounding.AwayFromZero));

    public static string Percent(decimal? value) => value is { } known ? Rounded(known) + " %" : "not reported";

    public static string Usd(decimal value) => Rounded(value) + " USD";

    public static string Time(DateTimeOffset at, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm} ({zone.Id})");

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
