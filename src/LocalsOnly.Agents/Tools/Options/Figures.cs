using System.Globalization;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>How this desk writes numbers and times: plain digits, a point, no separators, the unit behind.</summary>
internal static class Figures
{
    private static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    /// <summary>All digits that it has.</summary>
    public static string Plain(decimal value) => value.ToString("0.############", s_plain);

    /// <summary>To the cent; half a cent away from zero.</summary>
    public static string Money(decimal value) => Math.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.00", s_plain);

    /// <summary>To six significant digits, or as many as asked.</summary>
    public static string Digits(double value, int digits = 6) => Plain(Rounded(value, digits));

    /// <summary>To some significant digits; what is below a trillionth is nothing.</summary>
    public static decimal Rounded(double value, int digits = 6)
    {
        if (Math.Abs(value) < 1e-12) return 0;
        var places = digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return places switch
        {
            < 0 => Math.Round((decimal)value),
            > 28 => 0,
            _ => Math.Round((decimal)value, Math.Min(places, 20), MidpointRounding.AwayFromZero),
        };
    }

    /// <summary>A share as percent with one decimal.</summary>
    public static string Percent(double share) => PercentOf(share * 100);

    /// <inheritdoc cref="Percent(double)"/>
    public static string Percent(decimal share) => PercentOf((double)share * 100);

    /// <summary>Percent with one decimal.</summary>
    public static string PercentOf(double percent) => Math.Round((decimal)percent, 1, MidpointRounding.AwayFromZero).ToString("0.0", s_plain) + " %";

    /// <summary>Hours with one decimal.</summary>
    public static string Hours(TimeSpan time) => time.TotalHours.ToString("0.0", s_plain) + " hours";

    /// <summary>A moment in UTC.</summary>
    public static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", s_plain) + " UTC";

    /// <summary>A moment in UTC with its weekday.</summary>
    public static string UtcDay(DateTimeOffset moment) => moment.UtcDateTime.ToString("dddd yyyy-MM-dd HH:mm", s_plain) + " UTC";

    /// <summary>A moment as clocks show it in a zone.</summary>
    public static string Local(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("dddd yyyy-MM-dd HH:mm", s_plain) + $" {zone.Id}";

    /// <summary>A date.</summary>
    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", s_plain);
}
