using System.Globalization;
using Grpc.Core;
using LocalsOnly.Memory.Qdrant;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Makes single calls of gRPC, each with the key and a deadline, and gives their failures the house's names.</summary>
internal sealed class GrpcCall(Uri? server, TimeProvider time, string? apiKey, TimeSpan deadline)
{
    /// <summary>HTTP_1_1_REQUIRED (RFC 9113 §7); also what the runtime makes of an answer in HTTP/1.1.</summary>
    private const long OlderHttpRequired = 0xd;

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
            throw QdrantFailures.Timeout(server, deadline, cause);
        }
        catch (RpcException fault)
        {
            throw Explain(fault);
        }
    }

    private QdrantException Explain(RpcException fault)
    {
        // Without an answer of gRPC's there is what kept it away: no connection, one that broke, or something else at the address.
        if (fault.Status.DebugException is { } cause) return IsForeign(cause) ? QdrantFailures.NotGrpc(server, cause) : QdrantFailures.Unreachable(server, cause);
        if (fault.Status.Detail.StartsWith("Bad gRPC response", StringComparison.Ordinal)) return QdrantFailures.NotGrpc(server, fault);
        return fault.StatusCode == StatusCode.Unimplemented
            ? QdrantFailures.TooOld(server, QdrantCollection.LeastVersion)
            : QdrantFailures.FromStatus(server, StatusOf(fault.StatusCode), fault.Status.Detail, _headers is not null, RetryAfter(fault.Trailers));
    }

    /// <summary>A server that does not speak HTTP/2, as Qdrant's REST port does not, or nothing that is HTTP.</summary>
    private static bool IsForeign(Exception cause) =>
        cause is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } || cause.GetBaseException() is HttpProtocolException { ErrorCode: OlderHttpRequired };

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
