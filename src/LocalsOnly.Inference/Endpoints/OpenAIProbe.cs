using System.Net;
using System.Text.Json;

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
        if (reply.Json is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            return new Sighting(EndpointState.Faulty, endpoint.Model, reply.Simulated, "it does not list models; is this an OpenAI-style server?");

        var models = data.EnumerateArray()
            .Select(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("id", out var id) ? id.GetString() : null)
            .OfType<string>()
            .ToList();
        return endpoint.Model is { } wanted ? Wanted(wanted, models, reply.Simulated) : Any(models, reply.Simulated);
    }

    private static Sighting Wanted(string wanted, List<string> models, bool simulated) =>
        // Ollama lists "name:latest" for what everybody calls "name".
        models.Exists(m => m == wanted || m == wanted + ":latest")
            ? new Sighting(EndpointState.Ready, wanted, simulated, "ready")
            : new Sighting(EndpointState.NotPlaced, wanted, simulated, $"model {wanted} is not on it; download it there or configure one that is");

    /// <summary>The first that can chat: embedding models are listed too, and are named as such.</summary>
    private static Sighting Any(List<string> models, bool simulated) =>
        models.Find(m => !m.Contains("embed", StringComparison.OrdinalIgnoreCase)) is { } first
            ? new Sighting(EndpointState.Ready, first, simulated, "ready")
            : new Sighting(EndpointState.NotPlaced, null, simulated, "it has no model; download one there");
}
