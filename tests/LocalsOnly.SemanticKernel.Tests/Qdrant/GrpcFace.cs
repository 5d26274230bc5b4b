using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Wire = global::Qdrant.Client.Grpc;

namespace LocalsOnly.SemanticKernel.Tests.Qdrant;

/// <summary>
/// Qdrant's gRPC on loopback, cleartext HTTP/2: the services and methods of its <c>.proto</c> files in the part that we use, over the state and the search of the
/// fake. Each call is done in the words of REST, as the true server does both in one place.
/// </summary>
internal sealed class GrpcFace : IFakeFace
{
    public HttpProtocols Protocols => HttpProtocols.Http2;

    public void Add(IServiceCollection services, FakeQdrant fake)
    {
        services.AddRouting();
        services.AddLogging();
        services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        services.AddSingleton(new GrpcService(fake));
        services.AddSingleton<IServiceMethodProvider<GrpcService>, GrpcMethods>();
    }

    public void Map(WebApplication app, FakeQdrant fake) => app.MapGrpcService<GrpcService>();
}

/// <summary>Answers the calls.</summary>
internal sealed class GrpcService(FakeQdrant fake)
{
    private static readonly JsonSerializerOptions s_unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Does one call as the call of REST that it stands for, and gives its result.</summary>
    public async Task<JsonElement> AnswerAsync(string method, string path, string query, JsonNode? body, ServerCallContext context)
    {
        var request = new FakeRequest(method, path, query, context.RequestHeaders.GetValue("api-key") ?? "");
        var reply = await fake.AnswerAsync(request, () => Task.FromResult(Parsed(body)), context.CancellationToken);
        if (reply == FakeReply.None)
        {
            context.GetHttpContext().Abort();
            throw new RpcException(Status.DefaultCancelled);
        }
        if (reply.Status != 200) throw Refusal(reply);
        using var document = JsonDocument.Parse(reply.Body);
        return (document.RootElement.TryGetProperty("result", out var result) ? result : document.RootElement).Clone();
    }

    private static JsonElement Parsed(JsonNode? body)
    {
        if (body is null) return default;
        using var document = JsonDocument.Parse(body.ToJsonString(s_unescaped));
        return document.RootElement.Clone();
    }

    /// <summary>As the true server words its errors here (its <c>From&lt;StorageError&gt; for tonic::Status</c>).</summary>
    private static RpcException Refusal(FakeReply reply)
    {
        var status = reply.Status switch
        {
            400 or 422 => StatusCode.InvalidArgument,
            401 => StatusCode.Unauthenticated,
            403 => StatusCode.PermissionDenied,
            404 => StatusCode.NotFound,
            408 or 504 => StatusCode.DeadlineExceeded,
            409 => StatusCode.AlreadyExists,
            429 => StatusCode.ResourceExhausted,
            501 => StatusCode.Unimplemented,
            503 => StatusCode.Unavailable,
            _ => StatusCode.Internal,
        };
        var words = reply.Body;
        if (words.StartsWith('{')) words = JsonNode.Parse(words)!["status"]!["error"]!.GetValue<string>();
        Metadata trailers = [];
        if (reply.RetryAfter is { } after) trailers.Add("retry-after", after.ToString(CultureInfo.InvariantCulture));
        return new RpcException(new Status(status, words), trailers);
    }
}

