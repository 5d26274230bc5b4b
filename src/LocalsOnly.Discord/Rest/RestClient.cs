using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using LocalsOnly.Discord.Flow;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Rest;

/// <summary>Sends requests to Discord's REST API: within its limits, in order, and again where that cannot do anything twice.</summary>
internal sealed class RestClient(DiscordBotOptions bot, HttpMessageInvoker invoker, TimeProvider time, ILogger logger)
{
    private const int MostTries = 5;
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>For a 429 that does not say how long.</summary>
    private static readonly TimeSpan s_untold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_leastWait = TimeSpan.FromMilliseconds(100);
    private static readonly string s_agent = $"DiscordBot (https://localsonly.invalid, {Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)})";

    private readonly RateBuckets _buckets = new(time);
    private readonly GlobalLimit _all = new(bot.RequestsPerSecond, time);
    private readonly Uri _base = new(bot.Api, "v10/");
    private volatile bool _isTokenRefused;

    /// <summary>Sends a request and waits for what comes of it.</summary>
    /// <exception cref="DiscordException">It was not done, or it is not known.</exception>
    public async Task<RestReply> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        if (request.IsUrgent) return await TryAsync(request, turn: null, cancellationToken);
        var turn = await _buckets.EnterAsync(request.Route, cancellationToken);
        try
        {
            return await TryAsync(request, turn, cancellationToken);
        }
        finally
        {
            _buckets.Leave(turn);
        }
    }

    private async Task<RestReply> TryAsync(RestRequest request, RateTurn? turn, CancellationToken cancellationToken)
    {
        var route = request.Route;
        var deadline = new Deadline(time, request.Patience);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(request.IsUrgent ? 100 : 500), TimeSpan.FromSeconds(8));
        var isUnsure = false;
        for (var tries = 1; ; tries++)
        {
            await WaitForLimitsAsync(request, turn, deadline, cancellationToken);
            if (route.AsBot && (_isTokenRefused || !bot.HasUsableToken)) throw new DiscordException(DiscordFailure.Unauthorized, Gateway.ConnectionEnd.RefusedToken(bot.Name));
            var answer = await AttemptAsync(request, deadline, cancellationToken);
            if (answer.Body is { } body && answer.Headers is { } headers)
            {
                if ((int)answer.Status is not 429 && turn is not null) _buckets.Learn(turn, headers);
                if ((int)answer.Status is >= 200 and < 300) return new RestReply(body);
                if (answer.Status == HttpStatusCode.TooManyRequests)
                {
                    // Nothing was done, so that any request may be sent again; how often is bounded by its patience.
                    var wait = Slow(route, turn, headers, RestFailure.Read(body));
                    if (turn is null) await PauseAsync(route, wait, deadline, cancellationToken);
                    tries--;
                    continue;
                }

                if ((int)answer.Status < 500)
                {
                    var failure = RestFailure.Of(route, answer.Status, RestFailure.Read(body), bot.Name);
                    if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) _all.Refused();
                    if (failure.Failure == DiscordFailure.Unauthorized) _isTokenRefused = true;
                    // A try of which no answer came has answered the interaction after all.
                    if (isUnsure && failure.Code == 40060) return new RestReply([]);
                    throw failure;
                }
            }

            isUnsure |= answer.MayBeDone;
            if ((answer.MayBeDone && !route.MayRepeat) || tries == MostTries || deadline.IsOver) throw RestFailure.Unavailable(route, isUnsure, answer.Failure);
            var pause = backoff.Next();
            var why = answer.Failure?.Message ?? $"status {(int)answer.Status}";
            logger.LogDebug("The Discord bot {Bot} tries {Route} again in {Seconds:0.0} s: {Why}.", bot.Name, route, pause.TotalSeconds, why);
            await PauseAsync(route, pause, deadline, cancellationToken);
        }
    }

    private async Task WaitForLimitsAsync(RestRequest request, RateTurn? turn, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = turn is null ? TimeSpan.Zero : _buckets.PauseOf(turn);
            if (wait <= TimeSpan.Zero) wait = _all.TryTake(request.Route.AsBot);
            if (wait <= TimeSpan.Zero) return;
            if (wait > deadline.Rest) throw RestFailure.TooLong(request.Route, wait);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async Task PauseAsync(Route route, TimeSpan length, Deadline deadline, CancellationToken cancellationToken)
    {
        if (length > deadline.Rest) throw RestFailure.TooLong(route, length);
        await Task.Delay(length, time, cancellationToken);
    }

    private TimeSpan Slow(Route route, RateTurn? turn, RateHeaders headers, Protocol.WireError error)
    {
        var wait = error.RetryAfter is >= 0 and < 1e6 and { } seconds ? TimeSpan.FromSeconds(seconds) : headers.RetryAfter ?? headers.ResetAfter ?? s_untold;
        if (wait < s_leastWait) wait = s_leastWait;
        if (headers.Scope != "shared") _all.Refused();
        if (headers.IsGlobal || headers.Scope == "global" || error.Global is true) _all.PauseBot(wait);
        else if (headers.IsDiscord || error.RetryAfter is not null)
        {
            if (turn is not null) _buckets.Learn(turn, headers, wait);
        }
        else _all.PauseAddress(wait);
        logger.LogInformation("The Discord bot {Bot} is told to wait {Seconds:0.0} s with {Route} ({Scope}).", bot.Name, wait.TotalSeconds, route, headers.Scope ?? "no scope");
        return wait;
    }

    private async Task<Answer> AttemptAsync(RestRequest request, Deadline deadline, CancellationToken cancellationToken)
    {
        var limit = request.Files.Count > 0 ? bot.TryTimeout * 4 : bot.TryTimeout;
        using var timeout = new CancellationTokenSource(limit < deadline.Rest ? limit : deadline.Rest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var message = new HttpRequestMessage(request.Route.Method, new Uri(_base, request.Route.Path)) { Content = request.Content() };
        message.Headers.TryAddWithoutValidation("User-Agent", s_agent);
        if (request.Route.AsBot) message.Headers.Authorization = new AuthenticationHeaderValue("Bot", bot.Token);
        try
        {
            using var response = await invoker.SendAsync(message, either.Token);
            return new Answer(response.StatusCode, RateHeaders.Of(response), await BodyAsync(response, either.Token), MayBeDone: (int)response.StatusCode >= 500, null);
        }
        catch (OperationCanceledException failed) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(0, null, null, MayBeDone: true, new TimeoutException("no answer in time", failed));
        }
        catch (HttpRequestException failed)
        {
            var neverLeft = failed.HttpRequestError
                is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            return new Answer(0, null, null, MayBeDone: !neverLeft, failed);
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException)
        {
            return new Answer(0, null, null, MayBeDone: true, failed);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <param name="Body">Null when no answer came.</param>
    /// <param name="MayBeDone">Discord may have done what it was asked.</param>
    private readonly record struct Answer(HttpStatusCode Status, RateHeaders? Headers, byte[]? Body, bool MayBeDone, Exception? Failure);
}

/// <summary>How much is left of a length of time.</summary>
internal readonly struct Deadline(TimeProvider time, TimeSpan length)
{
    private readonly long _since = time.GetTimestamp();

    public TimeSpan Rest => length - time.GetElapsedTime(_since) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    public bool IsOver => Rest == TimeSpan.Zero;
}
