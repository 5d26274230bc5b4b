using System.Globalization;

namespace LocalsOnly.Agents.Tools.Concierge.Weather;

/// <summary>
/// What may be done under the sky. The thresholds are the house's: rain is any hour with a wet code, 0.2 mm or a chance of 60 %; storm is thunder (codes 95 to 99) or gusts of
/// 62 km/h (Beaufort 8, gale); the beach also wants wind below 39 km/h (Beaufort 6, strong breeze) and waves of at most 2.0 m; surf wants waves of 0.5 to 2.5 m. Thunder
/// keeps people out of the water for two hours on either side. The sea is a matter of daylight: 9 to 20 o'clock.
/// </summary>
internal static class SeaRule
{
    public const double WetMillimetres = 0.2;
    public const double WetPercent = 60;
    public const double GaleKmh = 62;
    public const double StrongBreezeKmh = 39;
    public const double BeachMostWave = 2.0;
    public const double SurfLeastWave = 0.5;
    public const double SurfMostWave = 2.5;

    private const int DayFrom = 9 * 60;
    private const int DayTo = 20 * 60;
    private const int ThunderReach = 2;

    // Less than two hours is no time at the sea.
    private const int LeastHours = 2;

    /// <summary>Codes of drizzle and rain (51 to 67), snow (71 to 77) and showers (80 to 86); thunder is a storm and wet as well.</summary>
    public static bool IsWet(WeatherHour hour) =>
        hour.Code is (>= 51 and <= 67) or (>= 71 and <= 77) or (>= 80 and <= 86) or >= 95 || hour.RainMillimetres >= WetMillimetres || hour.RainPercent >= WetPercent;

    public static bool IsStorm(WeatherHour hour) => hour.Code >= 95 || hour.GustKmh >= GaleKmh;

    /// <summary>Whether it stays dry and still enough to sit outside between two minutes of a day.</summary>
    public static Verdict Outside(WeatherReading? reading, DateOnly date, TimeZoneInfo zone, int from, int to)
    {
        if (reading is null) return Verdict.NotRead;
        var hours = reading.On(date, zone).Where(hour => hour.Minute < to && hour.Minute + 60 > from).ToList();
        if (hours.Count == 0 || hours.Any(hour => hour.Hour.Code is null)) return Verdict.NoForecast;
        foreach (var (minute, hour) in hours)
        {
            if (IsStorm(hour)) return Verdict.No($"storm at {OpeningInterval.Clock(minute)}");
            if (IsWet(hour)) return Verdict.No($"rain at {OpeningInterval.Clock(minute)}");
        }
        return Verdict.Yes("no rain and no storm in the forecast");
    }

    /// <summary>Whether the sea is an idea on a day, at or after a minute of it.</summary>
    /// <param name="minute">Null for the whole day.</param>
    /// <param name="from">Minute before which nothing counts: now, for today.</param>
    public static Verdict AtSea(WeatherReading? reading, string kind, DateOnly date, TimeZoneInfo zone, int? minute, int from)
    {
        if (reading is null) return Verdict.NotRead;
        if (minute is < DayFrom or >= DayTo) return Verdict.No("the sea is for daylight, 09:00 to 20:00");
        if (minute is null && from >= DayTo - 60) return Verdict.No("the daylight hours, 09:00 to 20:00, are over");
        var day = reading.On(date, zone).ToList();
        var (first, last) = minute is { } at ? (at, Math.Min(at + LeastHours * 60, DayTo)) : (Math.Max(DayFrom, from), DayTo);
        var window = day.Where(hour => hour.Minute + 60 > first && hour.Minute < last).ToList();
        if (window.Count == 0 || window.Any(hour => hour.Hour.Code is null)) return Verdict.NoForecast;
        if (window.Any(hour => hour.Hour.WaveMetres is null || hour.Hour.WindKmh is null))
            return new Verdict(null, "the waves are not known, so the sea is left alone");

        var thunder = day.Where(hour => hour.Hour.Code >= 95).Select(hour => hour.Minute).ToList();
        string? Against((int Minute, WeatherHour Hour) hour) =>
            thunder.Any(struck => Math.Abs(struck - hour.Minute) <= ThunderReach * 60) ? "thunder" : Reason(hour.Hour, kind);
        var (start, end) = Longest(window, hour => Against(hour) is null);
        if (minute is not null ? end - start < last - first : end - start < LeastHours * 60)
        {
            var (when, hour) = window.First(hour => Against(hour) is not null);
            return Verdict.No($"{Against((when, hour))} at {OpeningInterval.Clock(when)}");
        }
        return Verdict.Yes($"calm and dry from {OpeningInterval.Clock(Math.Max(start, first))} to {OpeningInterval.Clock(Math.Min(end, last))}");
    }

    private static string? Reason(WeatherHour hour, string kind) =>
        hour.GustKmh >= GaleKmh ? Figure("gusts of", hour.GustKmh, "0", "km/h")
        : IsWet(hour) ? "rain"
        : kind == PlaceKinds.Surf ? hour.WaveMetres switch
        {
            < SurfLeastWave => Figure("waves of only", hour.WaveMetres, "0.0", "m"),
            > SurfMostWave => Figure("waves of", hour.WaveMetres, "0.0", "m"),
            _ => null,
        }
        : hour.WindKmh >= StrongBreezeKmh ? Figure("wind of", hour.WindKmh, "0", "km/h")
        : hour.WaveMetres > BeachMostWave ? Figure("waves of", hour.WaveMetres, "0.0", "m")
        : null;

    private static string Figure(string what, double? value, string format, string unit) => $"{what} {value!.Value.ToString(format, CultureInfo.InvariantCulture)} {unit}";

    private static (int Start, int End) Longest(List<(int Minute, WeatherHour Hour)> window, Func<(int, WeatherHour), bool> calm)
    {
        var (best, current) = ((Start: 0, End: 0), (Start: 0, End: 0));
        foreach (var hour in window)
        {
            if (!calm(hour)) current = (0, 0);
            else current = current.End == hour.Minute ? (current.Start, hour.Minute + 60) : (hour.Minute, hour.Minute + 60);
            if (current.End - current.Start > best.End - best.Start) best = current;
        }
        return best;
    }
}

/// <summary>Whether the weather allows something.</summary>
/// <param name="Allowed">Null when it is not known.</param>
/// <param name="Why">A clause.</param>
internal sealed record Verdict(bool? Allowed, string Why)
{
    public static Verdict NotRead { get; } = new(null, "the weather has not been read in the last hour");

    public static Verdict NoForecast { get; } = new(null, "there is no forecast for that day");

    public static Verdict Yes(string why) => new(true, why);

    public static Verdict No(string why) => new(false, why);
}
