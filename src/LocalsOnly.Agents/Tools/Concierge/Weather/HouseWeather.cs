using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.Concierge.Weather;

/// <summary>
/// The weather where the person lives. Where that is leaves the house only as two coordinates with two decimals each, out of the configuration; neither a name nor anything that
/// was said goes with them. What was read is kept for an hour for the tools that ask nothing outside.
/// </summary>
internal sealed class HouseWeather(IFeedReader feeds, IOptions<ConciergeOptions> options, TimeProvider time)
{
    /// <summary>How old a forecast may be that is read.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>How old one may be that something is decided on.</summary>
    public static readonly TimeSpan Known = TimeSpan.FromHours(1);

    private WeatherReading? _last;

    /// <summary>Whether the configuration says where the house is.</summary>
    public bool IsSetUp => options.Value is { Latitude: not null, Longitude: not null };

    /// <summary>What was read last, when it is young enough to decide on.</summary>
    public WeatherReading? Recent => Volatile.Read(ref _last) is { } last && time.GetUtcNow() - last.At <= Known ? last : null;

    /// <summary>Reads the forecast; the sea's may be missing, and then the note says so.</summary>
    /// <exception cref="ToolException">There is none: one sentence why.</exception>
    public async Task<WeatherReading> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { Latitude: { } latitude, Longitude: { } longitude })
            throw new ToolException("There is no weather: Concierge:Latitude and Concierge:Longitude are not set.");
        var (north, east) = (Rounded(latitude), Rounded(longitude));
        var forecast = await feeds.GetAsync(OpenMeteo.Forecast, OpenMeteo.ForecastPath(north, east), Fresh, cancellationToken);
        var (marine, noSea) = await SeaAsync(north, east, cancellationToken);
        var note = forecast.Stale is { } stale ? $"an older copy ({stale.TrimEnd('.')})" : null;
        if (noSea is not null) note = note is null ? noSea : $"{note}; {noSea}";
        WeatherReading reading;
        try
        {
            reading = new WeatherReading(OpenMeteo.Read(forecast.Root, marine?.Root), Oldest(forecast, marine), note);
        }
        catch (ToolException broken) when (marine is not null)
        {
            // A sea that cannot be read must not take the sky with it.
            reading = new WeatherReading(OpenMeteo.Read(forecast.Root, null), forecast.At, Joined(note, $"no waves ({broken.Message.TrimEnd('.')})"));
        }
        Volatile.Write(ref _last, reading);
        return reading;
    }

    private async Task<(FeedDocument? Marine, string? Note)> SeaAsync(double north, double east, CancellationToken cancellationToken)
    {
        try
        {
            var marine = await feeds.GetAsync(OpenMeteo.Marine, OpenMeteo.MarinePath(north, east), Fresh, cancellationToken);
            return (marine, marine.Stale is { } stale ? $"waves from an older copy ({stale.TrimEnd('.')})" : null);
        }
        catch (ToolException away)
        {
            return (null, $"no waves ({away.Message.TrimEnd('.')})");
        }
    }

    // A decision is as old as the older of the two that it rests on.
    private static DateTimeOffset Oldest(FeedDocument forecast, FeedDocument? marine) => marine is { } sea && sea.At < forecast.At ? sea.At : forecast.At;

    private static string Joined(string? first, string second) => first is null ? second : $"{first}; {second}";

    private static double Rounded(double degrees) => Math.Round(degrees, 2, MidpointRounding.AwayFromZero);
}
