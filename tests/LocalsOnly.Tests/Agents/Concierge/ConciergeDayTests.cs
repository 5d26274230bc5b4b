using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Agents.Tools.Concierge.Weather;
using LocalsOnly.Tests.Agents.General;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Agents.Concierge;

public sealed class ConciergeDayTests : IDisposable
{
    private const string List = """
        places:
          - { name: Alpha, kind: restaurant, town: Hiddentown, hours: { wed-sun: "12:00-14:30" } }
          - { name: Sands, kind: beach, town: Hiddentown }
          - { name: Cup, kind: cafe, phone: "05", hours: { daily: "08:00-18:00", mon: closed } }
          - { name: Quiet, kind: bar }
        """;

    private readonly Desk _desk = new(List);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Today_tells_the_time_the_rules_that_hold_and_the_weather()
    {
        _desk.Sky.Hour = hour => hour.Hour < 12 ? (2, 0, 30) : (61, 0.4, 41.5);
        var text = await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31"), "concierge_today");

        Assert.Equal("""
            Local time: Thursday 2026-11-26, 12:31.
            Part of the day: midday.
            Lunch: out, until 14:30. Open for it: Alpha.
            Dinner: at home unless they ask to go out; French wine unless they ask otherwise.
            Hotel: ideas on Wednesday only, one night, off season; only if they ask.
            Swim: the pool (April to November), 1000 m.
            Beach and surf: no, rain at 13:00.
            Weather on Thursday 2026-11-26 from 12:31: rain; 15.5 to 19.0 °C; rain 2.8 mm; chance of rain at most 80 %; wind at most 21 km/h; gusts 42 km/h; waves at most 1.2 m; period 10 s; sea 17.2 °C. Source: Open-Meteo, read 2026-11-26 12:31.
            Places on the list: 4, open today: 3.
            """, text);
    }

