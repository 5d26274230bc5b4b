using LocalsOnly.Agents.Tools.Concierge.Weather;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Registers the concierge desk. It needs an <see cref="Feeds.IFeedReader"/>.</summary>
internal static class ConciergeDesk
{
    public static IServiceCollection AddConciergeDesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ConciergeOptions>()
            .Bind(configuration.GetSection(ConciergeOptions.Section))
            .Validate(options => !string.IsNullOrWhiteSpace(options.Places), "Concierge:Places is empty; name the file of places, or leave it out for places.yaml.")
            .Validate(
                options => options.Latitude is null == options.Longitude is null,
                "Of Concierge:Latitude and Concierge:Longitude only one is set; set both for the weather, or neither for none.")
            .Validate(options => options.Latitude is null or (>= -90 and <= 90), "Concierge:Latitude is not between -90 and 90.")
            .Validate(options => options.Longitude is null or (>= -180 and <= 180), "Concierge:Longitude is not between -180 and 180.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new PlaceList(
            provider.GetRequiredService<IOptions<ConciergeOptions>>().Value.Places, provider.GetRequiredService<ILogger<PlaceList>>()));
        services.TryAddSingleton(provider => new PickJournal(
            Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Local, "desks", "concierge", "picks.jsonl"), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<Asked>();
        services.TryAddSingleton<HouseWeather>();
        services.TryAddSingleton<Picker>();
        services.TryAddSingleton<DaySheet>();
        services.TryAddSingleton<PlaceListing>();
        services.AddSingleton<IToolset, ConciergeTools>();
        return services;
    }
}
