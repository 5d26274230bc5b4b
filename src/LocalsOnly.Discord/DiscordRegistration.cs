using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Discord;

/// <summary>Registers the Discord surface.</summary>
public static class DiscordRegistration
{
    public static IServiceCollection AddDiscord(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<DiscordOptions>().Bind(configuration.GetSection(DiscordOptions.Section));
        services.AddHealthChecks().AddCheck<DiscordHealth>("discord");
        return services;
    }
}
