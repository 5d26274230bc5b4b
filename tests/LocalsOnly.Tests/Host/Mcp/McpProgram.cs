using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace LocalsOnly.Tests.Host.Mcp;

/// <summary><c>locals mcp</c> as a process of its own, spoken to by hand: one JSON-RPC message a line.</summary>
internal sealed class McpProgram : IDisposable
{
    // Far beyond what is needed, so that a server that is silent fails a test instead of hanging it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private McpProgram(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    public static McpProgram Start(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), "mcp", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        start.Environment["LOCALS_Inference__Discover"] = "false";
        return new McpProgram(Process.Start(start)!);
    }

    /// <summary>Sends messages without waiting for anything.</summary>
    public async Task SendAsync(params string[] messages)
    {
        foreach (var message in messages) await _process.StandardInput.WriteAsync(message + "\n");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Sends a request and reads the next message, which must be its answer.</summary>
    public async Task<JsonElement> AskAsync(int id, string method, string parameters = "{}")
    {
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        Assert.True(line is not null, "The server ended.");
        var answer = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.Equal(id, answer.GetProperty("id").GetInt32());
        return answer;
    }

    public async Task<JsonElement> InitializeAsync()
    {
        var answer = await AskAsync(1, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"by hand","version":"1"}}""");
        await SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return answer.GetProperty("result");
    }

    /// <summary>Ends the input and returns how the program ended, with what it still wrote.</summary>
    public async Task<(int ExitCode, string[] Lines, string Errors)> EndAsync()
    {
        _process.StandardInput.Close();
        var rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return (_process.ExitCode, rest.Split('\n', StringSplitOptions.RemoveEmptyEntries), await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
