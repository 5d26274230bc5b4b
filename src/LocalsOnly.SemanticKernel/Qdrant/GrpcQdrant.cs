using Grpc.Core;
using Grpc.Net.Client;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Qdrant.Protocol;
using Wire = global::Qdrant.Client.Grpc;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Qdrant over gRPC, through its own client's stubs (Qdrant.Client 1.20).</summary>
internal sealed class GrpcQdrant : IQdrant, IDisposable
{
    /// <summary>A page of a thousand points without vectors is well below it; gRPC's own limit of 4 MiB is not a matter of course.</summary>
    private const int LargestMessage = 64 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly Wire.QdrantGrpcClient _client;
    private readonly GrpcCall _call;

    /// <param name="http">
    /// Made by the caller, with <see cref="HttpClient.BaseAddress"/> set: which addresses may be reached is decided there. It must let HTTP/2 through.
    /// </param>
    /// <param name="apiKey">Sent as <c>api-key</c>; null or blank for a server without one.</param>
    /// <param name="deadline">What a call may take at most; 30 s when null.</param>
    public GrpcQdrant(HttpClient http, TimeProvider time, string? apiKey = null, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        Server = http.BaseAddress;
        _channel = GrpcChannel.ForAddress(http.BaseAddress ?? throw new ArgumentException("The HTTP client has no base address.", nameof(http)), new GrpcChannelOptions
        {
            HttpClient = http,
            MaxReceiveMessageSize = LargestMessage,
            MaxSendMessageSize = LargestMessage,
        });
        _client = new Wire.QdrantGrpcClient(_channel);
        _call = new GrpcCall(http, time, apiKey, deadline ?? TimeSpan.FromSeconds(30));
    }

    public Uri? Server { get; }

    public async Task ReadyAsync(CancellationToken cancellationToken = default) => await VersionAsync(cancellationToken);

    public async Task<string> VersionAsync(CancellationToken cancellationToken = default)
    {
        var reply = await _call.MakeAsync(_client.Qdrant.HealthCheckAsync, new Wire.HealthCheckRequest(), cancellationToken);
        return reply.Title.Contains("qdrant", StringComparison.OrdinalIgnoreCase) ? reply.Version : throw QdrantFailures.NotGrpc(Server);
    }

    public async Task<bool> ExistsAsync(string collection, CancellationToken cancellationToken = default) =>
        (await _call.MakeAsync(_client.Collections.CollectionExistsAsync, new Wire.CollectionExistsRequest { CollectionName = collection }, cancellationToken)).Result.Exists;

    public Task CreateAsync(string collection, CreateCollection body, CancellationToken cancellationToken = default) =>
        _call.MakeAsync(_client.Collections.CreateAsync, GrpcShape.Create(collection, body), cancellationToken);

    public async Task<CollectionInfo> InfoAsync(string collection, CancellationToken cancellationToken = default) =>
        GrpcShape.Read((await _call.MakeAsync(_client.Collections.GetAsync, new Wire.GetCollectionInfoRequest { CollectionName = collection }, cancellationToken)).Result);

    public Task DeleteCollectionAsync(string collection, CancellationToken cancellationToken = default) =>
        _call.MakeAsync(_client.Collections.DeleteAsync, new Wire.DeleteCollection { CollectionName = collection }, cancellationToken);

    public Task IndexAsync(string collection, CreateIndex body, CancellationToken cancellationToken = default) =>
        WriteAsync(_client.Points.CreateFieldIndexAsync, GrpcShape.Index(collection, body), wait: true, cancellationToken);

    public Task UpsertAsync(string collection, UpsertPoints body, bool wait, CancellationToken cancellationToken = default)
    {
        var request = new Wire.UpsertPoints { CollectionName = collection, Wait = wait };
        foreach (var point in body.Points) request.Points.Add(GrpcPoint.Write(point));
        return WriteAsync(_client.Points.UpsertAsync, request, wait, cancellationToken);
    }

    public Task DeleteAsync(string collection, Filter filter, bool wait, CancellationToken cancellationToken = default) =>
        WriteAsync(
            _client.Points.DeleteAsync,
            new Wire.DeletePoints { CollectionName = collection, Wait = wait, Points = new Wire.PointsSelector { Filter = GrpcFilter.Write(filter) } },
            wait, cancellationToken);

    public async Task<IReadOnlyList<ScoredPoint>> QueryAsync(string collection, QueryPoints body, CancellationToken cancellationToken = default)
    {
        var reply = await _call.MakeAsync(_client.Points.QueryAsync, GrpcQuery.Write(collection, body), cancellationToken);
        return [.. reply.Result.Select(point => new ScoredPoint(IdOf(point.Id, collection), point.Score, GrpcPoint.Read(point.Payload)))];
    }

    public async Task<long> CountAsync(string collection, Filter? filter, CancellationToken cancellationToken = default) =>
        (long)(await _call.MakeAsync(
            _client.Points.CountAsync, new Wire.CountPoints { CollectionName = collection, Exact = true, Filter = GrpcFilter.Write(filter) }, cancellationToken)).Result.Count;

    public async Task<ScrollReply> ScrollAsync(string collection, ScrollPoints body, CancellationToken cancellationToken = default)
    {
        var request = new Wire.ScrollPoints
        {
            CollectionName = collection,
            Filter = GrpcFilter.Write(body.Filter),
            Limit = (uint)body.Limit,
            WithPayload = GrpcQuery.Fields(body.WithPayload),
            WithVectors = new Wire.WithVectorsSelector { Enable = false },
        };
        if (body.Offset is { } offset) request.Offset = GrpcPoint.Id(offset);
        var reply = await _call.MakeAsync(_client.Points.ScrollAsync, request, cancellationToken);
        return new ScrollReply(
            [.. reply.Result.Select(point => new ScrolledPoint(IdOf(point.Id, collection), GrpcPoint.Read(point.Payload)))],
            reply.NextPageOffset is { } next ? IdOf(next, collection) : null);
    }

    private Guid IdOf(Wire.PointId id, string collection) =>
        GrpcPoint.Id(id) ?? throw QdrantFailures.OtherShape(Server, collection, "holds points with numbers for ids, so it is not one of ours");

    private async Task WriteAsync<T>(
        Func<T, CallOptions, AsyncUnaryCall<Wire.PointsOperationResponse>> method, T request, bool wait, CancellationToken cancellationToken)
    {
        var reply = await _call.MakeAsync(method, request, cancellationToken);
        if (wait && reply.Result?.Status != Wire.UpdateStatus.Completed) throw QdrantFailures.NotYetDone(Server);
    }

    /// <summary>The HTTP client stays the caller's.</summary>
    public void Dispose() => _channel.Dispose();
}
