using System.Net;
using System.Text.Json;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>Every sentence about a failing Qdrant that a person may read.</summary>
internal static class QdrantFailures
{
    private const int MostOfItsText = 300;

    public static QdrantException Unreachable(Uri? server, Exception cause) => new(
        QdrantFault.Unreachable, $"Qdrant at {server} cannot be reached ({Clause(cause.GetBaseException().Message)}): see that it runs and that address and port are right.", cause);

    public static QdrantException Timeout(Uri? server, TimeSpan waited, Exception? cause = null) => new(
        QdrantFault.Timeout, $"Qdrant at {server} did not answer within {Seconds(waited)}: look whether it is busy or its disk is slow.", cause);

    public static QdrantException NotYetDone(Uri? server) => new(
        QdrantFault.Timeout, $"Qdrant at {server} took a write but has not carried it out in time: look whether it is busy or its disk is slow.");

    public static QdrantException NotQdrant(Uri? server, Exception? cause = null) => new(
        QdrantFault.NotQdrant, $"What answers at {server} is not Qdrant's REST API: check address and port (6333 unless it was changed; 6334 is gRPC).", cause);

    public static QdrantException NotGrpc(Uri? server, Exception? cause = null) => new(
        QdrantFault.NotQdrant, $"What answers at {server} is not Qdrant's gRPC: check address and port (6334 unless it was changed; 6333 is REST).", cause);

    /// <summary>It does not know a call that is made here.</summary>
    public static QdrantException TooOld(Uri? server, Version least) => new(
        QdrantFault.TooOld, $"Qdrant at {server} does not know what it was asked for: update it to {least.ToString(2)} or later.");

    public static QdrantException TooOld(Uri? server, string version, Version least) => new(
        QdrantFault.TooOld, $"Qdrant at {server} is version {version}: update it to {least.ToString(2)} or later.");

    public static QdrantException OtherShape(Uri? server, string collection, string clause) => new(
        QdrantFault.OtherShape,
        $"The collection {collection} of Qdrant at {server} {clause}: delete it (DELETE /collections/{collection}), and it is built again from memory, or choose another name.");

    /// <param name="keyGiven">An api key was sent along.</param>
    /// <param name="body">What the server answered with.</param>
    public static QdrantException FromStatus(Uri? server, HttpStatusCode status, string body, bool keyGiven, TimeSpan? retryAfter)
    {
        return (int)status == 404 && !IsItsOwn(body) ? NotQdrant(server) : FromStatus(server, (int)status, ErrorText(body), keyGiven, retryAfter);
    }

    /// <inheritdoc cref="FromStatus(Uri?, HttpStatusCode, string, bool, TimeSpan?)"/>
    /// <param name="status">HTTP status, or the one that a status of gRPC stands for.</param>
    /// <param name="error">The server's own words.</param>
    public static QdrantException FromStatus(Uri? server, int status, string error, bool keyGiven, TimeSpan? retryAfter)
    {
        var text = Clause(error);
        var detail = text.Length == 0 ? $"{status}" : $"{status}: {text}";
        return status switch
        {
            401 when !keyGiven => new(QdrantFault.KeyRefused, $"Qdrant at {server} wants an api key: give the one it was started with (QDRANT__SERVICE__API_KEY)."),
            401 => new(QdrantFault.KeyRefused, $"Qdrant at {server} refused the api key: give the one it was started with (QDRANT__SERVICE__API_KEY)."),
            403 => new(QdrantFault.KeyRefused, $"Qdrant at {server} does not allow this with the api key ({detail}): give one that may write."),
            404 => new(QdrantFault.Missing, $"Qdrant at {server} has no such collection ({detail}): it is made at the next sync."),
            408 or 504 => new(QdrantFault.Timeout, $"Qdrant at {server} gave up ({detail}): look whether it is busy or its disk is slow."),
            429 or 502 or 503 => new(QdrantFault.Busy, $"Qdrant at {server} has too much to do or is starting ({detail}): wait until it has caught up.") { RetryAfter = retryAfter },
            507 => new(QdrantFault.Failed, $"The disk of Qdrant at {server} is full ({detail}): make room on it."),
            >= 500 => new(QdrantFault.Failed, $"Qdrant at {server} failed ({detail}): look in its log and at the free space of its disk."),
            _ => new(QdrantFault.Rejected, $"Qdrant at {server} turned the request down ({detail}): see that its version is one of those that work here (1.16 to 1.19)."),
        };
    }

    // Its errors are {"status":{"error":"…"},"time":…}; a refused key is answered in plain text, as is what a proxy says.
    private static string ErrorText(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith('{')) return body.AsSpan().TrimStart().StartsWith('<') ? "" : body;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object &&
                status.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static bool IsItsOwn(string body) => ErrorText(body).Length > 0 && body.Contains("\"status\"", StringComparison.Ordinal);

    private static string Clause(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim().TrimEnd('.', '!');
        return line.Length > MostOfItsText ? line[..MostOfItsText] + "…" : line;
    }

    private static string Seconds(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.#} s";
}