    [Fact]
    public async Task What_leaves_the_house_is_two_rounded_coordinates_and_neither_name_nor_zone()
    {
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31", "Weather in Hiddentown?"), "concierge_today");

        Assert.Equal(
            [
                ("openmeteo", "/v1/forecast?latitude=43.48&longitude=-1.56&hourly=temperature_2m,precipitation,precipitation_probability,weather_code,wind_speed_10m,wind_gusts_10m&timeformat=unixtime&timezone=GMT&forecast_days=8", TimeSpan.FromMinutes(15)),
                ("openmeteo-marine", "/v1/marine?latitude=43.48&longitude=-1.56&hourly=wave_height,wave_period,sea_surface_temperature&timeformat=unixtime&timezone=GMT&forecast_days=8", TimeSpan.FromMinutes(15)),
            ],
            _desk.Sky.Asked);
        Assert.Equal(("https://api.open-meteo.com/", "https://marine-api.open-meteo.com/"), (OpenMeteo.Forecast.Address.AbsoluteUri, OpenMeteo.Marine.Address.AbsoluteUri));
        var weather = await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31"), "concierge_weather", ("day", "friday"));
        Assert.DoesNotContain("43.", weather, StringComparison.Ordinal);
        Assert.DoesNotContain("Hiddentown", weather, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-26 14:31", "Lunch: over since 14:30", "Part of the day: afternoon")]
    [InlineData("2026-11-29 14:59", "Lunch: out, until 15:00", "Part of the day: midday")]
    [InlineData("2026-11-25 08:00", "Hotel: today a night away is an idea, one night.", "Part of the day: morning")]
    [InlineData("2026-12-30 23:30", "Hotel: no idea today, it is high season", "Part of the day: night")]
    [InlineData("2026-12-02 19:00", "Swim: the gym instead of the pool", "Part of the day: evening")]
    public async Task The_rules_go_by_the_persons_clock(string now, string rule, string part)
    {
        var text = await _desk.Tools.CallAsync(_desk.At(now), "concierge_today");
        Assert.Contains(rule, text, StringComparison.Ordinal);
        Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_weather_the_day_is_told_all_the_same()
    {
        _desk.Sky.Away = true;
        var text = await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31"), "concierge_today");
        Assert.Contains("Weather: not known. Open-Meteo does not answer.", text, StringComparison.Ordinal);
        Assert.Contains("Beach and surf: not known, the weather has not been read in the last hour; propose what works in any weather.", text, StringComparison.Ordinal);
        Assert.Equal("Open-Meteo does not answer.", await _desk.Tools.RefusalAsync(_desk.At("2026-11-26 12:31"), "concierge_weather"));

        using var nowhere = new Desk(List, coordinates: false);
        Assert.Contains("Concierge:Latitude and Concierge:Longitude are not set", await nowhere.Tools.CallAsync(nowhere.At("2026-11-26 12:31"), "concierge_today"), StringComparison.Ordinal);
        Assert.Empty(nowhere.Sky.Asked);
    }

    [Fact]
    public async Task A_sea_that_is_away_leaves_the_sky()
    {
        _desk.Sky.SeaAway = true;
        var text = await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31"), "concierge_weather");
        Assert.Contains("no waves (Open-Meteo Marine does not answer).", text, StringComparison.Ordinal);
        Assert.Contains("mostly clear", text, StringComparison.Ordinal);
        Assert.Contains("the waves are not known", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_copy_is_shown_with_its_age_and_nothing_is_decided_on_it()
    {
        (_desk.Sky.Age, _desk.Sky.Stale) = (TimeSpan.FromMinutes(90), "the feed does not answer");
        var text = await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31"), "concierge_weather");
        Assert.Contains("read 2026-11-26 11:01; an older copy (the feed does not answer)", text, StringComparison.Ordinal);
        Assert.Contains("Beach and surf: not known", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":true,"reason":"Latitude must be in range of -90 to 90°."}""", "Open-Meteo refused: Latitude must be in range")]
    [InlineData("[]", "cannot be read (no object)")]
    [InlineData("{}", "cannot be read (no hours)")]
    [InlineData("""{"hourly":{"time":["2026-11-26T00:00"]}}""", "a time that is no number of seconds")]
    [InlineData("""{"hourly":{"time":[1],"temperature_2m":[1,2]}}""", "temperature_2m of another length")]
    [InlineData("""{"hourly":{"time":[1],"temperature_2m":["x"]}}""", "a temperature_2m that is no number")]
    [InlineData("""{"hourly":{"time":[1],"temperature_2m":[1]}}""", "no precipitation")]
    public async Task A_service_that_answers_otherwise_is_no_weather(string json, string reason)
    {
        _desk.Sky.Forecast = json;
        Assert.Contains(reason, await _desk.Tools.RefusalAsync(_desk.At("2026-11-26 12:31"), "concierge_weather"), StringComparison.Ordinal);
        Assert.Contains("Weather: not known", await _desk.Tools.CallAsync(_desk.At("2026-11-26 12:31"), "concierge_today"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-10-25", 25)]
    [InlineData("2027-03-28", 23)]
    [InlineData("2026-11-26", 24)]
    public void A_local_day_has_as_many_hours_as_its_clock_gives_it(string day, int count)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var from = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-1);
        var hours = Enumerable.Range(0, 72).Select(i => new WeatherHour(from.AddHours(i), 1, 0, 0, 0, 0, 0, 0, 0, 0)).ToList();
        Assert.Equal(count, new WeatherReading(hours, from, null).On(date, DirectCalls.Paris).Count());
    }

    [Fact]
    public async Task The_week_says_what_the_rules_allow_on_each_day()
    {
        var lines = (await _desk.Tools.CallAsync(_desk.At("2026-11-27 15:00"), "concierge_week")).Split('\n');

        Assert.Equal(8, lines.Length);
        Assert.StartsWith("Friday 2026-11-27: lunch is over; dinner at home; pool, 1000 m; Beach and surf: calm and dry from 15:00 to 20:00. Weather: mostly clear", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Saturday 2026-11-28: lunch at Alpha; dinner at home;", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Monday 2026-11-30: lunch at nothing on the list;", lines[3], StringComparison.Ordinal);
        Assert.Contains("; gym; ", lines[4], StringComparison.Ordinal);
        Assert.Contains("A night away is an idea.", lines[5], StringComparison.Ordinal);
        Assert.DoesNotContain("A night away", string.Concat(lines[..5]), StringComparison.Ordinal);
        Assert.StartsWith("Source: Open-Meteo", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_told_by_kind_and_by_what_is_open()
    {
        var all = await _desk.Tools.CallAsync(_desk.At("2026-11-30 09:00"), "concierge_places");
        Assert.Contains("On Monday 2026-11-30:\nAlpha, restaurant, Hiddentown: closed\nSands, beach, Hiddentown: open\nCup, cafe: closed; phone 05\nQuiet, bar: hours not on the list, phone first\nSource:", all, StringComparison.Ordinal);

        var open = await _desk.Tools.CallAsync(_desk.At("2026-11-30 09:00"), "concierge_places", ("kind", "café"), ("day", "tomorrow"), ("open", true));
        Assert.StartsWith("On Tuesday 2026-12-01:\nCup, cafe: open 08:00-18:00; phone 05\nSource:", open, StringComparison.Ordinal);
        Assert.StartsWith("Nothing on the list is a cafe that is open on Monday 2026-11-30; its kinds are bar,", await _desk.Tools.CallAsync(_desk.At("2026-11-30 09:00"), "concierge_places", ("kind", "cafe"), ("open", true)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Latitude", "43.5", "only one is set")]
    [InlineData("Places", " ", "Concierge:Places is empty")]
    public void A_configuration_that_cannot_be_meant_is_refused_at_the_start(string key, string value, string reason)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Concierge:{key}", value)]).Build();
        using var services = new ServiceCollection().AddLogging().AddConciergeDesk(configuration).BuildServiceProvider();
        Assert.Contains(reason, Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ConciergeOptions>>().Value).Message, StringComparison.Ordinal);
    }
}
