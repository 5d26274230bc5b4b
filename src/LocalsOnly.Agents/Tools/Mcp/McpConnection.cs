using LocalsOnly.Inference.Network;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace LocalsOnly.Agents.Tools.Mcp;

/// <summary>The connection to one MCP server: made when it is needed, and again after it broke.</summary>
internal sealed class McpConnection(string server, McpServerOptions options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile McpClient? _client;
    private McpClient? _dropped;

    /// <exception cref="ToolException">The server cannot be started or reached: one sentence.</exception>
    public async Task<McpClient> ClientAsync(CancellationToken cancellationToken)
    {
        if (_client is { } there) return there;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_dropped is { } broken)
            {
                _dropped = null;
                await broken.DisposeAsync();
            }

            return _client ??= await ConnectAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>It broke: the next call makes it anew.</summary>
    public void Drop()
    {
        if (Interlocked.Exchange(ref _client, null) is { } broken) _dropped = broken;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client) await client.DisposeAsync();
        if (_dropped is { } dropped) await dropped.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(s_connect, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await McpClient.CreateAsync(Transport(), new McpClientOptions { ClientInfo = new() { Name = "LocalsOnly", Version = "1" } }, loggers, either.Token);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var why = failed is OperationCanceledException ? $"it did not answer within {s_connect.TotalSeconds:0} s" : PersonSentences.Plain(failed.Message).TrimEnd('.');
            throw new ToolException($"The MCP server {server} cannot be used: {why}. Correct Mcp:Servers:{server}.", failed);
        }
    }

    private IClientTransport Transport() => options.Url is { } url
        ? new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = url, Name = server, TransportMode = HttpTransportMode.StreamableHttp },
            new HttpClient(HouseTransport.Create($"Mcp:Servers:{server}:Url", url, s_connect, time)),
            loggers,
            ownsHttpClient: true)
        : new StdioClientTransport(new StdioClientTransportOptions { Name = server, Command = options.Command, Arguments = options.Arguments }, loggers);
}
