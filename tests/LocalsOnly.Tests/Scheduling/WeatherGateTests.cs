namespace LocalsOnly.Tests.Scheduling;

/// <summary>When the weather opens a task. The sky of the tests has 10 °C at midnight UTC and half a degree more with every hour; it is 10:30 in Paris.</summary>
public sealed class WeatherGateTests : IDisposable
{
    private readonly GateHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task All_that_is_asked_for_must_hold_from_now_until_the_evening()
    {
        var verdict = await _house.TestAsync("weather", ("rain_below", "30"), ("warmer_than", "18"), ("wind_below", "40"));

        Assert.True(verdict.Open);
        Assert.Equal("today (2026-11-26): chance of rain 5 % where below 30 is asked for, warmest hour 19 °C where above 18 is asked for, wind 10 km/h where below 40 is asked for", verdict.Why);
    }

    [Fact]
    public async Task What_does_not_hold_is_said_alone()
    {
        _house.Sky.Hour = hour => hour.Hour == 15 ? (61, 1.5, 90) : (1, 0, 20);

        var verdict = await _house.TestAsync("weather", ("rain_below", "30"), ("warmer_than", "18"), ("wind_below", "40"));

        Assert.False(verdict.Open);
        Assert.Equal("today (2026-11-26): chance of rain 80 % where below 30 is asked for, wind 45 km/h where below 40 is asked for", verdict.Why);
    }

    [Fact]
    public async Task Rain_that_is_over_or_comes_in_the_night_does_not_count()
    {
        _house.Sky.Hour = hour => hour.Hour is < 8 or > 19 ? (61, 2, 20) : (1, 0, 20);

        Assert.True((await _house.TestAsync("weather", ("rain_below", "30"))).Open);
    }

    [Fact]
    public async Task Tomorrow_is_another_day()
    {
        _house.Sky.Hour = hour => hour.Day == 27 ? (61, 2, 20) : (1, 0, 20);

        var verdict = await _house.TestAsync("weather", ("rain_below", "30"), ("day", "tomorrow"));

        Assert.False(verdict.Open);
        Assert.StartsWith("tomorrow (2026-11-27): chance of rain 80 %", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_evening_today_is_over()
    {
        _house.Time.SetUtcNow(new DateTimeOffset(2026, 11, 26, 19, 5, 0, TimeSpan.Zero));
        _house.Sky.Now = _house.Time.GetUtcNow();

        Assert.Equal("the day is over: the forecast counts until 20:00", (await _house.TestAsync("weather", ("rain_below", "30"))).Why);
    }

    [Fact]
    public async Task Without_a_forecast_of_the_hour_nobody_can_tell()
    {
        _house.Sky.Age = TimeSpan.FromHours(3);
        Assert.Equal("The weather is not known: the newest forecast is of 2026-11-26 06:30 UTC.", await _house.RefusedAsync("weather", ("rain_below", "30")));

        _house.Sky.Away = true;
        Assert.Equal("Open-Meteo does not answer.", await _house.RefusedAsync("weather", ("rain_below", "30")));
    }
}
