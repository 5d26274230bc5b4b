using LocalsOnly.Agents;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.Api;

/// <summary><c>GET /api/status</c> and <c>locals status --json</c> (docs/api.md).</summary>
internal sealed record StatusWire(
    string Version,
    bool Running,
    DateTimeOffset? StartedAt,
    bool Demo,
    string DataDirectory,
    IReadOnlyList<ComponentWire> Components,
    IReadOnlyList<EndpointWire> Endpoints,
    IReadOnlyList<PersonaWire> Personas,
    MemoryWire Memory,
    IReadOnlyList<string> Suggestions);

internal sealed record ComponentWire(string Name, string State, string Detail)
{
    public static ComponentWire From(Component component) => new(component.Name, component.State.ToString().ToLowerInvariant(), component.Detail);
}

/// <param name="AllowPublic">The guard was told to let it be outside the house: prompts sent there leave it.</param>
internal sealed record EndpointWire(
    string Name,
    string Url,
    string Protocol,
    IReadOnlyList<string> Tiers,
    string State,
    string? Model,
    bool Simulated,
    string Detail,
    bool AllowPublic = false,
    LoadWire? Load = null)
{
    /// <param name="now">To say in how many seconds an endpoint that is left alone is tried again.</param>
    public static EndpointWire From(EndpointSnapshot endpoint, bool allowPublic, DateTimeOffset now) => new(
        endpoint.Name,
        endpoint.Url.ToString().TrimEnd('/'),
        endpoint.Protocol.ToString().ToLowerInvariant(),
        [.. endpoint.Tiers.Select(tier => tier.ToString().ToLowerInvariant())],
        endpoint.State switch
        {
            EndpointState.NotPlaced => "not_placed",
            EndpointState.RefusedByGuard => "refused_by_guard",
            var state => state.ToString().ToLowerInvariant(),
        },
        endpoint.Model,
        endpoint.Simulated,
        endpoint.Detail,
        allowPublic,
        LoadWire.From(endpoint.Load, now));

    /// <summary>What the directory last saw of every endpoint.</summary>
    public static IEnumerable<EndpointWire> All(IEndpointDirectory directory, IEnumerable<EndpointSnapshot> seen, DateTimeOffset now)
    {
        var outside = directory.Addresses.Where(address => address.AllowPublic).Select(address => address.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return seen.Select(endpoint => From(endpoint, outside.Contains(endpoint.Name), now));
    }
}

/// <summary>How busy an endpoint is and how it has fared; averages of what this host measured, null before the first.</summary>
/// <param name="QueueWait">Seconds.</param>
/// <param name="TimeToFirstToken">Seconds.</param>
/// <param name="Breaker"><c>closed</c>, <c>open</c> or <c>half_open</c>.</param>
/// <param name="RetryIn">Seconds until it is tried again; null when it is not left alone.</param>
internal sealed record LoadWire(
    int InFlight,
    int Capacity,
    int Queued,
    double? QueueWait,
    double? TimeToFirstToken,
    double? PromptTokensPerSecond,
    double? TokensPerSecond,
    string Breaker,
    double? RetryIn)
{
    public static LoadWire From(EndpointLoad load, DateTimeOffset now) => new(
        load.InFlight,
        load.Capacity,
        load.Queued,
        Rounded(load.QueueWait?.TotalSeconds),
        Rounded(load.TimeToFirstToken?.TotalSeconds),
        Rounded(load.PromptTokensPerSecond),
        Rounded(load.TokensPerSecond),
        load.Breaker switch
        {
            BreakerState.HalfOpen => "half_open",
            var state => state.ToString().ToLowerInvariant(),
        },
        load.RetryAt is { } at ? Math.Max(0, Math.Ceiling((at - now).TotalSeconds)) : null);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;
}

internal sealed record PersonaWire(string Id, string Name, string Description, string Tier, string Accent, string? Problem)
{
    public static PersonaWire From(Persona persona, string? problem) =>
        new(persona.Id, persona.Name, persona.Description, persona.Tier?.ToString().ToLowerInvariant() ?? "auto", persona.Accent, problem);
}

/// <param name="Redactions">Secrets that are redacted in what is remembered, by kind.</param>
internal sealed record MemoryWire(int Conversations, int Messages, IReadOnlyDictionary<string, int> BySource, IReadOnlyDictionary<string, int> Redactions);
