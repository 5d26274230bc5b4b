using LocalsOnly.Agents;
using LocalsOnly.Discord;
using LocalsOnly.Discord.House;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Chat;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Tasks;
using LocalsOnly.Host.Telemetry;
using LocalsOnly.Import;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Scheduling;
using LocalsOnly.Treasury;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Worker;

/// <summary>The composition root: every part of the house, registered once, for the worker and for commands that need no worker.</summary>
internal static class House
{
    /// <summary>The host's own version, and its edition where that is not the default one.</summary>
    public static string Version { get; } = typeof(House).Assembly.GetName().Version!.ToString(3) + (Edition.IsDefault ? "" : $"+{Edition.Name}");

    public static IServiceCollection AddHouse(this IServiceCollection services, HouseConfiguration configuration)
    {
        var root = configuration.Root;
        services.AddSingleton<IConfiguration>(root);
        services.AddSingleton(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ApiOptions>().Bind(root.GetSection(ApiOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddTelemetryOptions(root);
        services.AddInference(root);
        services.PostConfigure<InferenceOptions>(options => options.Routing.Journal ??= Path.Combine(configuration.DataDirectory, "routes", "routes.jsonl"));
        services.TryAddSingleton<RouteExplanation>();
        services.TryAddSingleton<IHouseHttp, HouseHttp>();
        services.AddMemory(root);
        services.AddImport(root);
        services.AddTreasury(root);
        services.AddAgents(root);
        services.AddSingleton(provider => new KnownChannels([.. provider.GetRequiredService<DiscordOptions>().Channels.Keys]));
        services.AddScheduling(root);
        services.AddHouseActions();
        services.AddDiscord(root);
        services.TryAddSingleton<IHouseReports, HouseReports>();
        services.TryAddSingleton<IHouseImport, ChatImport>();
        // After those of AddScheduling: it takes every channel that is left.
        services.AddSingleton<IDeliveryTarget, DiscordTarget>();
        services.TryAddSingleton<IHouseTasks, HouseTasks>();
        services.AddEdition(configuration);
        services.TryAddSingleton<ComponentRegistry>();
        services.AddSingleton<StatusReport>();
        services.PostConfigure<HealthCheckServiceOptions>(BrokenFileHealth.StandIn);
        return services;
    }

    /// <summary>The same parts without a worker around them: no hosted service runs. For one-shot commands.</summary>
    public static ServiceProvider BuildForCommand(HouseConfiguration configuration) =>
        new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddHouse(configuration)
            .BuildServiceProvider();
}
