using System.Globalization;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalsOnly.Discord;

/// <summary>Whether each bot is really connected, by the ages of its last heartbeat that was acknowledged and of its last event; a socket that is only open counts for nothing.</summary>
internal sealed class DiscordHealth(Bots bots, People people) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (bots.All.Count == 0) return Task.FromResult(HealthCheckResult.Healthy("off: no bot token is set", new Dictionary<string, object> { ["off"] = true }));
        var all = bots.All.Select(bot => (bot.Name, bot.Transport.Health)).ToList();
        var words = string.Join("; ", all.Select(bot => $"{bot.Name} {Words(bot.Health)}"));
        var connected = all.Count(bot => bot.Health.State == ConnectionState.Connected);
        var pairing = people.All().Any(person => person.Owner) ? "" : "; nobody is paired yet: locals discord pair";
        return Task.FromResult(connected == 0 && all.TrueForAll(bot => bot.Health.State == ConnectionState.Failed) ? HealthCheckResult.Unhealthy(words)
            : connected < all.Count || pairing.Length > 0 ? HealthCheckResult.Degraded(words + pairing)
            : HealthCheckResult.Healthy(words));
    }

    private static string Words(ConnectionHealth health)
    {
        if (health.State != ConnectionState.Connected) return $"{health.State.ToString().ToLowerInvariant()}{(health.Detail.Length > 0 ? $": {health.Detail}" : "")}";
        return string.Create(CultureInfo.InvariantCulture, $"connected{Age(", acknowledged", health.AckAge)}{Age(", last event", health.EventAge)}{(health.Reconnects > 0 ? $", {health.Reconnects} reconnects" : "")}");
    }

    private static string Age(string what, TimeSpan? age) => age is { } known ? string.Create(CultureInfo.InvariantCulture, $"{what} {known.TotalSeconds:0} s ago") : "";
}
