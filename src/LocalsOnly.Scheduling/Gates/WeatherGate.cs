using System.Globalization;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge.Weather;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>weather</c>: the forecast for the house's place (<c>Concierge:Latitude</c> and <c>Concierge:Longitude</c>) between 8 and 20 o'clock of the task's zone, today from now on or
/// tomorrow. All that is given must hold: <c>rain_below</c> the highest chance of rain in per cent, <c>warmer_than</c> the warmest hour in °C, <c>wind_below</c> the strongest
/// mean wind in km/h.
/// </summary>
internal sealed class WeatherGate(HouseWeather weather) : ITaskGate
{
    private const int DayFrom = 8 * 60;
    private const int DayTo = 20 * 60;

    public string Name => "weather";

    public string Example => "weather: {rain_below: 30, warmer_than: 18, wind_below: 40, day: tomorrow}";

    public void Validate(GateSetting setting) => Read(setting);

    public async Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken)
    {
        var (rain, warm, wind, tomorrow) = Read(call.Setting);
        var reading = await weather.ReadAsync(cancellationToken);
        if (!ReferenceEquals(weather.Recent, reading)) throw new ToolException($"The weather is not known: the newest forecast is of {FileTimes.Text(reading.At)}.");
        var local = TimeZoneInfo.ConvertTime(call.Now, call.Task.Zone).DateTime;
        var from = tomorrow ? DayFrom : Math.Max(DayFrom, (local.Hour * 60) + local.Minute);
        var day = DateOnly.FromDateTime(local).AddDays(tomorrow ? 1 : 0);
        if (from >= DayTo) return new GateVerdict(false, "the day is over: the forecast counts until 20:00");
        var hours = reading.On(day, call.Task.Zone).Where(hour => hour.Minute + 60 > from && hour.Minute < DayTo).Select(hour => hour.Hour).ToList();

        var when = string.Create(CultureInfo.InvariantCulture, $"{(tomorrow ? "tomorrow" : "today")} ({day:yyyy-MM-dd})");
        List<string> holds = [], fails = [];
        Check(rain, hours.Max(hour => hour.RainPercent), (value, limit) => value < limit, "chance of rain", "%", "below");
        Check(warm, hours.Max(hour => hour.Celsius), (value, limit) => value > limit, "warmest hour", "°C", "above");
        Check(wind, hours.Max(hour => hour.WindKmh), (value, limit) => value < limit, "wind", "km/h", "below");
        return new GateVerdict(fails.Count == 0, $"{when}: {string.Join(", ", fails.Count == 0 ? holds : fails)}");

        void Check(decimal? asked, double? value, Func<double, double, bool> test, string what, string unit, string side)
        {
            if (asked is not { } limit) return;
            if (value is not { } its) throw new ToolException($"The forecast does not say the {what} of {when}.");
            (test(its, (double)limit) ? holds : fails).Add(string.Create(CultureInfo.InvariantCulture, $"{what} {its:0.#} {unit} where {side} {limit:0.##} is asked for"));
        }
    }

    private (decimal? Rain, decimal? Warm, decimal? Wind, bool Tomorrow) Read(GateSetting setting)
    {
        if (setting["place"] is not null) throw new FormatException("the weather is that of the house's place (Concierge:Latitude and Concierge:Longitude); leave place out");
        setting.Only("rain_below", "warmer_than", "wind_below", "day");
        var (rain, warm, wind) = (setting.Number("rain_below", 0, 100), setting.Number("warmer_than", -90, 60), setting.Number("wind_below", 0, 400));
        if (rain is null && warm is null && wind is null) throw new FormatException($"{Name} asks for nothing; write {Example}");
        return (rain, warm, wind, setting.Word("day", "today", "tomorrow") == "tomorrow");
    }
}
