using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace LocalsOnly.Agents.Tools.Mcp;

/// <summary>
/// The tools of the MCP servers in the configuration. Each is asked once what it has; what it said then stays, so that the prompt's beginning does not change when a
/// server comes and goes. One that cannot be reached is asked again later, and nobody waits for it.
/// </summary>
internal sealed partial class McpToolset : IToolset, IAsyncDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    private readonly List<Server> _servers;
    private readonly TimeProvider _time;
    private readonly ILogger<McpToolset> _logger;

    public McpToolset(IOptions<McpToolsOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        (_time, _logger) = (time, loggers.CreateLogger<McpToolset>());
        _servers = [.. options.Value.Servers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new Server(pair.Key.ToLowerInvariant(), pair.Value, new McpConnection(pair.Key, pair.Value, time, loggers)))];
    }

    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools => [.. _servers.SelectMany(server => server.Tools)];

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.WhenAll(_servers.Select(server => AskAsync(server, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.Connection.DisposeAsync();
            server.Turn.Dispose();
        }
    }

    private async Task AskAsync(Server server, CancellationToken cancellationToken)
    {
        if (server.Known || server.Failed is { } failed && _time.GetElapsedTime(failed) < s_again) return;
        await server.Turn.WaitAsync(cancellationToken);
        try
        {
            if (server.Known) return;
            var client = await server.Connection.ClientAsync(cancellationToken);
            server.Tools = [.. (await client.ListToolsAsync(cancellationToken: cancellationToken)).OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool => Tool(server, tool))];
            server.Known = true;
        }
        catch (Exception broken) when (broken is ToolException or McpException or IOException or HttpRequestException)
        {
            server.Connection.Drop();
            server.Failed = _time.GetTimestamp();
            _logger.LogWarning("{Reason}", broken is ToolException ? broken.Message : $"The MCP server {server.Name} does not say which tools it has: {broken.Message}");
        }
        finally
        {
            server.Turn.Release();
        }
    }

    private static Tool Tool(Server server, McpClientTool tool)
    {
        var name = $"{server.Name}_{Unfit().Replace(tool.Name, "_").ToLowerInvariant()}";
        var reads = tool.ProtocolTool.Annotations?.ReadOnlyHint == true;
        var words = server.Options.AskedBy.TryGetValue(tool.Name, out var given) ? given : Unfit().Replace(tool.Name, " ").Replace('_', ' ').Replace('-', ' ');
        return new Tool(new McpFunction(name, tool.Name, tool.Description, tool.JsonSchema, server.Connection))
        {
            // Even what only reads there is a request to somebody else.
            Effect = reads ? ToolEffect.Outward : ToolEffect.Write,
            AskedBy = reads ? [] : [.. words.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToLowerInvariant())],
            Deadline = server.Options.Deadline,
            Foreign = true,
        };
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Unfit();

    private sealed record Server(string Name, McpServerOptions Options, McpConnection Connection)
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public IReadOnlyList<Tool> Tools { get; set; } = [];

        public bool Known { get; set; }

        public long? Failed { get; set; }
    }
}
