using System.Net.WebSockets;
using System.Text.Json;
using LocalsOnly.Discord.Flow;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Gateway;

/// <summary>One connection to the gateway, from its opening to its end.</summary>
internal sealed class GatewayConnection(
    DiscordBotOptions bot,
    HttpMessageInvoker invoker,
    GatewaySession session,
    GatewayVitals vitals,
    PresenceSlot presence,
    EventReader reader,
    EventPump pump,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    /// <summary>Any code but 1000 and 1001 leaves the session as it is, so that it can be resumed.</summary>
    private const int CloseAndKeepSession = 4000;
    private const int CloseForGood = 1000;

    /// <summary>Of the 120 payloads in a minute that a connection may send, those that nothing but heartbeats takes.</summary>
    private const int KeptForHeartbeats = 10;

    /// <summary>Milliseconds; timers take no longer ones.</summary>
    private const double LongestInterval = int.MaxValue / 2;
    private static readonly TimeSpan s_opening = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);

    private readonly GatewaySocket _socket = new(invoker, time);
    private readonly RollingWindow _sends = new(120, TimeSpan.FromMinutes(1), time);
    private readonly List<DiscordEvent> _events = [];

    /// <summary>A session began or went on over it.</summary>
    public bool WasReady { get; private set; }

    /// <summary>Connects, begins or resumes the session, and reads until the connection ends.</summary>
    public async Task<ConnectionEnd> RunAsync(Uri gateway, CancellationToken stop)
    {
        TimeSpan interval;
        try
        {
            using var opening = new CancellationTokenSource(s_opening, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(opening.Token, stop);
            await _socket.ConnectAsync(new Uri(gateway, "?v=10&encoding=json&compress=zlib-stream"), either.Token);
            if (await HelloAsync(either.Token) is not { } told) return ConnectionEnd.Of(_socket.Closed.Code, bot.Name);
            interval = told;
        }
        catch (OperationCanceledException)
        {
            return stop.IsCancellationRequested ? ConnectionEnd.Stopped : new ConnectionEnd(AfterEnd.Resume, "Discord's gateway did not answer");
        }
        catch (Exception failed) when (failed is WebSocketException or HttpRequestException or IOException or InvalidDataException or JsonException)
        {
            logger.LogDebug(failed, "The Discord bot {Bot} could not connect.", bot.Name);
            return new ConnectionEnd(AfterEnd.Resume, "Discord's gateway could not be reached");
        }

        return await LiveAsync(interval, stop);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<TimeSpan?> HelloAsync(CancellationToken cancellationToken)
    {
        if (!await _socket.ReceiveAsync(cancellationToken)) return null;
        var frame = GatewayFrame.Read(_socket.Payload);
        if (frame.Op != GatewayOp.Hello) throw new JsonException("The gateway begins with a hello.");
        return TimeSpan.FromMilliseconds(Math.Clamp(EventReader.Parse(frame.Data(_socket.Payload), DiscordJson.Default.WireHello).HeartbeatInterval, 1, LongestInterval));
    }

    private async Task<ConnectionEnd> LiveAsync(TimeSpan interval, CancellationToken stop)
    {
        using var life = new CancellationTokenSource();
        var heartbeat = new Heartbeat(_socket, session, vitals, _sends, time);
        var reading = EndOf(ReadAsync(heartbeat, life.Token));
        var beating = EndOf(BeatAsync(heartbeat, interval, life.Token));
        var greeting = EndOf(GreetAsync(life.Token));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(life.Token, stop);
        var stopping = UntilAsync(over.Token);
        var end = await await Task.WhenAny(stopping, reading, beating, greeting);
        // What the other side said last says more than that nothing could be sent to it any more.
        if (end.Next == AfterEnd.Resume && _socket.Closed.Code is { } code) end = ConnectionEnd.Of(code, bot.Name);
        await _socket.CloseAsync(end.Next == AfterEnd.Stop ? CloseForGood : CloseAndKeepSession);
        if (end.Next == AfterEnd.Stop)
        {
            try
            {
                await reading.WaitAsync(s_goodbye, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                // The other side does not say goodbye.
            }
        }

        await life.CancelAsync();
        await Task.WhenAll(reading, beating, greeting);
        return end;
    }

    private static async Task<ConnectionEnd> UntilAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ConnectionEnd.Stopped;
    }

    private static async Task<ConnectionEnd> BeatAsync(Heartbeat heartbeat, TimeSpan interval, CancellationToken cancellationToken)
    {
        await heartbeat.RunAsync(interval, cancellationToken);
        return new ConnectionEnd(AfterEnd.Resume, "Discord stopped acknowledging heartbeats");
    }

    private async Task<ConnectionEnd> GreetAsync(CancellationToken cancellationToken)
    {
        _sends.Take();
        if (session is { CanResume: true, Id: { } id, Sequence: { } sequence })
            await _socket.SendAsync(GatewayOp.Resume, new WireResume(bot.Token, id, sequence), DiscordJson.Default.WireResume, cancellationToken);
        else
        {
            presence.Clear();
            var identify = new WireIdentify(bot.Token, (int)bot.Intents, new WireProperties(Environment.OSVersion.Platform.ToString(), "LocalsOnly", "LocalsOnly"), presence.Wanted);
            await _socket.SendAsync(GatewayOp.Identify, identify, DiscordJson.Default.WireIdentify, cancellationToken);
            session.IdentifiedAt = time.GetTimestamp();
        }

        await presence.RunAsync(_socket, _sends, KeptForHeartbeats, cancellationToken);
        return ConnectionEnd.Stopped;
    }

    private async Task<ConnectionEnd> ReadAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        while (await _socket.ReceiveAsync(cancellationToken))
        {
            if (Frame() is not { } frame) continue;
            switch (frame.Op)
            {
                case GatewayOp.Dispatch:
                    if (!TryRead(frame) && frame.Event == Dispatch.Ready) return new ConnectionEnd(AfterEnd.Begin, "what Discord began the session with could not be read");
                    await PassOnAsync(heartbeat, cancellationToken);
                    // Not before the event has been passed on: what was not is told again when the session is resumed.
                    if (frame.Sequence is { } sequence) session.Sequence = sequence;
                    break;
                case GatewayOp.Heartbeat:
                    await heartbeat.BeatAsync(cancellationToken);
                    break;
                case GatewayOp.HeartbeatAck:
                    heartbeat.Acknowledge();
                    break;
                case GatewayOp.Reconnect:
                    return new ConnectionEnd(AfterEnd.ResumeNow, "Discord asked to connect anew");
                case GatewayOp.InvalidSession:
                    return frame.Data(_socket.Payload).SequenceEqual("true"u8)
                        ? new ConnectionEnd(AfterEnd.Resume, "Discord asked to resume the session anew")
                        : new ConnectionEnd(AfterEnd.BeginAfterRefusal, "Discord refused the session");
            }
        }

        return ConnectionEnd.Of(_socket.Closed.Code, bot.Name);
    }

    private GatewayFrame? Frame()
    {
        try
        {
            if (!_socket.IsTooLong) return GatewayFrame.Read(_socket.Payload);
            logger.LogWarning("The Discord bot {Bot} passed over a payload of more than {Bytes} bytes.", bot.Name, GatewaySocket.MostBytes);
        }
        catch (JsonException)
        {
            logger.LogWarning("The Discord bot {Bot} passed over a payload that is not one ({Bytes} bytes).", bot.Name, _socket.Payload.Length);
        }

        return null;
    }

    private bool TryRead(GatewayFrame frame)
    {
        vitals.Event();
        try
        {
            var data = frame.Data(_socket.Payload);
            if (frame.Event == Dispatch.Ready) Begin(EventReader.Parse(data, DiscordJson.Default.WireReady));
            else if (frame.Event == Dispatch.Resumed) GoOn();
            else reader.Read(frame.Event, data, _events);
            return true;
        }
        catch (Exception failed)
        {
            // Whatever is wrong with it: an event that ended the connection would come again with the next. The message quotes nothing of it but names of fields.
            logger.LogWarning("The Discord bot {Bot} passed over an event of kind {Event}: {Reason}", bot.Name, frame.Event, failed.Message);
            _events.Clear();
            return false;
        }
    }

    private void Begin(WireReady ready)
    {
        var resumeAt = Uri.TryCreate(ready.ResumeGatewayUrl, UriKind.Absolute, out var url) && DiscordHosts.MayBeGateway(bot.Api, url) ? url : null;
        session.Begin(ready.SessionId, resumeAt, ready.User.ToUser(), ready.Application?.Id ?? ready.User.Id);
        WasReady = true;
        vitals.Connected();
        logger.LogInformation("The Discord bot {Bot} is connected.", bot.Name);
        _events.Add(new BotReady(session.Self!, session.Application, Resumed: false) { Guilds = ready.Guilds is { } guilds ? Array.ConvertAll(guilds, guild => guild.Id) : [] });
    }

    private void GoOn()
    {
        WasReady = true;
        vitals.Connected();
        presence.Renew();
        logger.LogInformation("The Discord bot {Bot} is connected again; nothing was missed.", bot.Name);
        if (session.Self is { } self) _events.Add(new BotReady(self, session.Application, Resumed: true));
    }

    private async ValueTask PassOnAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _events.Count; i++)
        {
            if (pump.TryAdd(_events[i])) continue;
            logger.LogWarning("The Discord bot {Bot} has {Count} events waiting and reads no more until there is room.", bot.Name, EventPump.Most);
            heartbeat.HoldReader(true);
            await pump.AddAsync(_events[i], cancellationToken);
            heartbeat.HoldReader(false);
        }

        _events.Clear();
    }

    private async Task<ConnectionEnd> EndOf(Task<ConnectionEnd> part)
    {
        try
        {
            return await part;
        }
        catch (InvalidDataException)
        {
            return new ConnectionEnd(AfterEnd.Resume, "what Discord sent could not be inflated");
        }
        catch (Exception failed) when (failed is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return ConnectionEnd.Of(_socket.Closed.Code, bot.Name);
        }
        catch (Exception failed)
        {
            logger.LogError(failed, "The Discord bot {Bot} failed at its connection, and makes a new one.", bot.Name);
            return new ConnectionEnd(AfterEnd.Resume, "an error of the program ended the connection");
        }
    }
}
