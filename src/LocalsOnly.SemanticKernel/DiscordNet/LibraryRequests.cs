using Discord;
using LocalsOnly.Discord.Flow;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>
/// Has Discord.Net send the house's requests. The library waits for the limits of routes by itself and sends again what was refused for them (429). All other tries are decided here,
/// because the library does not know what may be sent twice: it would send a message again after a 502 or a silence, whether or not Discord had written it already.
/// </summary>
internal sealed class LibraryRequests(LibraryNetwork network)
{
    private const int MostTries = 5;

    // Those who wait for one route get their turn in order; the library lets any of them through.
    private readonly RateBuckets _turns = new(network.Time);

    /// <param name="ask">Calls the method of the library that asks for the request's route. Whatever it says, the request's own body is sent.</param>
    /// <exception cref="DiscordException">It was not done, or it is not known.</exception>
    public async Task<RestReply> SendAsync(RestRequest request, Func<RequestOptions, Task> ask, CancellationToken cancellationToken)
    {
        if (request.IsUrgent) return await TryAsync(request, ask, cancellationToken);
        var turn = await _turns.EnterAsync(request.Route, cancellationToken);
        try
        {
            return await TryAsync(request, ask, cancellationToken);
        }
        finally
        {
            _turns.Leave(turn);
        }
    }

    /// <summary>Gives the library an answer that is known, so that it makes an object of it, without asking Discord.</summary>
    public async Task<T> MakeAsync<T>(Route route, byte[] known, Func<RequestOptions, Task<T?>> ask)
        where T : class
    {
        Exchange.Current = new Exchange(new RestRequest(route), new Deadline(network.Time, TimeSpan.FromSeconds(5))) { Known = known };
        return await ask(Options(TimeSpan.FromSeconds(5), CancellationToken.None)) ?? throw new InvalidOperationException("Discord.Net made nothing of what is known.");
    }

    private async Task<RestReply> TryAsync(RestRequest request, Func<RequestOptions, Task> ask, CancellationToken cancellationToken)
    {
        var route = request.Route;
        var deadline = new Deadline(network.Time, request.Patience);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(request.IsUrgent ? 100 : 500), TimeSpan.FromSeconds(8));
        var isUnsure = false;
        for (var tries = 1; ; tries++)
        {
            var exchange = await AttemptAsync(request, deadline, ask, cancellationToken);
            if (exchange.Answer is { } answer && (int)answer.Status < 500)
            {
                if (exchange.IsDone) return new RestReply(answer.Body);
                var failure = RestFailure.Of(route, answer.Status, RestFailure.Read(answer.Body), network.Bot.Name);
                // A try of which no answer came has answered the interaction after all.
                if (isUnsure && failure.Code == 40060) return new RestReply([]);
                throw failure;
            }

            isUnsure |= exchange.MayBeDone;
            if ((exchange.MayBeDone && !route.MayRepeat) || tries == MostTries || deadline.IsOver) throw RestFailure.Unavailable(route, isUnsure, exchange.Failure);
            var pause = backoff.Next();
            var why = exchange.Failure?.Message ?? $"status {(int?)exchange.Answer?.Status}";
            network.Logger.LogDebug("The Discord bot {Bot} tries {Route} again in {Seconds:0.0} s: {Why}.", network.Bot.Name, route, pause.TotalSeconds, why);
            if (pause > deadline.Rest) throw RestFailure.Unavailable(route, isUnsure, exchange.Failure);
            await Task.Delay(pause, network.Time, cancellationToken);
        }
    }

    private async Task<Exchange> AttemptAsync(RestRequest request, Deadline deadline, Func<RequestOptions, Task> ask, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(deadline.Rest, network.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var exchange = new Exchange(request, deadline);
        Exchange.Current = exchange;
        try
        {
            await ask(Options(deadline.Rest, either.Token));
        }
        catch (DiscordException)
        {
            throw;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failed) when (exchange.Answer is not null || exchange.Failure is not null)
        {
            // What Discord answered is known, whatever the library makes of it: an exception of a status, or none of an object that it has no class for.
            network.Logger.LogDebug("Discord.Net ended {Route} with {Kind}.", request.Route, failed.GetType().Name);
        }
        catch (Exception failed) when (failed is OperationCanceledException or TimeoutException)
        {
            // Nothing is on its way, so that it was the library that still waited for a limit.
            throw new DiscordException(DiscordFailure.RateLimited, $"Discord's limits did not let the bot {request.Route.Doing} within {request.Patience.TotalSeconds:0} s.");
        }
        catch (Exception failed) when (failed is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new DiscordException(DiscordFailure.Rejected, $"Discord.Net found the request to {request.Route.Doing} wrong: {failed.Message}", innerException: failed);
        }

        if (!exchange.WasSent) throw new DiscordException(DiscordFailure.Rejected, $"Discord.Net asked for something else than to {request.Route.Doing}.");
        return exchange;
    }

    private static RequestOptions Options(TimeSpan patience, CancellationToken cancellationToken) => new()
    {
        RetryMode = RetryMode.RetryRatelimit,
        Timeout = (int)Math.Clamp(patience.TotalMilliseconds, 1, int.MaxValue),
        CancelToken = cancellationToken,
        // Limits are counted from when a response came, whatever the two clocks say.
        UseSystemClock = false,
    };
}
