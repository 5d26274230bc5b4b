using LocalsOnly.Inference;

namespace LocalsOnly.Treasury.Ledger;

/// <summary>What attempts have in common: sums are kept for each of these. Empty texts stand for what is not there.</summary>
/// <param name="Tier">The tier that the router decided on.</param>
/// <param name="Reason">Why the endpoint was asked (<see cref="UsageEvent.Reason"/>).</param>
/// <param name="Outcome"><c>ok</c>, or what it ended with (<see cref="UsageEvent.Outcome"/>).</param>
/// <param name="Times">Where times come from.</param>
/// <param name="Tokens">Where counts of tokens come from.</param>
/// <param name="Energy">Where energy comes from; null when nobody knows it.</param>
internal sealed record UsageKind(
    string Persona,
    string Task,
    Tier Tier,
    string Endpoint,
    string Model,
    string Reason,
    string Outcome,
    bool Abandoned,
    Provenance Times,
    Provenance Tokens,
    Provenance? Energy)
{
    public static UsageKind Of(UsageEvent usage) => new(
        usage.Persona ?? "", usage.Task ?? "", usage.Tier, usage.Endpoint, usage.Model, usage.Reason, usage.Outcome, usage.Abandoned,
        usage.Provenance, usage.Tokens.Provenance, usage.Energy?.Provenance);

    /// <summary>Some of it was made up by a simulator.</summary>
    public bool IsSimulated => Times == Provenance.Simulated;
}
