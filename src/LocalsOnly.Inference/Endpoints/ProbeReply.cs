using System.Net;
using System.Text.Json;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>One small JSON answer to a question about a server's state.</summary>
internal sealed record ProbeReply(HttpStatusCode Status, JsonElement? Json, bool Simulated, DateTimeOffset? Date)
{
    /// <summary>The largest cluster's state is a hundredth of it; a stranger's port may pour out anything.</summary>
    private const long LargestBody = 4 * 1024 * 1024;

    /// <summary>Asks. A body that is not JSON, or larger than <paramref name="largestBody"/> bytes, leaves <see cref="Json"/> null.</summary>
    public static Task<ProbeReply> GetAsync(
        HttpMessageInvoker http, Uri url, CancellationToken cancellationToken, long largestBody = LargestBody) =>
        SendAsync(http, new HttpRequestMessage(HttpMethod.Get, url), largestBody, cancellationToken);

    /// <summary>The same for any request, of which it disposes.</summary>
    public static async Task<ProbeReply> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage message, long largestBody, CancellationToken cancellationToken)
    {
        using var request = message;
        using var response = await http.SendAsync(request, cancellationToken);
        JsonElement? json = null;
        try
        {
            await response.Content.LoadIntoBufferAsync(largestBody, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            json = document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            // Another kind of server; its status is all there is to know.
        }

        return new ProbeReply(response.StatusCode, json, SimulationLabel.IsOn(response), response.Headers.Date);
    }
}
