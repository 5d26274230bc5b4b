using System.Text.Json;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>Hears each payload of the gateway for the house and for the library, in the order in which neither misses anything.</summary>
internal sealed class GatewayHearing(LibraryNetwork network, GatewaySession session, GatewayVitals vitals, PresenceSender presence, ChannelGuilds guilds)
{
    private readonly EventReader _reader = new(guilds);
    private readonly List<DiscordEvent> _events = [];
    private long? _beat;

    /// <summary>Gives the library a payload.</summary>
    public delegate Task Tell(ReadOnlySpan<byte> payload);

    /// <summary>The newest connection is in a session: one that it has begun, or gone on with.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The library beats.</summary>
    public void Beating() => _beat ??= network.Time.GetTimestamp();

    /// <returns>Why the connection is at its end; null when it is not.</returns>
    public async Task<ConnectionEnd?> HearAsync(GatewaySocket socket, EventPump pump, SessionStarts starts, Tell tell, CancellationToken cancellationToken)
    {
        if (Frame(socket) is not { } frame) return null;
        switch (frame.Op)
        {
            case GatewayOp.Hello:
                (_beat, IsReady) = (null, false);
                break;
            case GatewayOp.Dispatch:
                return await DispatchAsync(frame, socket, pump, tell, cancellationToken);
            case GatewayOp.HeartbeatAck:
                if (_beat is { } sent) vitals.Acknowledged(network.Time.GetElapsedTime(sent));
                _beat = null;
                break;
            case GatewayOp.InvalidSession when frame.Data(socket.Payload).SequenceEqual("true"u8):
                // The library does not look whether the session could go on, and would begin another.
                return new ConnectionEnd(AfterEnd.Resume, "Discord asked to resume the session anew");
            case GatewayOp.InvalidSession:
                // The library identifies as soon as it hears it: discord.com/developers/docs/events/gateway-events#invalid-session wants 1 to 5 s before.
                IsReady = false;
                session.Forget();
                network.Logger.LogInformation("The Discord bot {Bot} begins a new session, because Discord refused the old one.", network.Bot.Name);
                await Task.Delay(TimeSpan.FromSeconds(1 + (4 * Random.Shared.NextDouble())), network.Time, cancellationToken);
                await starts.NextAsync(cancellationToken);
                break;
        }

        await TellAsync(socket, tell);
        return null;
    }

    /// <summary>
    /// Of a session and of an interaction the library hears first, because answering takes what it makes of them. Of everything else it hears last: what it has heard
    /// counts as received, and what was not passed on before the connection broke comes again.
    /// </summary>
    private async Task<ConnectionEnd?> DispatchAsync(GatewayFrame frame, GatewaySocket socket, EventPump pump, Tell tell, CancellationToken cancellationToken)
    {
        vitals.Event();
        if (!TryRead(frame, socket) && frame.Event == Dispatch.Ready) return new ConnectionEnd(AfterEnd.Begin, "what Discord began the session with could not be read");
        var isForLibrary = frame.Event is Dispatch.Ready or Dispatch.Resumed or Dispatch.Interaction;
        if (isForLibrary) await TellAsync(socket, tell, isReady: frame.Event == Dispatch.Ready);
        if (frame.Event is Dispatch.Ready or Dispatch.Resumed) presence.Connected(resumed: frame.Event == Dispatch.Resumed);
        foreach (var happened in _events) await PassOnAsync(happened, pump, cancellationToken);
        _events.Clear();
        if (!isForLibrary) await TellAsync(socket, tell);
        if (frame.Sequence is { } sequence) session.Sequence = sequence;
        return null;
    }

    private async ValueTask PassOnAsync(DiscordEvent happened, EventPump pump, CancellationToken cancellationToken)
    {
        if (pump.TryAdd(happened)) return;
        network.Logger.LogWarning("The Discord bot {Bot} has {Count} events waiting and reads no more until there is room.", network.Bot.Name, EventPump.Most);
        await pump.AddAsync(happened, cancellationToken);
    }

    private bool TryRead(GatewayFrame frame, GatewaySocket socket)
    {
        _events.Clear();
        try
        {
            var data = frame.Data(socket.Payload);
            if (frame.Event == Dispatch.Ready) Begin(EventReader.Parse(data, DiscordJson.Default.WireReady));
            else if (frame.Event == Dispatch.Resumed) GoOn();
            else _reader.Read(frame.Event, data, _events);
            return true;
        }
        catch (Exception failed)
        {
            // Whatever is wrong with it: an event that ended the connection would come again with the next. The message quotes nothing of it but names of fields.
            network.Logger.LogWarning("The Discord bot {Bot} passed over an event of kind {Event}: {Reason}", network.Bot.Name, frame.Event, failed.Message);
            _events.Clear();
            return false;
        }
    }

    private void Begin(WireReady ready)
    {
        var resumeAt = Uri.TryCreate(ready.ResumeGatewayUrl, UriKind.Absolute, out var url) && DiscordHosts.MayBeGateway(network.Bot.Api, url) ? url : null;
        session.Begin(ready.SessionId, resumeAt, ready.User.ToUser(), ready.Application?.Id ?? ready.User.Id);
        IsReady = true;
        vitals.Connected();
        network.Logger.LogInformation("The Discord bot {Bot} is connected.", network.Bot.Name);
        _events.Add(new BotReady(session.Self!, session.Application, Resumed: false) { Guilds = ready.Guilds is { } there ? Array.ConvertAll(there, guild => guild.Id) : [] });
    }

    private void GoOn()
    {
        IsReady = true;
        vitals.Connected();
        network.Logger.LogInformation("The Discord bot {Bot} is connected again; nothing was missed.", network.Bot.Name);
        if (session.Self is { } self) _events.Add(new BotReady(self, session.Application, Resumed: true));
    }

    private GatewayFrame? Frame(GatewaySocket socket)
    {
        try
        {
            if (!socket.IsTooLong) return GatewayFrame.Read(socket.Payload);
            network.Logger.LogWarning("The Discord bot {Bot} passed over a payload of more than {Bytes} bytes.", network.Bot.Name, GatewaySocket.MostBytes);
        }
        catch (JsonException)
        {
            network.Logger.LogWarning("The Discord bot {Bot} passed over a payload that is not one ({Bytes} bytes).", network.Bot.Name, socket.Payload.Length);
        }

        return null;
    }

    private async Task TellAsync(GatewaySocket socket, Tell tell, bool isReady = false)
    {
        try
        {
            await (isReady ? tell(ReadyPayload.Complete(socket.Payload)) : tell(socket.Payload));
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            network.Logger.LogWarning("Discord.Net could not read a payload of the bot {Bot}: {Kind}.", network.Bot.Name, failed.GetType().Name);
        }
    }
}
