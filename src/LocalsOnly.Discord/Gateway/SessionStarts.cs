using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>
/// When a session may be begun: never more often than the gateway allows in a day, and 5 s apart. A bot that begins more sessions than that has its token reset.
/// </summary>
/// <remarks>discord.com/developers/docs/events/gateway#session-start-limit-object.</remarks>
internal sealed class SessionStarts(Uri api, Func<CancellationToken, Task<WireGatewayBot>> ask, GatewaySession session, GatewayVitals vitals, TimeProvider time)
{
    /// <summary>5 s, and some for a first one that was longer on its way than the second.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(5.5);
    private static readonly TimeSpan s_leastWait = TimeSpan.FromSeconds(1);

    // The limit is one of a day.
    private static readonly TimeSpan s_mostWait = TimeSpan.FromDays(1);

    /// <summary>Waits until a session may be begun, and says where.</summary>
    /// <exception cref="DiscordException">Discord does not say where.</exception>
    public async Task<Uri> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Sessions that are begun one by one are within any concurrency, so that only the distance counts.
            if (session.IdentifiedAt is { } last && s_apart - time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken);
            var told = await ask(cancellationToken);
            if (told.SessionStartLimit is { Remaining: <= 0 } limit)
            {
                var wait = TimeSpan.FromMilliseconds(Math.Clamp(limit.ResetAfter ?? 0, s_leastWait.TotalMilliseconds, s_mostWait.TotalMilliseconds));
                vitals.Is(ConnectionState.Waiting, $"Discord allows no further session before {time.GetUtcNow() + wait:yyyy-MM-dd HH:mm} UTC");
                await Task.Delay(wait, time, cancellationToken);
                continue;
            }

            if (!Uri.TryCreate(told.Url, UriKind.Absolute, out var url) || !DiscordHosts.MayBeGateway(api, url))
                throw new DiscordException(DiscordFailure.Unavailable, "Discord named a gateway that is not one of its own, so the bot did not connect.");
            return url;
        }
    }
}
