using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Memory.Qdrant.Protocol;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>Qdrant's REST API.</summary>
/// <param name="http">
/// Made by the caller, with <see cref="HttpClient.BaseAddress"/> set (its path ends in a slash): which addresses may be reached is decided there.
/// </param>
/// <param name="apiKey">Sent as <c>api-key</c>; null or blank for a server without one.</param>
/// <param name="deadline">What a call may take at most; 30 s when null.</param>
internal sealed class QdrantClient(HttpClient http, TimeProvider time, string? apiKey = null, TimeSpan? deadline = null) : IQdrant
{
    private const int MostOfAnError = 8 * 1024;

    private readonly string? _apiKey = string.IsNullOrWhiteSpace(apiKey) ? null : apiKey.Trim();
    private readonly TimeSpan _deadline = deadline ?? TimeSpan.FromSeconds(30);

    public Uri? Server => http.BaseAddress;

    public async Task ReadyAsync(CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Get, "readyz", null, static (_, _) => Task.FromResult(true), cancellationToken);

    public async Task<string> VersionAsync(CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(HttpMethod.Get, "", null, (content, token) => content.ReadFromJsonAsync(QdrantJson.Default.VersionReply, token), cancellationToken);
        return reply is { Title: { } title, Version: { } version } && title.Contains("qdrant", StringComparison.OrdinalIgnoreCase)
            ? version
            : throw QdrantFailures.NotQdrant(Server);
    }

    public async Task<bool> ExistsAsync(string collection, CancellationToken cancellationToken = default) =>
        (await CallAsync(HttpMethod.Get, $"{Path(collection)}/exists", null, QdrantJson.Default.Existence, cancellationToken)).Exists;

    public async Task CreateAsync(string collection, CreateCollection body, CancellationToken cancellationToken = default) =>
        await CallAsync(HttpMethod.Put, Path(collection), JsonContent.Create(body, QdrantJson.Default.CreateCollection), QdrantJson.Default.Done, cancellationToken);

    public Task<CollectionInfo> InfoAsync(string collection, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Get, Path(collection), null, QdrantJson.Default.Described, cancellationToken);

    public async Task DeleteCollectionAsync(string collection, CancellationToken cancellationToken = default) =>
        await CallAsync(HttpMethod.Delete, Path(collection), null, QdrantJson.Default.Done, cancellationToken);

    public Task IndexAsync(string collection, CreateIndex body, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Put, $"{Path(collection)}/index", JsonContent.Create(body, QdrantJson.Default.CreateIndex), wait: true, cancellationToken);

    public Task UpsertAsync(string collection, UpsertPoints body, bool wait, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Put, $"{Path(collection)}/points", JsonContent.Create(body, QdrantJson.Default.UpsertPoints), wait, cancellationToken);

    public Task DeleteAsync(string collection, Filter filter, bool wait, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Post, $"{Path(collection)}/points/delete", JsonContent.Create(new DeletePoints(filter), QdrantJson.Default.DeletePoints), wait, cancellationToken);

    public async Task<IReadOnlyList<ScoredPoint>> QueryAsync(string collection, QueryPoints body, CancellationToken cancellationToken = default) =>
        (await CallAsync(
            HttpMethod.Post, $"{Path(collection)}/points/query", JsonContent.Create(body, QdrantJson.Default.QueryPoints), QdrantJson.Default.Found, cancellationToken)).Points;

    public async Task<long> CountAsync(string collection, Filter? filter, CancellationToken cancellationToken = default) =>
        (await CallAsync(
            HttpMethod.Post, $"{Path(collection)}/points/count", JsonContent.Create(new CountPoints(filter, Exact: true), QdrantJson.Default.CountPoints),
            QdrantJson.Default.Counted, cancellationToken)).Count;

    public Task<ScrollReply> ScrollAsync(string collection, ScrollPoints body, CancellationToken cancellationToken = default) =>
        CallAsync(
            HttpMethod.Post, $"{Path(collection)}/points/scroll", JsonContent.Create(body, QdrantJson.Default.ScrollPoints), QdrantJson.Default.Scrolled, cancellationToken);

    private static string Path(string collection) => $"collections/{Uri.EscapeDataString(collection)}";

    private async Task WriteAsync(HttpMethod method, string path, HttpContent content, bool wait, CancellationToken cancellationToken)
    {
        var reply = await CallAsync(method, wait ? $"{path}?wait=true" : $"{path}?wait=false", content, QdrantJson.Default.Written, cancellationToken);
        if (wait && reply.Status != WriteReply.Completed) throw QdrantFailures.NotYetDone(Server);
    }

    private async Task<T> CallAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<Reply<T>> type, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(method, path, body, (content, token) => content.ReadFromJsonAsync(type, token), cancellationToken);
        return reply is { Result: { } result } ? result : throw QdrantFailures.NotQdrant(Server);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? body, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        if (_apiKey is not null) request.Headers.TryAddWithoutValidation("api-key", _apiKey);
        using var late = new CancellationTokenSource(_deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode) return await read(response.Content, either.Token);
            throw QdrantFailures.FromStatus(Server, response.StatusCode, await ErrorAsync(response.Content, either.Token), _apiKey is not null, RetryAfter(response));
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw QdrantFailures.Timeout(Server, late.IsCancellationRequested ? _deadline : http.Timeout, cause);
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw QdrantFailures.Unreachable(Server, cause);
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw QdrantFailures.NotQdrant(Server, cause);
        }
    }

    private static async Task<string> ErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream);
        var text = new char[MostOfAnError];
        return new string(text, 0, await reader.ReadBlockAsync(text, cancellationToken));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null
        : after.Delta ?? (after.Date is { } date && date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : null);
}
