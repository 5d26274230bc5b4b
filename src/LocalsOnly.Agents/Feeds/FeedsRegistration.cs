using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Registers what reads public data.</summary>
internal static class FeedsRegistration
{
    /// <summary>Every desk that reads feeds calls it; the first call counts. Needs the <c>DataOptions</c> of Memory.</summary>
    public static IServiceCollection AddFeeds(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(IFeedReader))) return services;
        services.AddOptions<FeedOptions>().Bind(configuration.GetSection(FeedOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FeedOptions>, FeedOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IFeedReader, FeedReader>();
        return services;
    }
}
