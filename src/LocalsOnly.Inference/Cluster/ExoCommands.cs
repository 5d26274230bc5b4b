using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Cluster;

/// <summary>The commands that exo takes for its cluster. Each is only queued: what comes of it shows in the state.</summary>
internal sealed class ExoCommands(LocalEndpoint endpoint, TimeProvider time)
{
    /// <summary>Previews are worked out anew for each way to cut and each number of machines.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private const long LargestAnswer = 16 * 1024 * 1024;

    public async Task<IReadOnlyList<ModelCard>> CatalogAsync(CancellationToken cancellationToken) =>
        await ExoCall.MakeAsync(
            endpoint, Timeout, time, t => ModelCatalog.ReadAsync(endpoint.Settings, endpoint.Http, t), cancellationToken)
        ?? throw Strange("its catalogue of models");

    /// <param name="nodes">Ids of machines that must be among those it is placed on.</param>
    public async Task<IReadOnlyList<PlacementPreview>> PreviewsAsync(
        string model, IEnumerable<string> nodes, CancellationToken cancellationToken)
    {
        var query = "instance/previews?model_id=" + Uri.EscapeDataString(model)
            + string.Concat(nodes.Select(n => "&node_ids=" + Uri.EscapeDataString(n)));
        var reply = await SendAsync(HttpMethod.Get, query, null, cancellationToken);
        Require(reply, "look for a place for the model");
        return reply.Json is { } json && PlacementPreview.Read(json) is { } previews ? previews : throw Strange("the ways to place a model");
    }

    public async Task CreateAsync(JsonElement instance, CancellationToken cancellationToken) => Require(
        await SendAsync(HttpMethod.Post, "instance", json => Write(json, "instance", instance), cancellationToken),
        "place the model");

    public async Task DeleteAsync(string instance, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Delete, "instance/" + Uri.EscapeDataString(instance), null, cancellationToken);
        // Somebody else was faster.
        if (reply.Status != HttpStatusCode.NotFound)
            Require(reply, "take the model away");
    }

    public async Task LinkAsync(IEnumerable<string> prefill, IEnumerable<string> decode, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(
            HttpMethod.Post,
            "v1/instance-links",
            json =>
            {
                json.WriteStartObject();
                Write(json, "prefill_instances", prefill);
                Write(json, "decode_instances", decode);
                json.WriteEndObject();
            },
            cancellationToken);
        switch (reply.Status)
        {
            case HttpStatusCode.NotFound:
                throw new ClusterException(
                    ClusterFailure.LinksOff,
                    "exo has links between instances switched off; start exo on every machine with ENABLE_DISAGGREGATION=true and link again.");
            case HttpStatusCode.MethodNotAllowed:
                throw new ClusterException(
                    ClusterFailure.LinksOff, "This exo is too old for links between instances (1.0.71 has none); update exo on every machine.");
            default:
                Require(reply, "link the instances");
                break;
        }
    }

    private Task<ProbeReply> SendAsync(HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken) =>
        ExoCall.MakeAsync(
            endpoint,
            Timeout,
            time,
            token =>
            {
                var request = new HttpRequestMessage(method, endpoint.Settings.At(path)) { Content = body is null ? null : Json(body) };
                return ProbeReply.SendAsync(endpoint.Http, request, LargestAnswer, token);
            },
            cancellationToken);

    private static ReadOnlyMemoryContent Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static void Write(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WriteStartObject();
        json.WritePropertyName(name);
        value.WriteTo(json);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Require(ProbeReply reply, string what)
    {
        if (reply.Status == HttpStatusCode.OK)
            return;
        // {"detail":"…"} by its framework, {"error":{"message":"…"}} by exo itself; a 500 is plain text.
        var said = reply.Json is { } json ? json.Text("detail") ?? json.Get("error").Text("message") : null;
        throw new ClusterException(
            ClusterFailure.Refused,
            said is null
                ? $"exo would not {what}: it answered {(int)reply.Status}; its log says more."
                : $"exo would not {what}: {said.TrimEnd('.')}.");
    }

    private InferenceException Strange(string what) => new(
        InferenceFailure.Protocol, $"{endpoint.Settings.Name}: it does not tell {what}; is this an exo node?", endpoint.Settings.Name);
}
