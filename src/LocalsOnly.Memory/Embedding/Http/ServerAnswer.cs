using System.Net;
using System.Text.Json;

namespace LocalsOnly.Memory.Embedding.Http;

/// <summary>What a server's refusal means, in one sentence.</summary>
internal static class ServerAnswer
{
    private const int LongestQuote = 200;
    private const int MostRead = 64 * 1024;

    public static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>How long the server asks to be left alone; null when it does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    public static async Task<EmbeddingException> FaultAsync(HttpResponseMessage response, Uri server, string model, CancellationToken cancellationToken)
    {
        var (said, code) = await ReadAsync(response, cancellationToken);
        var quote = said is null ? "" : $" ({said})";
        var status = (int)response.StatusCode;
        if (IsBusy(response.StatusCode))
            return new(EmbeddingFault.ServerBusy, $"The embedding server at {server} is still overloaded after several attempts{quote}: try again later, or lower the batch size.");
        if (code == "model_not_found" || (said is not null && (status == 404 || (status == 400 && SaysUnknown(said)))))
            return new(EmbeddingFault.ModelUnknown, $"The embedding server at {server} does not know the model {model}{quote}: load it there, or name another.");
        if (status is 404 or 405 or 501)
            return new(EmbeddingFault.ModelUnknown, $"The server at {server} has no /v1/embeddings (it answers {status}): name a server that makes embeddings.");
        return new(EmbeddingFault.Refused, $"The embedding server at {server} answered {status}{quote}: its own log says more.");
    }

    private static bool SaysUnknown(string said) =>
        said.Contains("model", StringComparison.OrdinalIgnoreCase) &&
        (said.Contains("not found", StringComparison.OrdinalIgnoreCase) || said.Contains("does not exist", StringComparison.OrdinalIgnoreCase));

    // {"error": {"message": …, "code": …}}, and at some servers {"error": "…"} or {"message": …}.
    private static async Task<(string? Said, string? Code)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MostRead];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            if (json.RootElement.ValueKind != JsonValueKind.Object) return default;
            var error = json.RootElement.TryGetProperty("error", out var inner) ? inner : json.RootElement;
            if (error.ValueKind == JsonValueKind.String) return (Quote(error.GetString()!), null);
            if (error.ValueKind != JsonValueKind.Object) return default;
            return (Text(error, "message") is { } message ? Quote(message) : null, Text(error, "code"));
        }
        catch (Exception fault) when (fault is JsonException or IOException or HttpRequestException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Quote(string said)
    {
        var line = said.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return line.Length <= LongestQuote ? line : string.Concat(line.AsSpan(0, LongestQuote), "…");
    }
}
