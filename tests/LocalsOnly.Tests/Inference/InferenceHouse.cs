using System.Collections.Concurrent;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Tests.Inference;

/// <summary>A host's inference, configured as a person would, with the sinks' events at hand.</summary>
internal sealed class InferenceHouse : IUsageSink, IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public InferenceHouse(IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider? time = null, IEndpointClientFactory? client = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        if (time is not null)
            services.AddSingleton(time);
        services.AddSingleton<IUsageSink>(this);
        services.AddInference(configuration);
        if (client is not null)
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointClientFactory>(client));
        _services = services.BuildServiceProvider();
    }

    /// <summary>A heavy endpoint called <c>cluster</c> and, if given, a light one called <c>mini</c>.</summary>
    public static InferenceHouse Of(
        SimulatedExoNode heavy, SimulatedExoNode? light = null, TimeProvider? time = null, params (string Key, string Value)[] more) =>
        Of(null, heavy, light, time, more);

    /// <summary>The same with a client of this kind at hand.</summary>
    public static InferenceHouse Of(
        IEndpointClientFactory? client, SimulatedExoNode heavy, SimulatedExoNode? light, TimeProvider? time, (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Inference:Endpoints:cluster:Url"] = heavy.Url.ToString(),
            ["Inference:Tiers:Heavy:0"] = "cluster",
        };
        if (light is not null)
        {
            settings["Inference:Endpoints:mini:Url"] = light.Url.ToString();
            settings["Inference:Tiers:Light:0"] = "mini";
        }

        foreach (var (key, value) in more)
            settings[key] = value;
        return new InferenceHouse(settings, time, client);
    }

    public IChatClient Chat => _services.GetRequiredService<IChatClient>();

    public IEndpointDirectory Directory => _services.GetRequiredService<IEndpointDirectory>();

    public IServiceProvider Services => _services;

    public ConcurrentQueue<UsageEvent> Usage { get; } = new();

    public void Record(UsageEvent usage) => Usage.Enqueue(usage);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>What came of one streamed answer.</summary>
internal sealed record Outcome(List<ChatResponseUpdate> Updates, InferenceException? Failure)
{
    public string Text => string.Concat(Updates.Select(u => u.Text));

    public IEnumerable<T> Contents<T>()
        where T : AIContent => Updates.SelectMany(u => u.Contents).OfType<T>();

    public RouteDecision Route => Contents<RouteContent>().Last().Route;

    public static ChatOptions Heavy => new ChatOptions().WithRoute(new RouteRequest { TaskTier = Tier.Heavy });

    public static async Task<Outcome> OfAsync(IChatClient chat, string message, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var update in chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, message)], options ?? Heavy, cancellationToken))
                updates.Add(update);
            return new Outcome(updates, null);
        }
        catch (InferenceException e)
        {
            return new Outcome(updates, e);
        }
    }
}
