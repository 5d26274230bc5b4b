using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using LocalsOnly.Memory.Qdrant;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Makes single calls of gRPC, each with the key and a deadline, and gives their failures the house's names.</summary>
internal sealed class GrpcCall(HttpClient http, TimeProvider time, string? apiKey, TimeSpan deadline)
{
    /// <summary>PROTOCOL_ERROR (RFC 9113 §7): what the runtime makes of bytes that are no frame.</summary>
    private const long ProtocolError = 0x1;

    /// <summary>HTTP_1_1_REQUIRED (RFC 9113 §7).</summary>
    private const long OlderHttpRequired = 0xd;

    private readonly Uri? _server = http.BaseAddress;
    private readonly Metadata? _headers = string.IsNullOrWhiteSpace(apiKey) ? null : new Metadata { { "api-key", apiKey.Trim() } };

    /// <exception cref="QdrantException">Anything but an answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TReply> MakeAsync<TRequest, TReply>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TReply>> method, TRequest request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var call = method(request, new CallOptions(_headers, cancellationToken: either.Token));
            return await call.ResponseAsync;
        }
        catch (RpcException cause) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Qdrant's answer was not wanted any more.", cause, cancellationToken);
        }
        catch (RpcException cause) when (late.IsCancellationRequested)
        {
            throw QdrantFailures.Timeout(_server, deadline, cause);
        }
        catch (RpcException fault)
        {
            throw await ExplainAsync(fault, either.Token);
        }
    }

    private async Task<QdrantException> ExplainAsync(RpcException fault, CancellationToken cancellationToken)
    {
        // Without an answer of gRPC's there is what kept it away: no connection, one that broke, or something else at the address.
        if (fault.Status.DebugException is { } cause)
        {
            return IsForeign(cause) || (IsBroken(cause) && await AnswersInOlderHttpAsync(cancellationToken))
                ? QdrantFailures.NotGrpc(_server, cause)
                : QdrantFailures.Unreachable(_server, cause);
        }

        if (fault.Status.Detail.StartsWith("Bad gRPC response", StringComparison.Ordinal)) return QdrantFailures.NotGrpc(_server, fault);
        return fault.StatusCode == StatusCode.Unimplemented
            ? QdrantFailures.TooOld(_server, QdrantCollection.LeastVersion)
            : QdrantFailures.FromStatus(_server, StatusOf(fault.StatusCode), fault.Status.Detail, _headers is not null, RetryAfter(fault.Trailers));
    }

    /// <summary>What came is no HTTP/2, or says that HTTP/2 is not spoken there, as on Qdrant's REST port.</summary>
    private static bool IsForeign(Exception cause) => cause.GetBaseException() is HttpProtocolException { ErrorCode: ProtocolError or OlderHttpRequired };

    /// <summary>It was connected, and then was not.</summary>
    private static bool IsBroken(Exception cause) =>
        cause is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    /// <summary>
    /// A server without HTTP/2 may refuse it and close before its refusal was read, which cannot be told from an outage; asked as it wants to be asked it answers.
    /// So does a server with nothing but HTTP/2, but with 400.
    /// </summary>
    private async Task<bool> AnswersInOlderHttpAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _server) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode != HttpStatusCode.BadRequest;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The HTTP status that Qdrant's REST API answers the same with (its <c>actix/helpers.rs</c> and <c>tonic</c> conversions of one error).</summary>
    private static int StatusOf(StatusCode status) => status switch
    {
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists => 409,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => 400,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };

    /// <summary>Seconds, in the trailers of a refusal for its rate.</summary>
    private static TimeSpan? RetryAfter(Metadata trailers) =>
        int.TryParse(trailers.GetValue("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
