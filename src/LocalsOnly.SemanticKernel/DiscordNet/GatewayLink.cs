using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Discord.Net;
using Discord.Net.WebSockets;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>
/// The socket under Discord.Net's gateway. The library greets, beats, resumes and begins anew; where it connects to, how often, and with what code it leaves is decided here, and each
/// payload is read here as well, because the library's events leave out what the house needs: nonces, the newest message of a channel, the roles that an author has now, threads
/// that come into view.
/// </summary>
/// <param name="ask">Asks the REST API where the gateway is.</param>
internal sealed class GatewayLink(
    LibraryNetwork network,
    GatewaySession session,
    GatewayVitals vitals,
    PresenceSender presence,
    ChannelGuilds guilds,
    Func<CancellationToken, Task<WireGatewayBot>> ask) : IWebSocketClient
{
    private const int CloseAndKeepSession = 4000;
    private const int CloseForGood = 1000;

    /// <summary>The library gives a whole connection 30 s; one that had to wait longer for its beginning would be ended as soon as it stands.</summary>
    private static readonly TimeSpan s_mostWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_opening = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);

    /// <summary>Tries at the address for resuming before the usual one is taken instead. The library would try it for ever.</summary>
    private const int TriesAtResumeAddress = 2;

    private readonly SessionStarts _starts = new(network.Bot.Api, ask, session, vitals, network.Time);
    private readonly GatewayHearing _hearing = new(network, session, vitals, presence, guilds);
    private readonly TaskCompletionSource<DiscordException?> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<string, Task>? _tell;
    private Func<Exception, Task>? _closed;
    private EventPump? _pump;
    private CancellationToken _stop;
    private Connection? _connection;
    private Uri? _gateway;
    private int _failedResumes;

    /// <summary>Frames are inflated here, so that the library hears text only.</summary>
    public event Func<byte[], int, int, Task> BinaryMessage
    {
        add { }
        remove { }
    }

    public event Func<string, Task> TextMessage
    {
        add => _tell += value;
        remove => _tell -= value;
    }

    public event Func<Exception, Task> Closed
    {
        add => _closed += value;
        remove => _closed -= value;
    }

    /// <summary>What the library last called an error of its gateway.</summary>
    public Exception? Fatal { get; set; }

    /// <summary>Ends when the library will not connect again: with why nothing could mend that, or null when beginning anew might.</summary>
    public Task<DiscordException?> Over => _over.Task;

    public void Begin(EventPump pump, CancellationToken stop) => (_pump, _stop) = (pump, stop);

    public void GiveUp() => _over.TrySetResult(null);

    public void SetHeader(string key, string value)
    {
    }

    /// <summary>The library's own token is cancelled only after it has disconnected.</summary>
    public void SetCancelToken(CancellationToken cancelToken)
    {
    }

    /// <param name="host">Where the library would connect; for a session that goes on, the same as here.</param>
    /// <exception cref="DiscordException">There is no gateway to connect to now.</exception>
    public async Task ConnectAsync(string host)
    {
        await LeaveAsync(CloseAndKeepSession);
        vitals.Is(ConnectionState.Connecting, vitals.Now.Detail);
        try
        {
            var address = await AddressAsync();
            using var opening = new CancellationTokenSource(s_opening, network.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(opening.Token, _stop);
            var connection = new Connection(new GatewaySocket(network.Invoker, network.Time));
            try
            {
                await connection.Socket.ConnectAsync(new Uri(address, "?v=10&encoding=json&compress=zlib-stream"), either.Token);
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            _failedResumes++;
            _connection = connection;
            connection.Reading = ReadAsync(connection);
        }
        catch (DiscordException failed)
        {
            if (failed.Failure == DiscordFailure.Unauthorized) _over.TrySetResult(failed);
            Waiting(failed.Message.TrimEnd('.'));
            throw;
        }
        catch (Exception failed) when (failed is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            _failedResumes++;
            Waiting("Discord's gateway could not be reached");
            throw;
        }
    }

    public Task DisconnectAsync(int closeCode = CloseForGood) => LeaveAsync(_stop.IsCancellationRequested ? CloseForGood : CloseAndKeepSession);

    public async Task SendAsync(byte[] data, int index, int count, bool isText)
    {
        if (_connection is not { } connection) return;
        var payload = OutgoingPayload.Of(data.AsMemory(index, count));
        // Outside a session it would end the connection; what is wanted goes with the identification.
        if (payload.Op == GatewayOp.Presence && !_hearing.IsReady) return;
        if (payload.Op == GatewayOp.Heartbeat) _hearing.Beating();
        if (payload.Op == GatewayOp.Identify) presence.Identifying();
        await connection.Socket.SendAsync(payload.Json, connection.Life.Token);
        if (payload.Op == GatewayOp.Identify) session.IdentifiedAt = network.Time.GetTimestamp();
    }

    public void Dispose()
    {
        _over.TrySetResult(null);
        if (Interlocked.Exchange(ref _connection, null) is { } connection) connection.Life.Cancel();
    }

    private async Task<Uri> AddressAsync()
    {
        var resumeAt = session.ResumeAt is { } there && _failedResumes < TriesAtResumeAddress ? there : _gateway;
        if (session.CanResume && resumeAt is not null) return resumeAt;
        var began = network.Time.GetTimestamp();
        _gateway = await _starts.NextAsync(_stop);
        return network.Time.GetElapsedTime(began) < s_mostWait ? _gateway : throw new DiscordException(DiscordFailure.Unavailable, "Discord allows sessions again.");
    }

    private async Task ReadAsync(Connection connection)
    {
        ConnectionEnd? end = null;
        try
        {
            while (end is null && await connection.Socket.ReceiveAsync(connection.Life.Token))
            {
                end = await _hearing.HearAsync(connection.Socket, _pump!, _starts, TellAsync, connection.Life.Token);
                if (_hearing.IsReady) _failedResumes = 0;
            }
        }
        catch (Exception) when (connection.Life.IsCancellationRequested)
        {
            return;
        }
        catch (InvalidDataException)
        {
            end = new ConnectionEnd(AfterEnd.Resume, "what Discord sent could not be inflated");
        }
        catch (Exception failed) when (failed is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // What the other side said last, if it did, is why.
        }
        catch (Exception failed)
        {
            network.Logger.LogError(failed, "The Discord bot {Bot} failed at its connection, and makes a new one.", network.Bot.Name);
            end = new ConnectionEnd(AfterEnd.Resume, "an error of the program ended the connection");
        }

        // Not from here: whoever is told waits for the reading to be over.
        var code = connection.Socket.Closed.Code;
        _ = Task.Run(() => EndAsync(connection, end ?? ConnectionEnd.Of(code, network.Bot.Name), code), CancellationToken.None);

        Task TellAsync(ReadOnlySpan<byte> payload) => _tell?.Invoke(Encoding.UTF8.GetString(payload)) ?? Task.CompletedTask;
    }

    private async Task EndAsync(Connection connection, ConnectionEnd end, int? code)
    {
        // Whoever has left it already knows that it is over, and may be on another by now.
        if (Interlocked.CompareExchange(ref _connection, null, connection) != connection) return;
        await LeaveAsync(connection, CloseAndKeepSession);
        Waiting(end.Why);
        network.Logger.LogInformation("The Discord bot {Bot} is not connected: {Why}.", network.Bot.Name, end.Why);
        if (end.Failure is { } failure) _over.TrySetResult(failure);
        if (_closed is not { } closed) return;
        // 4006 is a code that Discord gives no longer, and after which the library would not connect again.
        await closed(code is { } known and not 4006 ? new WebSocketClosedException(known) : new WebSocketException(WebSocketError.ConnectionClosedPrematurely, end.Why));
    }

    private Task LeaveAsync(int code) => Interlocked.Exchange(ref _connection, null) is { } connection ? LeaveAsync(connection, code) : Task.CompletedTask;

    private async Task LeaveAsync(Connection connection, int code)
    {
        await connection.Socket.CloseAsync(code);
        if (code == CloseForGood) await Task.WhenAny(connection.Reading, Task.Delay(s_goodbye, network.Time, CancellationToken.None));
        await connection.Life.CancelAsync();
        await connection.Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        connection.Dispose();
    }

    private void Waiting(string why)
    {
        if (!_stop.IsCancellationRequested) vitals.Is(ConnectionState.Waiting, why);
    }

    private sealed class Connection(GatewaySocket socket) : IDisposable
    {
        public GatewaySocket Socket => socket;

        public CancellationTokenSource Life { get; } = new();

        public Task Reading { get; set; } = Task.CompletedTask;

        public void Dispose()
        {
            socket.Dispose();
            Life.Dispose();
        }
    }
}
