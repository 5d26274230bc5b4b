using System.IO.Pipelines;
using System.Text.Json;
using LocalsOnly.Host.Mcp;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace LocalsOnly.Tests.Host.Mcp;

/// <summary>A memory with a server on it, and the package's own client at the other end of two pipes: the true wire, without a process.</summary>
internal sealed class McpHouse : IAsyncDisposable
{
    private readonly List<(McpClient Client, Pipe ToServer, Task Running)> _sessions = [];

    public TestMemory Memory { get; } = new();

    /// <summary>Stands in for the memory's own store where a test wants one that is slow.</summary>
    public IConversationStore? Store { get; set; }

    public static MemoryView View(string? persona = null, params string[] sources) => new(persona, sources.Length == 0 ? null : sources, TimeZoneInfo.Utc);

    public async Task<McpClient> ConnectAsync(MemoryView? view = null)
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var running = RunAsync(view ?? View(), toServer.Reader.AsStream(), toClient.Writer.AsStream());
        var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
        _sessions.Add((client, toServer, running));
        return client;
    }

    /// <summary>Runs a server until its input ends.</summary>
    public async Task RunAsync(MemoryView view, Stream input, Stream output)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton<TimeProvider>(Memory.Time)
            .AddSingleton(Memory.Memory)
            .AddSingleton(Memory.Projects)
            .AddSingleton(Store ?? Memory.Store)
            .BuildServiceProvider();
        await MemoryServer.RunAsync(services, view, input, output, CancellationToken.None);
    }

    /// <summary>Ends every session at the client's end, and expects every server to end by it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (client, toServer, running) in _sessions)
        {
            await client.DisposeAsync();
            await toServer.Writer.CompleteAsync();
            await running.WaitAsync(TimeSpan.FromSeconds(30));
        }
        Memory.Dispose();
    }
}

internal static class McpAnswers
{
    /// <summary>Calls a tool with arguments written as JSON.</summary>
    public static async Task<CallToolResult> AskAsync(this McpClient client, string tool, string arguments = "{}") =>
        await client.CallToolAsync(new CallToolRequestParams { Name = tool, Arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments) });

    public static string Text(this CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    public static JsonElement Structured(this CallToolResult result)
    {
        Assert.True(result.IsError is not true, result.Text());
        return result.StructuredContent!.Value;
    }

    public static string Sentence(this CallToolResult result)
    {
        Assert.True(result.IsError);
        Assert.Null(result.StructuredContent);
        return result.Text();
    }

    /// <summary>The keys of the passages of a recall.</summary>
    public static IEnumerable<string> Keys(this CallToolResult result, string list = "passages") =>
        result.Structured().GetProperty(list).EnumerateArray().Select(one => one.GetProperty("key").GetString()!);
}
