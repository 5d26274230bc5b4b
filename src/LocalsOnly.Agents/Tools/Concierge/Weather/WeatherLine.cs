using System.Globalization;
using System.Text;

namespace LocalsOnly.Agents.Tools.Concierge.Weather;

/// <summary>A day of the forecast in words, figures and units.</summary>
internal static class WeatherLine
{
    private const int DayFrom = 8 * 60;
    private const int DayTo = 20 * 60;

    /// <summary>One line for a day; null when the forecast does not hold it. Never says where.</summary>
    public static string? Of(WeatherReading reading, DateOnly date, TimeZoneInfo zone, int from = 0)
    {
        var rest = reading.On(date, zone).Where(hour => hour.Minute + 60 > from).ToList();
        if (rest.Count == 0 || rest.All(hour => hour.Hour.Code is null)) return null;
        var light = rest.Where(hour => hour.Minute is >= DayFrom and < DayTo).ToList();
        var hours = (light.Count > 0 ? light : rest).Select(hour => hour.Hour).ToList();
        var line = new StringBuilder(Describe(hours.Max(hour => hour.Code ?? 0)));
        Add(line, "", hours.Min(hour => hour.Celsius), "0.0", "");
        if (hours.Max(hour => hour.Celsius) is { } warmest) line.Append(CultureInfo.InvariantCulture, $" to {warmest:0.0} °C");
        Add(line, "rain ", hours.Sum(hour => hour.RainMillimetres), "0.0", " mm");
        Add(line, "chance of rain at most ", hours.Max(hour => hour.RainPercent), "0", " %");
        Add(line, "wind at most ", hours.Max(hour => hour.WindKmh), "0", " km/h");
        Add(line, "gusts ", hours.Max(hour => hour.GustKmh), "0", " km/h");
        Add(line, "waves at most ", hours.Max(hour => hour.WaveMetres), "0.0", " m");
        Add(line, "period ", hours.Max(hour => hour.WaveSeconds), "0", " s");
        Add(line, "sea ", hours.Max(hour => hour.SeaCelsius), "0.0", " °C");
        return line.ToString();
    }

    /// <summary>Where it is from and how old it is.</summary>
    public static string Source(WeatherReading reading, TimeZoneInfo zone)
    {
        var at = TimeZoneInfo.ConvertTime(reading.At, zone);
        return string.Create(CultureInfo.InvariantCulture, $"Source: Open-Meteo, read {at:yyyy-MM-dd HH:mm}{(reading.Note is { } note ? $"; {note}" : "")}.");
    }

    /// <summary>WMO code table 4677 as far as Open-Meteo uses it.</summary>
    public static string Describe(int code) => code switch
    {
        0 => "clear",
        1 => "mostly clear",
        2 => "partly cloudy",
        3 => "overcast",
        45 or 48 => "fog",
        >= 51 and <= 57 => "drizzle",
        >= 61 and <= 67 => "rain",
        >= 71 and <= 77 => "snow",
        >= 80 and <= 82 => "showers",
        85 or 86 => "snow showers",
        >= 95 => "thunderstorm",
        _ => "unnamed weather",
    };

    private static void Add(StringBuilder line, string what, double? value, string format, string unit)
    {
        if (value is { } known) line.Append("; ").Append(what).Append(known.ToString(format, CultureInfo.InvariantCulture)).Append(unit);
    }
}
