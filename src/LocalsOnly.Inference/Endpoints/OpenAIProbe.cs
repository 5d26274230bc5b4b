using System.Net;
using System.Text.Json;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>Looks at an OpenAI-style server: its <c>/v1/models</c> is what it can answer with.</summary>
internal sealed class OpenAIProbe : IEndpointProbe
{
    public async Task<Sighting> LookAsync(Endpoint endpoint, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellationToken)
    {
        var reply = await ProbeReply.GetAsync(http, endpoint.At("v1/models"), cancellationToken);
        if (reply.Status == HttpStatusCode.ServiceUnavailable)
            return new Sighting(EndpointState.Loading, endpoint.Model, reply.Simulated, "it is still loading its model");
        if (reply.Status != HttpStatusCode.OK)
            return new Sighting(EndpointState.Faulty, endpoint.Model, reply.Simulated, $"it answers {(int)reply.Status}; look at its log");
        if (ModelsIn(reply.Json) is not { } models)
        {
            return new Sighting(
                EndpointState.Faulty, endpoint.Model, reply.Simulated, "it does not list models; is this an OpenAI-style server?");
        }

        var seen = endpoint.Model is { } wanted ? Wanted(wanted, models, reply.Simulated) : Any(models, reply.Simulated);
        return seen with { Dialect = Dialect.OfOwner(OwnerIn(reply.Json)), Models = models.FindAll(CanChat) };
    }

    /// <summary>Whose the first model listed is, by which the kinds of servers know each other.</summary>
    private static string? OwnerIn(JsonElement? reply) =>
        reply is { } json && json.GetProperty("data") is { ValueKind: JsonValueKind.Array } data && data.GetArrayLength() > 0
        && data[0] is { ValueKind: JsonValueKind.Object } first
        && first.TryGetProperty("owned_by", out var owner) && owner.ValueKind == JsonValueKind.String
            ? owner.GetString()
            : null;

    /// <summary>The ids listed; null when the reply is no list. Ollama without a model writes null for the list.</summary>
    private static List<string>? ModelsIn(JsonElement? reply)
    {
        if (reply is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("data", out var data))
            return null;
        return data.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array =>
            [
                .. data.EnumerateArray()
                    .Where(m => m.ValueKind == JsonValueKind.Object)
                    .Select(m => m.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null)
                    .OfType<string>(),
            ],
            _ => null,
        };
    }

    private static Sighting Wanted(string wanted, List<string> models, bool simulated) =>
        // Ollama lists "name:latest" for what everybody calls "name".
        models.Exists(m => m == wanted || m == wanted + ":latest")
            ? new Sighting(EndpointState.Ready, wanted, simulated, "ready")
            : new Sighting(
                EndpointState.NotPlaced, wanted, simulated, $"model {wanted} is not on it; download it there or configure one that is");

    /// <summary>Embedding models are listed too, and are named as such.</summary>
    private static bool CanChat(string model) => !model.Contains("embed", StringComparison.OrdinalIgnoreCase);

    private static Sighting Any(List<string> models, bool simulated) =>
        models.Find(CanChat) is { } first
            ? new Sighting(EndpointState.Ready, first, simulated, "ready")
            : new Sighting(EndpointState.NotPlaced, null, simulated, "it has no model; download one there");
}
