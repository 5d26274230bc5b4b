using System.Net;
using System.Text.Json;

namespace LocalsOnly.Inference.Wire;

/// <summary>Turns an answer that is not a stream into the failure it stands for.</summary>
internal static class Refusal
{
    /// <summary>An error page is for telling errors apart; what follows its beginning is of no use.</summary>
    private const int LongestBody = 16 * 1024;

    /// <summary>Null when the response is a stream of events; the failure otherwise.</summary>
    public static async ValueTask<(InferenceFailure Failure, string Clause)?> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (response.StatusCode == HttpStatusCode.OK && isStream)
            return null;

        var body = await ReadBeginningAsync(response, cancellationToken);
        var error = FindError(body);
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.OK when error is not null => error.Explain(),
            HttpStatusCode.OK when body.Length == 0 => (InferenceFailure.Protocol, "it answered with nothing at all"),
            HttpStatusCode.OK => (InferenceFailure.Protocol, $"it answered with {MediaType(response)} in place of a stream of events"),
            HttpStatusCode.NotFound when error?.Explain(status) is { Failure: InferenceFailure.NotPlaced } explained => explained,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                (InferenceFailure.Protocol, $"it knows no chat completions ({status}); is this the right address?"),
            HttpStatusCode.UnprocessableEntity => (InferenceFailure.ServerError, "it does not accept the request (422)"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (InferenceFailure.ServerError, $"it wants a key ({status})"),
            _ when status is >= 300 and < 400 => (InferenceFailure.Protocol, $"it points elsewhere ({status}), and redirects are not followed"),
            _ when status < 300 => (InferenceFailure.Protocol, $"it answered {status} in place of a stream of events"),
            _ => (error ?? new ServerError("", null)).Explain(status),
        };
    }

    private static string MediaType(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { Length: < 60 } type ? type : "something unnamed";

    private static ServerError? FindError(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body.Span);
            json.Begin(JsonTokenType.StartObject);
            while (json.NextProperty())
            {
                if (!json.ValueTextEquals("error"u8))
                    json.SkipValue();
                else if (ServerError.Read(ref json) is { } error)
                    return error;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Plain text or a web page: the status has to do.
        }

        return null;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestBody];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }
}
