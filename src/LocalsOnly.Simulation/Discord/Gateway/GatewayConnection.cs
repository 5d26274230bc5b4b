using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using LocalsOnly.Simulation.Discord.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>One socket: a loop that reads and answers, and one that writes control frames and then the events of its session.</summary>
internal sealed class GatewayConnection : IDisposable
{
    /// <summary>Longest payload that a client may send.</summary>
    /// <remarks>discord.com/developers/docs/events/gateway#sending-events</remarks>
    private const int LongestPayload = 4096;

    private const int Batch = 64;

    private readonly World _world;
    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly FrameCompressor? _compressor;
    private readonly GatewayConversation _conversation;
    private readonly Queue<ReadOnlyMemory<byte>> _control = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ArrayBufferWriter<byte> _frame = new(4096);
    private readonly CancellationTokenSource _ended = new();
    private GatewayClose? _close;

    public GatewayConnection(World world, HttpContext context, WebSocket socket, bool compressed)
    {
        (_world, _context, _socket) = (world, context, socket);
        _compressor = compressed ? new FrameCompressor() : null;
        _conversation = new GatewayConversation(world, this, isResumeAddress: context.Request.Path.Value != "/");
    }

    /// <summary>What it identified for or resumed; null before.</summary>
    public GatewaySession? Session { get; private set; }

    /// <summary>Number of the newest event that was sent, or is being.</summary>
    public int Sent { get; private set; }

    /// <summary>Talks until one side is through.</summary>
    public async Task RunAsync()
    {
        lock (_world.Gate)
            _conversation.Begin();
        var writing = WriteAsync();
        WebSocketCloseStatus? endedByClient = null;
        try
        {
            endedByClient = await ReadAsync();
        }
        finally
        {
            lock (_world.Gate)
            {
                _conversation.Dispose();
                Session?.Detach(this);
                // A client that says goodbye with 1000 or 1001 wants the session no more.
                if (endedByClient is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable && _close is null)
                    Session?.End();
                _world.Changed.Beat();
            }

            await _ended.CancelAsync();
            await writing;
        }
    }

    /// <summary>Joins it to a session, whose events after a number are sent from now on.</summary>
    public void Attach(GatewaySession session, int sent)
    {
        (Session, Sent) = (session, sent);
        session.Attach(this);
        Wake();
    }

    /// <summary>Takes it out of its session, which may be resumed here or on another socket.</summary>
    public void Detach()
    {
        Session?.Detach(this);
        (Session, Sent) = (null, 0);
    }

    /// <summary>Sends a frame that has no number.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        _control.Enqueue(frame);
        Wake();
    }

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Closes it when what is queued is sent.</summary>
    public void Close(GatewayClose close)
    {
        _close ??= close;
        Wake();
    }

    /// <summary>Breaks it off without a word.</summary>
    public void Abort() => _context.Abort();

    public void Dispose()
    {
        _ended.Dispose();
        _compressor?.Dispose();
        _conversation.Dispose();
    }

    private async Task<WebSocketCloseStatus?> ReadAsync()
    {
        var buffer = new byte[LongestPayload + 1];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(length), _context.RequestAborted);
                if (received.MessageType == WebSocketMessageType.Close)
                    return await AnswerCloseAsync();
                length += received.Count;
                if (length > LongestPayload)
                    (length, received) = (0, new ValueWebSocketReceiveResult(0, WebSocketMessageType.Binary, true));
                else if (!received.EndOfMessage)
                    continue;
                lock (_world.Gate)
                {
                    if (_close is null)
                        _conversation.Hear(received.MessageType == WebSocketMessageType.Text ? buffer.AsMemory(0, length) : default);
                }

                length = 0;
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<WebSocketCloseStatus?> AnswerCloseAsync()
    {
        var status = _socket.CloseStatus;
        if (_socket.State == WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync(status ?? WebSocketCloseStatus.NormalClosure, null, _context.RequestAborted);
        return status;
    }

    private async Task WriteAsync()
    {
        var batch = new List<(int Sequence, GatewayEvent Event)>(Batch);
        try
        {
            while (await _wake.Reader.ReadAsync(_ended.Token))
            {
                while (Take(batch) is var control && (control.Length > 0 || batch.Count > 0))
                {
                    foreach (var frame in control)
                        await SendAsync(frame);
                    foreach (var (sequence, happened) in batch)
                        await SendAsync(Frame(sequence, happened));
                }

                if (_close is not { } close)
                    continue;
                await _socket.CloseOutputAsync((WebSocketCloseStatus)close, close.Reason(), _ended.Token);
                return;
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The reading side sees the end as well, and clears up.
        }
    }

    private ReadOnlyMemory<byte>[] Take(List<(int Sequence, GatewayEvent Event)> batch)
    {
        batch.Clear();
        lock (_world.Gate)
        {
            ReadOnlyMemory<byte>[] control = _control.Count == 0 ? [] : [.. _control];
            _control.Clear();
            while (Session is not null && batch.Count < Batch && Sent < Session.Sequence)
            {
                Sent++;
                batch.Add((Sent, Session.Event(Sent)));
            }

            if (batch.Count > 0)
                _world.Changed.Beat();

            return control;
        }
    }

    private ReadOnlyMemory<byte> Frame(int sequence, GatewayEvent happened)
    {
        _frame.ResetWrittenCount();
        Encoding.UTF8.GetBytes($"{{\"t\":\"{happened.Type}\",\"s\":{sequence.ToString(CultureInfo.InvariantCulture)},\"op\":0,\"d\":", _frame);
        _frame.Write(happened.Data.Span);
        _frame.Write("}"u8);
        return _frame.WrittenMemory;
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> frame) => _compressor is null
        ? _socket.SendAsync(frame, WebSocketMessageType.Text, true, _ended.Token)
        : _socket.SendAsync(_compressor.Compress(frame.Span), WebSocketMessageType.Binary, true, _ended.Token);
}
