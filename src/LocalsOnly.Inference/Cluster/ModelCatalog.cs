using System.Net;
using System.Text.Json;
using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Cluster;

/// <summary>One model of exo's catalogue, placed or not.</summary>
/// <param name="ContextTokens">Null when its card does not say.</param>
/// <param name="Vision">Null when its card does not say.</param>
internal sealed record ModelCard(string Id, int? ContextTokens, bool? Vision);

/// <summary>exo's catalogue (<c>/v1/models</c>): all it could place, some hundred cards.</summary>
internal static class ModelCatalog
{
    /// <summary>The cards; null when the answer is no catalogue.</summary>
    public static async Task<IReadOnlyList<ModelCard>?> ReadAsync(Endpoint endpoint, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        var reply = await ProbeReply.GetAsync(http, endpoint.At("v1/models"), cancellationToken);
        if (reply.Status != HttpStatusCode.OK || reply.Json is not { } json || json.Get("data") is not { ValueKind: JsonValueKind.Array } cards)
            return null;
        return [.. cards.Items().Select(Card).OfType<ModelCard>()];
    }

    private static ModelCard? Card(JsonElement card) => card.Text("id") is not { Length: > 0 } id ? null : new ModelCard(
        id,
        card.Int("context_length") is > 0 and var context ? context : null,
        card.Get("capabilities").ValueKind == JsonValueKind.Array ? card.Get("capabilities").Texts().Contains("vision") : null);
}
