using System.Text.Json;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalsOnly.Host.Mcp;

/// <summary>
/// The protocol over two streams, one JSON-RPC message a line. At the end of its input it still answers what was asked before: the package's own transport
/// ends at once and loses those answers, so a script that pipes its questions in would get none.
/// </summary>
internal sealed class AnsweringTransport : ITransport
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<RequestId> _asked = [];
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly StreamServerTransport _inner;
    private readonly Task _pump;
    private bool _ended;

    /// <param name="input">What the other program writes. Its end is the end of the session.</param>
    /// <param name="output">What the other program reads; nothing else may write to it.</param>
    public AnsweringTransport(Stream input, Stream output, TimeProvider time, ILoggerFactory loggers)
    {
        _inner = new StreamServerTransport(new MarkedInput(input, cancellationToken => AnsweredAsync(time, cancellationToken)), output, MemoryServer.Name, loggers);
        _pump = PumpAsync();
    }

    public string? SessionId => _inner.SessionId;

    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        await _inner.SendMessageAsync(message, cancellationToken);
        if (message is JsonRpcResponse or JsonRpcError) Settle(((JsonRpcMessageWithId)message).Id);
    }

    public async ValueTask DisposeAsync()
    {
        _answered.TrySetResult();
        await _inner.DisposeAsync();
        await _pump;
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var message in _inner.MessageReader.ReadAllAsync())
                if (!IsMark(message))
                {
                    Note(message);
                    _messages.Writer.TryWrite(message);
                }
            _messages.Writer.TryComplete();
        }
        catch (Exception broken)
        {
            // Not ours to judge: whoever reads the messages learns of it.
            _messages.Writer.TryComplete(broken);
        }
    }

    private void Note(JsonRpcMessage message)
    {
        if (message is JsonRpcRequest request)
        {
            lock (_gate) _asked.Add(request.Id);
        }
        else if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: { } given }
            && given.Deserialize(McpJson.Default.CancelledWire)?.RequestId is { } id)
        {
            // Nobody answers what was taken back.
            if (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)) Settle(new RequestId(number));
            else Settle(new RequestId(id.ToString()));
        }
    }

    /// <summary>Behind the mark nothing comes, and everything before it has been noted.</summary>
    private bool IsMark(JsonRpcMessage message)
    {
        if (message is not JsonRpcNotification { Method: MarkedInput.Method }) return false;
        lock (_gate)
        {
            _ended = true;
            if (_asked.Count == 0) _answered.TrySetResult();
        }
        return true;
    }

    private void Settle(RequestId id)
    {
        lock (_gate)
        {
            _asked.Remove(id);
            if (_ended && _asked.Count == 0) _answered.TrySetResult();
        }
    }

    private async Task AnsweredAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _answered.Task.WaitAsync(s_patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The other program has gone; an answer that takes this long is for nobody.
        }
    }
}
