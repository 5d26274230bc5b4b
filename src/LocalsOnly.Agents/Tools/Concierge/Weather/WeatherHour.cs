namespace LocalsOnly.Agents.Tools.Concierge.Weather;

/// <summary>An hour of the forecast. Null is what the service does not know.</summary>
/// <param name="At">When it begins (UTC).</param>
/// <param name="Celsius">Air at 2 m.</param>
/// <param name="RainMillimetres">In the hour before.</param>
/// <param name="RainPercent">Chance of more than 0.1 mm.</param>
/// <param name="Code">What it looks like, WMO code table 4677 as Open-Meteo uses it.</param>
/// <param name="WindKmh">At 10 m, mean.</param>
/// <param name="GustKmh">At 10 m, the strongest.</param>
/// <param name="WaveMetres">Significant height: the mean of the highest third.</param>
/// <param name="WaveSeconds">Mean period.</param>
/// <param name="SeaCelsius">At the surface.</param>
internal sealed record WeatherHour(
    DateTimeOffset At,
    double? Celsius,
    double? RainMillimetres,
    double? RainPercent,
    int? Code,
    double? WindKmh,
    double? GustKmh,
    double? WaveMetres,
    double? WaveSeconds,
    double? SeaCelsius);

/// <summary>A forecast, as it was read.</summary>
/// <param name="At">When it was read from the service (UTC).</param>
/// <param name="Note">What a person should know about it, one clause; null when nothing.</param>
internal sealed record WeatherReading(IReadOnlyList<WeatherHour> Hours, DateTimeOffset At, string? Note)
{
    /// <summary>The hours of a local day, with the minute of that day at which each begins.</summary>
    public IEnumerable<(int Minute, WeatherHour Hour)> On(DateOnly date, TimeZoneInfo zone)
    {
        foreach (var hour in Hours)
        {
            var local = TimeZoneInfo.ConvertTime(hour.At, zone).DateTime;
            if (DateOnly.FromDateTime(local) == date) yield return (local.Hour * 60 + local.Minute, hour);
        }
    }
}
