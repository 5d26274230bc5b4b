using System.Diagnostics.Metrics;
using LocalsOnly.Inference;

namespace LocalsOnly.Treasury.Ledger;

/// <summary>The ledger's sums as OpenTelemetry metrics, for a collector in the house. No prompt, no reply, no session is in one.</summary>
public static class LedgerMetrics
{
    /// <summary>Name of the <see cref="Meter"/>.</summary>
    public const string Name = "LocalsOnly.Treasury";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_attempts = s_meter.CreateCounter<long>("locals.usage.attempts", "{attempt}", "Attempts at endpoints, by persona, endpoint and outcome.");

    /// <summary>By <c>locals.token.bucket</c>: <c>uncached</c>, <c>cached</c>, <c>output</c>, <c>reasoning</c>; they do not overlap.</summary>
    private static readonly Counter<long> s_tokens = s_meter.CreateCounter<long>("locals.usage.tokens", "{token}", "Tokens in buckets that do not overlap.");

    private static readonly Counter<double> s_energy = s_meter.CreateCounter<double>("locals.usage.energy", "J", "Energy of attempts, as far as it is known.");

    private static readonly Counter<double> s_busy = s_meter.CreateCounter<double>("locals.usage.busy", "s", "Time that endpoints were at attempts.");

    internal static void Record(UsageEvent usage)
    {
        if (!s_attempts.Enabled && !s_tokens.Enabled && !s_energy.Enabled && !s_busy.Enabled) return;
        KeyValuePair<string, object?> persona = new("locals.persona", usage.Persona ?? ""), endpoint = new("locals.endpoint", usage.Endpoint);
        s_attempts.Add(1, persona, endpoint, new("locals.outcome", usage.Outcome));
        s_busy.Add(usage.Duration.TotalSeconds, persona, endpoint);
        Add(usage.Tokens.Uncached, "uncached");
        Add(usage.Tokens.Cached, "cached");
        Add(usage.Tokens.Output, "output");
        Add(usage.Tokens.Reasoning, "reasoning");
        if (usage.Energy is { } energy) s_energy.Add(energy.Millijoules / 1000.0, persona, endpoint, new("locals.provenance", energy.Provenance.ToString().ToLowerInvariant()));

        void Add(long tokens, string bucket)
        {
            if (tokens > 0) s_tokens.Add(tokens, persona, endpoint, new("locals.token.bucket", bucket));
        }
    }
}
