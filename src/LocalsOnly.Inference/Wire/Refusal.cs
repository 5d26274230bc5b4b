using System.Net;
using System.Net.Http.Headers;

namespace LocalsOnly.Inference.Wire;

/// <summary>Turns an answer that is not a stream into the failure it stands for.</summary>
internal static class Refusal
{
    /// <summary>An error page is for telling errors apart; what follows its beginning is of no use.</summary>
    private const int LongestBody = 16 * 1024;

    /// <summary>True when the response is a stream of events.</summary>
    public static bool IsStream(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    /// <summary>True when the response is an answer in one piece, if one was asked for.</summary>
    public static bool IsOnePiece(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "application/json";

    /// <summary>What a response that is no stream of events stands for.</summary>
    public static async ValueTask<WireFault> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await ReadBeginningAsync(response, cancellationToken);
        var fault = Explain(response, body, ServerError.Find(body.Span));
        return fault with
        {
            Status = (int)response.StatusCode,
            RetryAfter = fault.Failure is InferenceFailure.Overloaded or InferenceFailure.Loading ? Wait(response.Headers.RetryAfter, time) : null,
        };
    }

    private static WireFault Explain(HttpResponseMessage response, ReadOnlyMemory<byte> body, ServerError? error)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.OK when error is not null => error.Explain(),
            HttpStatusCode.OK when body.Length == 0 => new(InferenceFailure.Protocol, "it answered with nothing at all"),
            HttpStatusCode.OK => Misdirected($"it answered with {MediaType(response)} in place of a stream of events"),
            HttpStatusCode.NotFound when error?.Explain(status) is { Failure: InferenceFailure.NotPlaced } explained => explained,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                Misdirected($"it knows no chat completions ({status}); is this the right address?"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new(InferenceFailure.ServerError, $"it wants a key ({status})") { IsConfiguration = true },
            _ when status is >= 300 and < 400 => Misdirected($"it points elsewhere ({status}), and redirects are not followed"),
            _ when status < 300 => Misdirected($"it answered {status} in place of a stream of events"),
            _ => (error ?? new ServerError("", null)).Explain(status),
        };
    }

    private static WireFault Misdirected(string clause) => new(InferenceFailure.Protocol, clause) { IsConfiguration = true };

    /// <summary>Seconds or a date (RFC 9110 §10.2.3); nothing for what is neither, zero for a date gone by.</summary>
    private static TimeSpan? Wait(RetryConditionHeaderValue? header, TimeProvider time)
    {
        if (header?.Delta is { } delta)
            return delta;
        if (header?.Date is not { } date)
            return null;
        var wait = date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static string MediaType(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { Length: < 60 } type ? type : "something unnamed";

    private static async Task<ReadOnlyMemory<byte>> ReadBeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestBody];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }
}
