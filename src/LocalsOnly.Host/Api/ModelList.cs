using LocalsOnly.Agents;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.Api;

/// <summary>Everything that may be asked as a model: the house's choice, the personas, and what is ready by its own name.</summary>
internal sealed class ModelList(IPersonaStore personas, IEndpointDirectory directory)
{
    private static readonly (string Id, string Name, string Description)[] s_tiers =
    [
        ("auto", "Auto", "Whichever model of the house suits the request"),
        ("heavy", "Heavy", "The heavy tier: the best model, and nothing less in its place"),
        ("light", "Light", "The light tier: quick and small, and nothing else in its place"),
    ];

    public IReadOnlyList<ModelWire> All(long created)
    {
        var models = new List<ModelWire>();
        foreach (var (id, name, description) in s_tiers) models.Add(new ModelWire(id, "model", created, "localsonly", name, description, id));
        foreach (var persona in personas.All)
            models.Add(new ModelWire(persona.Id, "model", created, "localsonly", persona.Name, persona.Description, persona.Tier?.ToString().ToLowerInvariant() ?? "auto"));
        foreach (var endpoint in directory.Endpoints)
        {
            foreach (var id in Ready(endpoint).Where(id => !models.Exists(model => model.Id == id)))
                models.Add(new ModelWire(id, "model", created, endpoint.Name, id, $"Ready on {endpoint.Name}", null));
        }

        return models;
    }

    /// <summary>One of them by its id, a tier's and a persona's in any case; null when there is none.</summary>
    public ModelWire? Find(string id, long created)
    {
        var models = All(created);
        return models.FirstOrDefault(model => model.Id == id) ?? models.FirstOrDefault(model => model.Tier is not null && model.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name stands for a model rather than a persona: a tier's name in any case, or the full id of a model that is ready.</summary>
    /// <param name="name">The tier's name as it is spelled, or the id.</param>
    /// <param name="pin">The id; null for a tier.</param>
    public bool TryFind(string asked, out string name, out string? pin)
    {
        (name, pin) = (asked.Trim(), null);
        foreach (var (id, _, _) in s_tiers)
        {
            if (!id.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            name = id;
            return true;
        }

        if (personas.Find(name) is not null) return false;
        foreach (var endpoint in directory.Endpoints)
        {
            if (!Ready(endpoint).Contains(name, StringComparer.Ordinal)) continue;
            pin = name;
            return true;
        }

        return false;
    }

    private static IEnumerable<string> Ready(EndpointSnapshot endpoint) =>
        endpoint.State != EndpointState.Ready ? [] : endpoint.Model is { } model && !endpoint.Models.Contains(model) ? [model, .. endpoint.Models] : endpoint.Models;
}
