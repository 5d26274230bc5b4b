using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Discord.Net.Rest;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;
using HeaderPairs = System.Collections.Generic.IEnumerable<System.Collections.Generic.KeyValuePair<string, System.Collections.Generic.IEnumerable<string>>>;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>
/// Carries what Discord.Net sends, over the house's own connections: only to the configured API, no redirect, no cookie, and the bot's token only where Discord wants it. The library's
/// own client would send it along with webhooks and interactions, which are used by a token of their own.
/// </summary>
internal sealed class LibraryHttp(LibraryNetwork network) : IRestClient
{
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>For a 429 that does not say how long.</summary>
    private static readonly TimeSpan s_untold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_leastWait = TimeSpan.FromMilliseconds(100);

    /// <summary>For what the library asks by itself.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly Uri _base = new(network.Bot.Api, "v10/");
    private readonly Dictionary<string, string?> _headers = new(StringComparer.OrdinalIgnoreCase);
    private CancellationToken _loggedOut;

    public void SetHeader(string key, string value) => _headers[key] = value;

    public void SetCancelToken(CancellationToken cancelToken) => _loggedOut = cancelToken;

    public Task<RestResponse> SendAsync(string method, string endpoint, CancellationToken cancelToken, bool headerOnly = false, string? reason = null, HeaderPairs? requestHeaders = null) =>
        SendAsync(method, endpoint, () => null, cancelToken);

    public Task<RestResponse> SendAsync(string method, string endpoint, string json, CancellationToken cancelToken, bool headerOnly = false, string? reason = null, HeaderPairs? requestHeaders = null) =>
        SendAsync(method, endpoint, () => new StringContent(json, Encoding.UTF8, "application/json"), cancelToken);

    /// <summary>Files are the exchange's own, and go with its body; the library is never given any.</summary>
    public Task<RestResponse> SendAsync(
        string method,
        string endpoint,
        IReadOnlyDictionary<string, object> multipartParams,
        CancellationToken cancelToken,
        bool headerOnly = false,
        string? reason = null,
        HeaderPairs? requestHeaders = null) => throw new NotSupportedException("Files are sent with the body of an exchange.");

    /// <summary>The connections are the network's.</summary>
    public void Dispose()
    {
    }

