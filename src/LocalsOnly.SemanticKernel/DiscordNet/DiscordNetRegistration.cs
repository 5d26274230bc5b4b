using LocalsOnly.Discord;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>Puts Discord.Net in the place of the house's own transport.</summary>
internal static class DiscordNetRegistration
{
    /// <summary>After <c>AddDiscord</c>, which registers everything above the transport.</summary>
    public static IServiceCollection AddDiscordNet(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.Replace(ServiceDescriptor.Singleton<ITransportFactory, DiscordNetFactory>());
    }
}
