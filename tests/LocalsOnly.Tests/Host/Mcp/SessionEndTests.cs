using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using LocalsOnly.Host.Mcp;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;

namespace LocalsOnly.Tests.Host.Mcp;

public sealed class SessionEndTests : McpHouseTests
{
    private const string Recall = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"recall","arguments":{"query":"walnut"}}}""";
    private const string Cancel = """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}""";

    private static readonly string[] s_greeting =
    [
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"by hand","version":"1"}}}""",
        """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
    ];

    // Far beyond what is needed, so that a session that does not end fails a test instead of hanging it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_session_ends_when_its_input_does_and_answers_first()
    {
        await House.Memory.StoreAsync(Talk.Of("a", "A", "the walnut"));
        var output = new MemoryStream();

        await House.RunAsync(McpHouse.View(), Input([.. s_greeting, Recall]), output).WaitAsync(s_patience);

        Assert.Contains("\"key\":\"chatgpt:a:m0\"", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_without_a_word_ends_too() => await House.RunAsync(McpHouse.View(), Input([]), new MemoryStream()).WaitAsync(s_patience);

    [Fact]
    public async Task A_request_that_was_taken_back_keeps_no_session_open()
    {
        var store = new HangingStore();
        House.Store = store;
        var (input, output) = (new Pipe(), new Pipe());
        var running = House.RunAsync(McpHouse.View(), input.Reader.AsStream(), output.Writer.AsStream());
        await WriteAsync(input, [.. s_greeting, Recall]);
        await store.Asked;

        await WriteAsync(input, [Cancel]);
        await input.Writer.CompleteAsync();

        // The house's clock stands still: no patience runs out.
        await running.WaitAsync(s_patience);
        Assert.True(store.Cancelled);
    }

    [Fact]
    public async Task An_archive_that_hangs_keeps_no_session_open()
    {
        var store = new HangingStore();
        House.Store = store;
        var (input, output) = (new Pipe(), new Pipe());
        var running = House.RunAsync(McpHouse.View(), input.Reader.AsStream(), output.Writer.AsStream());
        await WriteAsync(input, [.. s_greeting, Recall]);
        await store.Asked;
        await input.Writer.CompleteAsync();

        while (!running.IsCompleted)
        {
            House.Memory.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_waited_for_some_seconds_after_the_end_of_input()
    {
        var time = House.Memory.Time;
        await using var transport = new AnsweringTransport(Input([Recall]), new MemoryStream(), time, NullLoggerFactory.Instance);
        Assert.IsType<JsonRpcRequest>(await transport.MessageReader.ReadAsync().AsTask().WaitAsync(s_patience));
        var (end, began) = (transport.MessageReader.Completion, time.GetUtcNow());
        Assert.False(end.IsCompleted);

        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await end;
        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Nothing_that_a_program_asks_changes_the_archive()
    {
        await House.Memory.StoreAsync(Talk.Of("a", "A", "the walnut", "the barn"));
        var before = Fingerprint();
        var client = await House.ConnectAsync();

        foreach (var (tool, arguments) in ((string, string)[])[("recall", """{ "query": "walnut" }"""), ("open", """{ "key": "chatgpt:a" }"""), ("status", "{}"), ("recall", "{}"), ("open", """{ "key": "chatgpt:b" }""")])
            await client.AskAsync(tool, arguments);

        Assert.NotEmpty(before);
        Assert.Equal(before, Fingerprint());
    }

    private static MemoryStream Input(string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private static async Task WriteAsync(Pipe pipe, string[] lines)
    {
        foreach (var line in lines) await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
    }

    private List<string> Fingerprint() =>
        [.. Directory.GetFiles(House.Memory.Nas, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
