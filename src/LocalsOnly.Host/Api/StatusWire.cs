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

internal sealed record EndpointWire(
    string Name, string Url, string Protocol, IReadOnlyList<string> Tiers, string State, string? Model, bool Simulated, string Detail)
{
    public static EndpointWire From(EndpointSnapshot endpoint) => new(
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
        endpoint.Detail);
}

internal sealed record PersonaWire(string Id, string Name, string Description, string Tier, string Accent, string? Problem)
{
    public static PersonaWire From(Persona persona, string? problem) =>
        new(persona.Id, persona.Name, persona.Description, persona.Tier?.ToString().ToLowerInvariant() ?? "auto", persona.Accent, problem);
}

internal sealed record MemoryWire(int Conversations, int Messages, IReadOnlyDictionary<string, int> BySource);
