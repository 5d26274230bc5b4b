using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Inference;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord;

/// <summary>The dot beside each bot's name says how the models are: green when one can answer, a moon while one is loading, red when none can.</summary>
internal sealed class ModelPresence(Bots bots, IEndpointDirectory endpoints, TimeProvider time, ILogger<ModelPresence> logger)
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        Presence? shown = null;
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            do
            {
                var now = Of(endpoints.Endpoints);
                if (now == shown) continue;
                shown = now;
                foreach (var bot in bots.All) await bot.Transport.SetPresenceAsync(now, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (DiscordException failed)
        {
            logger.LogWarning("The models' health is no longer shown: {Reason}", failed.Message);
        }
    }

    internal static Presence Of(IReadOnlyList<EndpointSnapshot> endpoints)
    {
        if (endpoints.Any(endpoint => endpoint.State is EndpointState.Ready)) return new Presence(PresenceStatus.Online, "");
        if (endpoints.FirstOrDefault(endpoint => endpoint.State is EndpointState.Loading) is { } loading) return new Presence(PresenceStatus.Idle, $"loading {ModelName(loading.Model)}");
        return endpoints.Any(endpoint => endpoint.State is EndpointState.Unknown)
            ? new Presence(PresenceStatus.Idle, "looking for models")
            : new Presence(PresenceStatus.DoNotDisturb, "no model: recall only");
    }

    private static string ModelName(string? model) => model is null ? "its model" : model[(model.LastIndexOf('/') + 1)..];
}
