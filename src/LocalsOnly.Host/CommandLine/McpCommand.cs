using System.CommandLine;
using LocalsOnly.Agents;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Mcp;
using LocalsOnly.Host.Worker;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals mcp</c>: other programs recall from the same memory, over standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var persona = new Option<string?>("--persona") { Description = "Show what this persona sees; without it, what all personas share.", HelpName = "name" };
        var sources = new Option<string[]>("--source") { Description = "Show only these sources, e.g. chatgpt.", HelpName = "name", AllowMultipleArgumentsPerToken = true };
        var command = new Command("mcp", "Let another program recall from your memory, read-only: a Model Context Protocol server on standard input and output, which that program starts and ends.") { persona, sources };
        command.SetAction((result, cancellation) => RunAsync(CommandHouse.Find(globals.Of(result)).Configuration, result.GetValue(persona), result.GetValue(sources) ?? [], cancellation));
        return command.WithExample("locals mcp --persona eliza");
    }

    private static async Task<int> RunAsync(HouseConfiguration configuration, string? persona, string[] sources, CancellationToken cancellationToken)
    {
        // Standard output is the protocol's: whoever would print goes to standard error.
        Console.SetOut(Console.Error);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await using var services = Build(configuration);
        var view = View(services, persona, sources);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await MemoryServer.RunAsync(services, view, input, output, cancellationToken);
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Ok;
    }

    /// <summary>What a server started with these options shows.</summary>
    /// <exception cref="CommandException">There is no such persona, or it recalls from none of the sources.</exception>
    internal static MemoryView View(IServiceProvider services, string? persona, string[] sources)
    {
        var agents = services.GetRequiredService<IOptions<AgentsOptions>>().Value;
        var zone = agents.TimeZone.Length > 0 ? TimeZoneInfo.FindSystemTimeZoneById(agents.TimeZone) : services.GetRequiredService<TimeProvider>().LocalTimeZone;
        string[]? asked = sources.Length == 0 ? null : [.. sources.Select(source => source.Trim().ToLowerInvariant()).Distinct()];
        if (persona is null) return new MemoryView(null, asked, zone);

        var personas = services.GetRequiredService<IPersonaStore>();
        var found = personas.Find(persona) ?? throw new CommandException(ExitCode.NothingFound, PersonSentences.UnknownPersona(persona, personas));
        if (asked is null || found.Sources is null) return new MemoryView(found.Id, asked ?? found.Sources, zone);
        string[] both = [.. asked.Where(source => found.Sources.Contains(source, StringComparer.OrdinalIgnoreCase))];
        return both.Length > 0
            ? new MemoryView(found.Id, both, zone)
            : throw new CommandException(ExitCode.Usage, $"{found.Name} recalls only from {string.Join(", ", found.Sources)}; name one of these with --source, or leave it out.");
    }

    private static ServiceProvider Build(HouseConfiguration configuration) => new ServiceCollection()
        .AddLogging(logging => logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            // It logs the other program's mistakes, which that program is told of, with stack traces; ours are logged by the tools.
            .AddFilter("ModelContextProtocol", LogLevel.Critical)
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddHouse(configuration)
        .BuildServiceProvider();
}
