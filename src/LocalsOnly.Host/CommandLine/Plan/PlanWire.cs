using System.Text.Json.Serialization;
using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Host.CommandLine.Plan;

/// <summary>A plan as <c>locals plan --json</c> prints it.</summary>
/// <param name="Example">It is of the example house.</param>
/// <param name="Assumed">What is assumed of the requests, in words.</param>
/// <param name="Provenance">Of the figures of the reports that do not say so themselves.</param>
/// <param name="CanServe">Whether the stated need is served within the service level, with what is added; null when none was stated.</param>
/// <param name="Now">As it is; null when the model does not fit.</param>
/// <param name="WithAdded">With the added machines; null when there are none.</param>
internal sealed record PlanWire(
    bool Example, string Endpoint, IReadOnlyList<string> OtherEndpoints, IReadOnlyList<Node> Machines, string Model, string ModelBasis, bool ModelEstimated, string Assumed,
    double FirstTokenSecondsAllowed, double? TokensPerMonth, double? TokensPerSecondNeeded, bool? CanServe, PlanProvenance Provenance, IReadOnlyList<string> Added,
    CapacityReport? Now, CapacityReport? WithAdded)
{
    public static PlanWire From(PlanQuestion asked, KnownModel model, CapacityReport? now, CapacityReport? then)
    {
        var mix = asked.Mix;
        return new PlanWire(
            asked.IsExample, asked.Endpoint, asked.OtherEndpoints, asked.Nodes, asked.Model, model.Basis, model.Estimated,
            asked.Own is { } own ? FormattableString.Invariant($"the {own.Arrivals.Count:#,0} requests of {own.Day:yyyy-MM-dd}, the busiest day of the last {TokenMix.DaysPerMonth} in the ledger") : FormattableString.Invariant(
                $"requests of {mix.TokensPerRequest:#,0} tokens on average, {100 * mix.UncachedShare:0.#} % read, {100 * mix.CachedShare:0.#} % cached and {100 * mix.OutputShare:0.#} % written, at random times around the clock"),
            asked.Level.FirstTokenSeconds, asked.TokensPerMonth, asked.TokensPerMonth / TokenMix.SecondsPerMonth,
            asked.TokensPerMonth is null ? null : (then ?? now)?.Serves, PlanProvenance.Default, asked.Added, now, then);
    }
}

/// <summary>Which figures are estimated (roofline), which simulated (replay); a rate says itself whether it was measured.</summary>
internal sealed record PlanProvenance(string Context, string DecodeFullBatch, string Frontier, string FirstToken, string Saturation, string TokensPerMonth)
{
    public static PlanProvenance Default { get; } = new("estimated", "estimated", "simulated", "simulated", "simulated", "simulated");
}

/// <summary>A published figure as <c>locals plan --published --json</c> prints it.</summary>
internal sealed record PublishedWire(string Model, string Setup, string Unit, double Published, double? Predicted, double? ErrorPercent, string? Note, string Source)
{
    public static PublishedWire From(PublishedRun run) => new(run.Model, run.Setup, run.Unit, run.Published, run.Predicted, run.ErrorPercent, run.Note, run.Source);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(PlanWire))]
[JsonSerializable(typeof(IReadOnlyList<PublishedWire>))]
internal sealed partial class PlanJson : JsonSerializerContext;