/// <summary>The methods, bound by hand: the client's package has no bases for a server.</summary>
internal sealed class GrpcMethods : IServiceMethodProvider<GrpcService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcService> context)
    {
        Add(context, "qdrant.Qdrant", "HealthCheck", Wire.HealthCheckRequest.Parser, async (service, _, call) =>
        {
            var root = await service.AnswerAsync("GET", "/", "", null, call);
            return new Wire.HealthCheckReply { Title = root.GetProperty("title").GetString(), Version = root.GetProperty("version").GetString() };
        });
        Add(context, "qdrant.Collections", "CollectionExists", Wire.CollectionExistsRequest.Parser, async (service, request, call) =>
        {
            var result = await service.AnswerAsync("GET", $"/collections/{request.CollectionName}/exists", "", null, call);
            return new Wire.CollectionExistsResponse { Result = new Wire.CollectionExists { Exists = result.GetProperty("exists").GetBoolean() } };
        });
        Add(context, "qdrant.Collections", "Create", Wire.CreateCollection.Parser, async (service, request, call) =>
            new Wire.CollectionOperationResponse { Result = (await service.AnswerAsync("PUT", $"/collections/{request.CollectionName}", "", GrpcToRest.Collection(request), call)).GetBoolean() });
        Add(context, "qdrant.Collections", "Delete", Wire.DeleteCollection.Parser, async (service, request, call) =>
            new Wire.CollectionOperationResponse { Result = (await service.AnswerAsync("DELETE", $"/collections/{request.CollectionName}", "", null, call)).GetBoolean() });
        Add(context, "qdrant.Collections", "Get", Wire.GetCollectionInfoRequest.Parser, async (service, request, call) =>
            new Wire.GetCollectionInfoResponse { Result = RestToGrpc.Info(await service.AnswerAsync("GET", $"/collections/{request.CollectionName}", "", null, call)) });
        Add(context, "qdrant.Points", "CreateFieldIndex", Wire.CreateFieldIndexCollection.Parser, (service, request, call) =>
            WriteAsync(service, "PUT", request.CollectionName, "index", request.Wait, GrpcToRest.Index(request), call));
        Add(context, "qdrant.Points", "Upsert", Wire.UpsertPoints.Parser, (service, request, call) =>
            WriteAsync(service, "PUT", request.CollectionName, "points", request.Wait, GrpcToRest.Points(request), call));
        Add(context, "qdrant.Points", "Delete", Wire.DeletePoints.Parser, (service, request, call) =>
            WriteAsync(service, "POST", request.CollectionName, "points/delete", request.Wait, new JsonObject { ["filter"] = GrpcToRest.Filter(request.Points.Filter) }, call));
        Add(context, "qdrant.Points", "Query", Wire.QueryPoints.Parser, async (service, request, call) =>
            RestToGrpc.Found(await service.AnswerAsync("POST", $"/collections/{request.CollectionName}/points/query", "", GrpcToRest.Query(request), call)));
        Add(context, "qdrant.Points", "Count", Wire.CountPoints.Parser, async (service, request, call) =>
        {
            var body = new JsonObject { ["filter"] = GrpcToRest.Filter(request.Filter), ["exact"] = request.Exact };
            var result = await service.AnswerAsync("POST", $"/collections/{request.CollectionName}/points/count", "", body, call);
            return new Wire.CountResponse { Result = new Wire.CountResult { Count = result.GetProperty("count").GetUInt64() } };
        });
        Add(context, "qdrant.Points", "Scroll", Wire.ScrollPoints.Parser, async (service, request, call) =>
            RestToGrpc.Scrolled(await service.AnswerAsync("POST", $"/collections/{request.CollectionName}/points/scroll", "", GrpcToRest.Scroll(request), call)));
    }

    private static async Task<Wire.PointsOperationResponse> WriteAsync(
        GrpcService service, string method, string collection, string what, bool wait, JsonObject body, ServerCallContext call)
    {
        var result = await service.AnswerAsync(method, $"/collections/{collection}/{what}", wait ? "?wait=true" : "?wait=false", body, call);
        return new Wire.PointsOperationResponse
        {
            Result = new Wire.UpdateResult
            {
                OperationId = result.GetProperty("operation_id").GetUInt64(),
                Status = result.GetProperty("status").GetString() switch
                {
                    "completed" => Wire.UpdateStatus.Completed,
                    "acknowledged" => Wire.UpdateStatus.Acknowledged,
                    _ => Wire.UpdateStatus.UnknownUpdateStatus,
                },
            },
        };
    }

    private static void Add<TRequest, TReply>(
        ServiceMethodProviderContext<GrpcService> context, string service, string method, MessageParser<TRequest> parser,
        UnaryServerMethod<GrpcService, TRequest, TReply> answer)
        where TRequest : class, IMessage<TRequest>
        where TReply : class, IMessage<TReply>, new() =>
        context.AddUnaryMethod(
            new Method<TRequest, TReply>(
                MethodType.Unary, service, method,
                Marshallers.Create(message => message.ToByteArray(), parser.ParseFrom),
                Marshallers.Create(message => message.ToByteArray(), new MessageParser<TReply>(() => new TReply()).ParseFrom)),
            [],
            answer);
}
