using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Agents.General;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.Concierge;

/// <summary>The desk as the host registers it, over a directory, a clock and a sky of its own.</summary>
internal sealed class Desk : IDisposable
{
    private readonly ServiceProvider _services;

    public Desk(string? places = null, bool coordinates = true)
    {
        if (places is not null) Directory.Write("places.yaml", places);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Concierge:Places"] = Directory.Combine("places.yaml"),
            ["Concierge:Latitude"] = coordinates ? "43.481267" : null,
            ["Concierge:Longitude"] = coordinates ? "-1.558712" : null,
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(Time).AddSingleton<IFeedReader>(Sky);
        services.Configure<DataOptions>(options => options.Local = Directory.Path);
        services.AddConciergeDesk(configuration);
        _services = services.BuildServiceProvider();
        Tools = _services.GetRequiredService<IToolset>();
    }

    public TemporaryDirectory Directory { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public Sky Sky { get; } = new();

    public IToolset Tools { get; }

    /// <summary>The turn at a local time; the clock is set to it.</summary>
    public ToolTurn At(string local, string message = "What now?")
    {
        var turn = DirectCalls.At(local, message);
        if (turn.Now.ToUniversalTime() > Time.GetUtcNow()) Time.SetUtcNow(turn.Now.ToUniversalTime());
        Sky.Now = turn.Now;
        return turn;
    }

    public Task<string> PickAsync(string local, string kind, string? when = null, string message = "What now?", string? wish = null, string? without = null) =>
        Tools.CallAsync(At(local, message), "concierge_pick", ("kind", kind), ("when", when), ("wish", wish), ("without", without));

    public void Dispose()
    {
        _services.Dispose();
        Directory.Dispose();
    }
}

/// <summary>Open-Meteo as it answers, and a reader that keeps what it was asked.</summary>
internal sealed class Sky : IFeedReader
{
    public List<(string Feed, string Path, TimeSpan Fresh)> Asked { get; } = [];

    public DateTimeOffset Now { get; set; }

    public double Wave { get; set; } = 1.2;

    public bool Inland { get; set; }

    public bool SeaAway { get; set; }

    public bool Away { get; set; }

    public TimeSpan Age { get; set; }

    public string? Stale { get; set; }

    /// <summary>What an hour is like, by its UTC time; code, millimetres, gusts.</summary>
    public Func<DateTimeOffset, (int Code, double Rain, double Gusts)> Hour { get; set; } = _ => (1, 0, 20);

    /// <summary>When set, what the forecast says instead.</summary>
    public string? Forecast { get; set; }

    public Task<FeedDocument> GetAsync(Feed feed, string path, TimeSpan fresh, CancellationToken cancellationToken)
    {
        Asked.Add((feed.Id, path, fresh));
        if (Away || (SeaAway && feed.Id == "openmeteo-marine")) throw new ToolException($"{feed.Name} does not answer.");
        var json = feed.Id == "openmeteo" ? Forecast ?? Sheet() : Sea();
        return Task.FromResult(new FeedDocument(JsonDocument.Parse(json).RootElement, Now.ToUniversalTime() - Age, Stale));
    }

    public Task<FeedDocument> PostAsync(Feed feed, string path, string json, TimeSpan fresh, CancellationToken cancellationToken) => throw new NotSupportedException("The weather is read.");

    private List<DateTimeOffset> Hours() => [.. Enumerable.Range(0, 8 * 24).Select(i => new DateTimeOffset(Now.ToUniversalTime().Date, TimeSpan.Zero).AddHours(i))];

    private string Sheet()
    {
        var hours = Hours();
        string Column(Func<DateTimeOffset, double> value) => string.Join(',', hours.Select(hour => value(hour).ToString(CultureInfo.InvariantCulture)));
        return $$"""
            {"latitude":43.48,"longitude":-1.5599976,"generationtime_ms":0.18,"utc_offset_seconds":0,"timezone":"GMT","timezone_abbreviation":"GMT","elevation":19.0,
             "hourly_units":{"time":"unixtime","temperature_2m":"°C","precipitation":"mm","precipitation_probability":"%","weather_code":"wmo code","wind_speed_10m":"km/h","wind_gusts_10m":"km/h"},
             "hourly":{"time":[{{Column(hour => hour.ToUnixTimeSeconds())}}],"temperature_2m":[{{Column(hour => 10 + hour.Hour / 2.0)}}],
             "precipitation":[{{Column(hour => Hour(hour).Rain)}}],"precipitation_probability":[{{Column(hour => Hour(hour).Rain > 0 ? 80 : 5)}}],
             "weather_code":[{{Column(hour => Hour(hour).Code)}}],"wind_speed_10m":[{{Column(hour => Hour(hour).Gusts / 2)}}],"wind_gusts_10m":[{{Column(hour => Hour(hour).Gusts)}}] } }
            """;
    }

    private string Sea()
    {
        var hours = Hours();
        string Column(string value) => string.Join(',', hours.Select(_ => Inland ? "null" : value));
        return $$"""
            {"latitude":43.541664,"longitude":-1.5416641,"generationtime_ms":0.09,"utc_offset_seconds":0,"timezone":"GMT","timezone_abbreviation":"GMT","elevation":19.0,
             "hourly_units":{"time":"unixtime","wave_height":"m","wave_period":"s","sea_surface_temperature":"°C"},
             "hourly":{"time":[{{string.Join(',', hours.Select(hour => hour.ToUnixTimeSeconds()))}}],"wave_height":[{{Column(Wave.ToString(CultureInfo.InvariantCulture))}}],
             "wave_period":[{{Column("9.5")}}],"sea_surface_temperature":[{{Column("17.2")}}] } }
            """;
    }
}
