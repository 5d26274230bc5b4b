using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord;

/// <summary>Says truthfully what Discord does in this build: nothing yet, and loudly so when someone set a token and expects it.</summary>
internal sealed class DiscordHealth(IOptions<DiscordOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var personas = options.Value.Tokens.Where(token => token.Value.Length > 0).Select(token => token.Key).Order(StringComparer.Ordinal).ToList();
        return Task.FromResult(personas.Count == 0
            ? HealthCheckResult.Healthy("off: no bot token is set", new Dictionary<string, object> { ["off"] = true })
            : HealthCheckResult.Degraded($"a token is set for {string.Join(", ", personas)}, but this version does not connect to Discord yet"));
    }
}
