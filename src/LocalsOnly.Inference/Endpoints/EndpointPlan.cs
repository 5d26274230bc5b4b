namespace LocalsOnly.Inference.Endpoints;

/// <summary>Which endpoints there may be, and in which order each tier asks them.</summary>
/// <param name="Endpoints">Configured ones, or the well-known ones to look for.</param>
/// <param name="Discovered">True when they count only once they have answered.</param>
internal sealed record EndpointPlan(
    IReadOnlyList<Endpoint> Endpoints, IReadOnlyList<string> Heavy, IReadOnlyList<string> Light, bool Discovered)
{
    public IReadOnlyList<string> Order(Tier tier) => tier == Tier.Heavy ? Heavy : Light;

    public static EndpointPlan From(InferenceOptions options, IReadOnlyList<Endpoint> wellKnown)
    {
        if (options.Endpoints.Count == 0)
            return ServingBoth(options.Discover ? wellKnown : [], discovered: true);

        var endpoints = options.Endpoints
            .Select(e => new Endpoint(e.Key, Endpoint.BaseOf(e.Value.Url!), e.Value.Protocol, Blank(e.Value.Model), e.Value.AllowPublic)
            {
                Client = e.Value.Client,
                ContextTokens = e.Value.ContextTokens,
                Tools = e.Value.Tools,
                Vision = e.Value.Vision,
                MaxConcurrent = e.Value.MaxConcurrent,
                MaxQueued = e.Value.MaxQueued,
            })
            .ToList();
        if (options.Tiers is { Heavy: [], Light: [] })
            return ServingBoth(endpoints, discovered: false);

        return new EndpointPlan(
            [.. endpoints.Select(e => e with { Tiers = TiersOf(e.Name, options.Tiers) })],
            options.Tiers.Heavy,
            options.Tiers.Light,
            Discovered: false);
    }

    /// <summary>With nothing said, a cluster is asked first for heavy work and last for light work.</summary>
    private static EndpointPlan ServingBoth(IReadOnlyList<Endpoint> endpoints, bool discovered) => new(
        [.. endpoints.Select(e => e with { Tiers = [Tier.Heavy, Tier.Light] })],
        [.. endpoints.OrderBy(e => e.Protocol == EndpointProtocol.Exo ? 0 : 1).Select(e => e.Name)],
        [.. endpoints.OrderBy(e => e.Protocol == EndpointProtocol.Exo ? 1 : 0).Select(e => e.Name)],
        discovered);

    private static List<Tier> TiersOf(string name, TierEndpoints tiers)
    {
        var served = new List<Tier>(2);
        if (tiers.Heavy.Contains(name, StringComparer.OrdinalIgnoreCase))
            served.Add(Tier.Heavy);
        if (tiers.Light.Contains(name, StringComparer.OrdinalIgnoreCase))
            served.Add(Tier.Light);
        return served;
    }

    private static string? Blank(string? model) => string.IsNullOrWhiteSpace(model) ? null : model;
}
