using System.Collections.Concurrent;
using LocalsOnly.Inference.Cluster;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>
/// Looks at an exo node: what is placed and can answer, by the few parts of its state that tell. Its <c>/v1/models</c> lists the whole
/// catalogue, placed or not, so it is asked at most once per model, for what the model's card says of it.
/// </summary>
internal sealed class ExoProbe : IEndpointProbe
{
    private static readonly ModelCard Untold = new("", null, null);

    private readonly ConcurrentDictionary<string, ModelCard> _cards = new(StringComparer.Ordinal);
    private ClusterReader? _reader;

    public async Task<Sighting> LookAsync(Endpoint endpoint, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellationToken)
    {
        var reader = _reader ??= new ClusterReader(endpoint, http, time);
        var reading = await reader.ReadAsync(ReadingScope.Readiness, cancellationToken);
        if (reading.Snapshot is not { } cluster)
            return new Sighting(EndpointState.Faulty, endpoint.Model, reading.Simulated, reading.Fault);

        var instances = cluster.Instances
            .OrderBy(i => Rank(i.Readiness))
            .ThenByDescending(i => i.Layers)
            .ThenBy(i => i.Model, StringComparer.Ordinal)
            .ToList();
        var sighting = instances.Find(i => endpoint.Model is null || i.Model == endpoint.Model) is { } best
            ? Seen(best, await CardAsync(best, endpoint, http, cancellationToken), cluster.Simulated)
            : NotPlaced(endpoint, cluster.Simulated);
        return sighting with
        {
            Cluster = cluster,
            Models = [.. instances.Where(i => i.Readiness == InstanceReadiness.Ready).Select(i => i.Model).Distinct(StringComparer.Ordinal)],
        };
    }

    private static Sighting Seen(ClusterInstance instance, ModelCard card, bool simulated) =>
        new(StateOf(instance.Readiness), instance.Model, simulated, instance.Detail)
        {
            ContextTokens = card.ContextTokens,
            Vision = card.Vision,
        };

    private static Sighting NotPlaced(Endpoint endpoint, bool simulated) => new(
        EndpointState.NotPlaced,
        endpoint.Model,
        simulated,
        endpoint.Model is { } wanted
            ? $"model {wanted} is not placed; place it with: {ClusterCommands.Place(wanted)}"
            : "no model is placed; place one with: locals cluster place <model>");

    private async ValueTask<ModelCard> CardAsync(
        ClusterInstance instance, Endpoint endpoint, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        var told = new ModelCard(instance.Model, instance.ContextTokens, instance.Vision);
        if (told is { ContextTokens: not null, Vision: not null })
            return told;
        if (!_cards.TryGetValue(instance.Model, out var card))
        {
            var catalog = await ModelCatalog.ReadAsync(endpoint, http, cancellationToken);
            _cards[instance.Model] = card = catalog?.FirstOrDefault(c => c.Id == instance.Model) ?? Untold;
        }

        return told with { ContextTokens = told.ContextTokens ?? card.ContextTokens, Vision = told.Vision ?? card.Vision };
    }

    private static int Rank(InstanceReadiness readiness) => readiness switch
    {
        InstanceReadiness.Ready => 0,
        InstanceReadiness.Loading => 1,
        _ => 2,
    };

    private static EndpointState StateOf(InstanceReadiness readiness) => readiness switch
    {
        InstanceReadiness.Ready => EndpointState.Ready,
        InstanceReadiness.Loading => EndpointState.Loading,
        InstanceReadiness.Leaving => EndpointState.NotPlaced,
        _ => EndpointState.Faulty,
    };
}