    private async Task<RestResponse> SendAsync(string method, string endpoint, Func<HttpContent?> own, CancellationToken cancellationToken)
    {
        var exchange = Exchange.Current is { } current && current.IsAbout(method, endpoint) ? current : null;
        if (exchange?.Known is { } known) return new RestResponse(HttpStatusCode.OK, [], new MemoryStream(known));
        var deadline = exchange?.Deadline ?? new Deadline(network.Time, s_patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _loggedOut);
        while (true)
        {
            var asBot = !CarriesToken(endpoint);
            await WaitForAllAsync(exchange, asBot, deadline, either.Token);
            if (asBot && network.IsTokenRefused) throw new DiscordException(DiscordFailure.Unauthorized, LocalsOnly.Discord.Gateway.ConnectionEnd.RefusedToken(network.Bot.Name));
            using var message = Message(method, endpoint, exchange?.Request.Body is null ? own() : exchange.Request.Content(), asBot);
            using var response = await TryAsync(message, exchange, deadline, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                if (await SlowAsync(response, body, exchange, deadline, either.Token)) return Reply(response, body);
                continue;
            }

            exchange?.Answered(response.StatusCode, body);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) network.All.Refused();
            if (response.StatusCode == HttpStatusCode.Unauthorized && asBot) network.RefuseToken();
            // What it asks by itself the library would ask again at once, and again, for as long as it is answered 502.
            if ((int)response.StatusCode >= 500 && exchange is null) throw new HttpRequestException($"status {(int)response.StatusCode}", null, response.StatusCode);
            return Reply(response, body);
        }
    }

    private async Task WaitForAllAsync(Exchange? exchange, bool asBot, Deadline deadline, CancellationToken cancellationToken)
    {
        while (network.All.TryTake(asBot) is var wait && wait > TimeSpan.Zero) await PauseAsync(exchange, wait, deadline, cancellationToken);
    }

    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage message, Exchange? exchange, Deadline deadline, CancellationToken cancellationToken)
    {
        var limit = exchange?.Request.Files.Count > 0 ? network.Bot.TryTimeout * 4 : network.Bot.TryTimeout;
        using var timeout = new CancellationTokenSource(limit < deadline.Rest ? limit : deadline.Rest, network.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        exchange?.Sending();
        HttpResponseMessage? response = null;
        try
        {
            response = await network.Invoker.SendAsync(message, either.Token);
            await response.Content.LoadIntoBufferAsync(MostBytes, either.Token);
            return response;
        }
        catch (Exception failed)
        {
            response?.Dispose();
            if (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested) failed = new HttpRequestException("no answer in time", failed);
            exchange?.Failed(failed, mayBeDone: !NeverLeft(failed));
            throw failed is OperationCanceledException or HttpRequestException ? failed : new HttpRequestException(failed.Message, failed);
        }
    }

    private static bool NeverLeft(Exception failed) => failed is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private HttpRequestMessage Message(string method, string endpoint, HttpContent? content, bool asBot)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), new Uri(_base, endpoint)) { Content = content };
        foreach (var (name, value) in _headers)
        {
            if (value is not null && !name.Equals("authorization", StringComparison.OrdinalIgnoreCase)) message.Headers.TryAddWithoutValidation(name, value);
        }

        if (asBot) message.Headers.Authorization = new AuthenticationHeaderValue("Bot", network.Bot.Token);
        return message;
    }

    /// <summary>
    /// Waits where Discord wants a wait that the library would not keep to: one of all routes, and one whose response names no limit, after which the library
    /// would ask again at once (<c>RequestBucket</c>, 3.16.0: without a limit the bucket holds nobody back).
    /// </summary>
    /// <returns>True when the library is to wait, as it does with the limits of routes; false when the request is to be sent again now.</returns>
    /// <exception cref="DiscordException">The wait is longer than is worth it.</exception>
    private async Task<bool> SlowAsync(HttpResponseMessage response, byte[] body, Exchange? exchange, Deadline deadline, CancellationToken cancellationToken)
    {
        var (headers, error) = (RateHeaders.Of(response), RestFailure.Read(body));
        var wait = error.RetryAfter is >= 0 and < 1e6 and { } seconds ? TimeSpan.FromSeconds(seconds) : headers.RetryAfter ?? headers.ResetAfter ?? s_untold;
        if (wait < s_leastWait) wait = s_leastWait;
        if (headers.Scope != "shared") network.All.Refused();
        var route = exchange?.Request.Route ?? Routes.Gateway;
        network.Logger.LogInformation("The Discord bot {Bot} is told to wait {Seconds:0.0} s with {Route} ({Scope}).", network.Bot.Name, wait.TotalSeconds, route, headers.Scope ?? "no scope");
        var isOfAll = headers.IsGlobal || headers.Scope == "global" || error.Global is true;
        if (isOfAll) network.All.PauseBot(wait);
        else if (!headers.IsDiscord && error.RetryAfter is null) network.All.PauseAddress(wait);
        if (wait > deadline.Rest) throw TooLong(exchange, wait);
        if (!isOfAll && headers.Bucket is not null && error.RetryAfter is not null && response.Headers.Contains("X-RateLimit-Limit")) return true;
        await PauseAsync(exchange, wait, deadline, cancellationToken);
        return false;
    }

    private async Task PauseAsync(Exchange? exchange, TimeSpan length, Deadline deadline, CancellationToken cancellationToken)
    {
        if (length > deadline.Rest) throw TooLong(exchange, length);
        await Task.Delay(length, network.Time, cancellationToken);
    }

    private static DiscordException TooLong(Exchange? exchange, TimeSpan wait) => RestFailure.TooLong(exchange?.Request.Route ?? Routes.Gateway, wait);

    private static RestResponse Reply(HttpResponseMessage response, byte[] body) => new(
        response.StatusCode,
        response.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase),
        new MemoryStream(body));

    /// <summary>Interactions, and webhooks that are named with their token, are used without the bot's.</summary>
    private static bool CarriesToken(string endpoint) =>
        endpoint.StartsWith("interactions/", StringComparison.Ordinal) || (endpoint.StartsWith("webhooks/", StringComparison.Ordinal) && endpoint.Count('/') >= 2);
}
