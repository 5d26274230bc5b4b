using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Concierge.Weather;

/// <summary>
/// The wire of Open-Meteo (open-meteo.com/en/docs and /en/docs/marine-weather-api). Times are asked for as seconds since 1970 in UTC, so that no zone, which is a hint to
/// where somebody lives, is sent, and no night of a change of clocks has an hour twice or not at all.
/// </summary>
internal static class OpenMeteo
{
    /// <summary>Days ahead that are asked for; a UTC day more than the week that is shown.</summary>
    public const int Days = 8;

    private const string ForecastFields = "temperature_2m,precipitation,precipitation_probability,weather_code,wind_speed_10m,wind_gusts_10m";

    private const string MarineFields = "wave_height,wave_period,sea_surface_temperature";

    public static Feed Forecast { get; } = new("openmeteo", "Open-Meteo", new Uri("https://api.open-meteo.com"));

    public static Feed Marine { get; } = new("openmeteo-marine", "Open-Meteo Marine", new Uri("https://marine-api.open-meteo.com"));

    public static string ForecastPath(double latitude, double longitude) => Path("/v1/forecast", latitude, longitude, ForecastFields);

    public static string MarinePath(double latitude, double longitude) => Path("/v1/marine", latitude, longitude, MarineFields);

    /// <summary>The hours of a forecast, with the sea's where they are known.</summary>
    /// <exception cref="ToolException">It is not of the form that is documented.</exception>
    public static IReadOnlyList<WeatherHour> Read(JsonElement forecast, JsonElement? marine)
    {
        var hourly = Hourly(forecast, Forecast);
        var times = Times(hourly, Forecast);
        double?[] Column(string name) => Values(hourly, name, times.Length, Forecast);
        var (temperature, rain, chance, code, wind, gusts) =
            (Column("temperature_2m"), Column("precipitation"), Column("precipitation_probability"), Column("weather_code"), Column("wind_speed_10m"), Column("wind_gusts_10m"));
        var sea = marine is { } its ? Sea(its) : [];
        var hours = new List<WeatherHour>(times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            var (wave, period, water) = sea.GetValueOrDefault(times[i]);
            hours.Add(new WeatherHour(
                DateTimeOffset.FromUnixTimeSeconds(times[i]), temperature[i], rain[i], chance[i], code[i] is { } wmo ? (int)wmo : null, wind[i], gusts[i], wave, period, water));
        }
        return hours;
    }

    private static string Path(string path, double latitude, double longitude, string fields) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path}?latitude={latitude:0.00}&longitude={longitude:0.00}&hourly={fields}&timeformat=unixtime&timezone=GMT&forecast_days={Days}");

    private static Dictionary<long, (double? Wave, double? Period, double? Water)> Sea(JsonElement marine)
    {
        var hourly = Hourly(marine, Marine);
        var times = Times(hourly, Marine);
        var (wave, period, water) = (
            Values(hourly, "wave_height", times.Length, Marine), Values(hourly, "wave_period", times.Length, Marine), Values(hourly, "sea_surface_temperature", times.Length, Marine));
        var sea = new Dictionary<long, (double?, double?, double?)>(times.Length);
        for (var i = 0; i < times.Length; i++) sea[times[i]] = (wave[i], period[i], water[i]);
        return sea;
    }

    private static JsonElement Hourly(JsonElement root, Feed feed)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Unreadable(feed, "no object");
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.True)
            throw new ToolException($"{feed.Name} refused: {PersonSentences.Plain(root.TryGetProperty("reason", out var reason) ? reason.ToString() : "it does not say why").TrimEnd('.')}.");
        return root.TryGetProperty("hourly", out var hourly) && hourly.ValueKind == JsonValueKind.Object ? hourly : throw Unreadable(feed, "no hours");
    }

    private static long[] Times(JsonElement hourly, Feed feed)
    {
        if (!hourly.TryGetProperty("time", out var times) || times.ValueKind != JsonValueKind.Array) throw Unreadable(feed, "no times");
        var read = new long[times.GetArrayLength()];
        for (var i = 0; i < read.Length; i++)
            if (times[i].ValueKind != JsonValueKind.Number || !times[i].TryGetInt64(out read[i])) throw Unreadable(feed, "a time that is no number of seconds");
        return read;
    }

    /// <summary>A column; where the service knows nothing (inland, for the sea) it says null.</summary>
    private static double?[] Values(JsonElement hourly, string name, int count, Feed feed)
    {
        if (!hourly.TryGetProperty(name, out var column) || column.ValueKind != JsonValueKind.Array) throw Unreadable(feed, $"no {name}");
        if (column.GetArrayLength() != count) throw Unreadable(feed, $"{name} of another length than its times");
        var values = new double?[count];
        for (var i = 0; i < count; i++)
            values[i] = column[i].ValueKind switch
            {
                JsonValueKind.Number => column[i].GetDouble(),
                JsonValueKind.Null => null,
                _ => throw Unreadable(feed, $"a {name} that is no number"),
            };
        return values;
    }

    private static ToolException Unreadable(Feed feed, string what) => new($"{feed.Name} answered in a form that cannot be read ({what}), so the weather is not known.");
}
