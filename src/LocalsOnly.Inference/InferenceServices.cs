using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Flow;
using LocalsOnly.Inference.Routing;
using LocalsOnly.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Inference;

/// <summary>Registers what turns a prompt into tokens.</summary>
public static class InferenceServices
{
    /// <summary>
    /// Adds the routing <see cref="IChatClient"/>, the <see cref="IEndpointDirectory"/> and the service that keeps it fresh. Every
    /// registered <see cref="IUsageSink"/> hears of every attempt. Options are checked when the host starts.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The root, of which the section <see cref="InferenceOptions.Section"/> is read.</param>
    public static IServiceCollection AddInference(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(InferenceOptions.Section);
        services.AddOptions<InferenceOptions>().Configure(_ => InferenceOptionsValidator.RefuseSecrets(section)).Bind(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InferenceOptions>, InferenceOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointClientFactory, ExoChatClientFactory>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.TryAddSingleton<EndpointDirectory>();
        services.TryAddSingleton<IEndpointDirectory>(s => s.GetRequiredService<EndpointDirectory>());
        services.TryAddSingleton<ClusterMonitor>();
        services.TryAddSingleton<IClusterMonitor>(s => s.GetRequiredService<ClusterMonitor>());
        services.TryAddSingleton<IClusterPlacement, ClusterPlacement>();
        services.AddHostedService<AutoPlacement>();
        services.AddRouting();
        services.AddHostedService<EndpointWatch>();
        return services;
    }

    /// <summary>Fitted shares that cannot be read are told of once, and the configured ones hold.</summary>
    private static RoutePriors PriorsOf(IServiceProvider services)
    {
        if (services.GetRequiredService<RoutingOptions>().Journal is not { Length: > 0 } journal)
            return RoutePriors.None;
        try
        {
            return RoutePriors.Load(RoutePriors.PathFor(journal));
        }
        catch (InvalidDataException e)
        {
            services.GetRequiredService<ILogger<RoutePlanner>>().LogError("The configured shares hold. {Problem}", e.Message);
            return RoutePriors.None;
        }
    }

    private static void AddRouting(this IServiceCollection services)
    {
        services.TryAddSingleton(s => s.GetRequiredService<IOptions<InferenceOptions>>().Value.Routing);
        services.TryAddSingleton(ComplexityModel.Default);
        services.TryAddSingleton<IRouteJournal>(s => s.GetRequiredService<RoutingOptions>().Journal is { Length: > 0 } path
            ? new RouteJournal(path, s.GetRequiredService<TimeProvider>())
            : new RouteJournalRecent());
        services.TryAddSingleton(PriorsOf);
        services.TryAddSingleton(s =>
        {
            var window = new ScoreWindow(s.GetRequiredService<ComplexityModel>());
            foreach (var score in s.GetRequiredService<IRouteJournal>().RecentScores(ScoreWindow.Capacity))
                window.Add(score);
            return window;
        });
        services.TryAddSingleton<ConversationTable>();
        services.TryAddSingleton<PoisonedPrompts>();
        services.TryAddSingleton<TierDecision>();
        services.TryAddSingleton<RoutePlanner>();
        services.TryAddSingleton<RouterServices>();
        services.TryAddSingleton<HouseRouter>();
        services.TryAddSingleton<IChatClient>(s => new RouteTelemetryChatClient(s.GetRequiredService<HouseRouter>()));
    }
}
