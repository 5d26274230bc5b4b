using System.Globalization;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>How figures of the paper book are written: plain invariant digits with their unit, so that a reader and a guard can find them again.</summary>
internal static class PaperText
{
    /// <summary>USD to the cent.</summary>
    public static string Usd(decimal amount) => Cents(amount) + " USD";

    public static string Cents(decimal amount)
    {
        var cents = Math.Round(amount, 2, MidpointRounding.ToEven);
        return (cents == 0 ? 0m : cents).ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>A price or a quantity, as many places as it has.</summary>
    public static string Plain(decimal figure) => figure.ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>A fraction in percent.</summary>
    public static string Percent(decimal fraction)
    {
        var percent = Math.Round(fraction * 100m, 2, MidpointRounding.ToEven);
        return (percent == 0 ? 0m : percent).ToString("0.##", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A fraction in basis points.</summary>
    public static string Bps(decimal fraction) => Math.Round(fraction * 10_000m, 2).ToString("0.##", CultureInfo.InvariantCulture) + " bps";

    /// <summary>A multiple of what was at risk.</summary>
    public static string R(decimal multiple) => Math.Round(multiple, 2).ToString("0.##", CultureInfo.InvariantCulture) + " R";

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 90 } => Whole(age.TotalSeconds) + " s",
        { TotalMinutes: < 90 } => Whole(age.TotalMinutes) + " min",
        { TotalHours: < 48 } => Whole(age.TotalHours) + " h",
        _ => Whole(age.TotalDays) + " days",
    };

    public static string Side(PaperSide side) => side == PaperSide.Long ? "long" : "short";

    public static string Breaker(PaperBreaker breaker) => breaker == PaperBreaker.Daily ? "daily loss" : "drawdown";

    private static string Whole(double figure) => Math.Max(0, Math.Floor(figure)).ToString("0", CultureInfo.InvariantCulture);
}
