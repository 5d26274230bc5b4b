using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Makes JSON of a feed's response, or says in one clause why there is none.</summary>
internal static class FeedAnswer
{
    /// <exception cref="FeedFailureException">It is no data.</exception>
    public static async Task<(JsonElement Root, int Bytes)> ReadAsync(HttpResponseMessage response, int most, TimeProvider time, CancellationToken cancellationToken)
    {
        Check(response, time);
        if (response.Content.Headers.ContentLength > most) throw TooLong(most);
        var bytes = await ReadBytesAsync(response.Content, most, cancellationToken);
        if (IsPage(response, bytes)) throw new FeedFailureException("it sent a web page instead of data");
        try
        {
            return (JsonElement.Parse(bytes), bytes.Length);
        }
        catch (JsonException broken)
        {
            throw new FeedFailureException("what it sent is no whole JSON", broken);
        }
    }

    private static void Check(HttpResponseMessage response, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.OK) return;
        var retry = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        throw status switch
        {
            429 => new FeedFailureException("it was asked too often (429)") { IsToldToWait = true, RetryAfter = retry },
            >= 500 => new FeedFailureException(Invariant($"it has a fault of its own ({status})")) { IsToldToWait = retry is not null, RetryAfter = retry },
            401 or 403 or 451 => new FeedFailureException(Invariant($"it does not answer this machine ({status})")),
            >= 400 => new FeedFailureException(Invariant($"it does not know what it was asked for ({status})")) { IsOfTheRequest = true },
            >= 300 => new FeedFailureException(Invariant($"it points to another address ({status}), which is not followed")) { IsOfTheRequest = true },
            _ => new FeedFailureException(Invariant($"it answered without data ({status})")),
        };
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + read > most) throw TooLong(most);
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static FeedFailureException TooLong(int most) =>
        new(Invariant($"what it sent is longer than {most / 1024} KiB")) { IsOfTheRequest = true };

    private static bool IsPage(HttpResponseMessage response, ReadOnlySpan<byte> bytes) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml"
        || bytes.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("<"u8);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
