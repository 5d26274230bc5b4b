using System.CommandLine;
using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals up</c>: the worker.</summary>
internal static class UpCommand
{
    public static Option<int?> Port { get; } = new Option<int?>("--port") { Description = "Port of the page and the API (Api:Port); 0 takes a free one." }.Between(0, 65535);

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("up", "Run the host: the page, the API, the personas. Stops on Ctrl-C or SIGTERM, after the replies under way.") { Port };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), result.GetValue(Port), cancellation));
        return command.WithExample("locals up --port 4180");
    }

    public static async Task<int> RunAsync(ConfigurationRequest request, int? port, CancellationToken cancellationToken)
    {
        if (port is { } chosen) request = request with { Overrides = new Dictionary<string, string?> { ["Api:Port"] = chosen.ToString(CultureInfo.InvariantCulture) } };
        var configuration = CommandConfiguration.LoadValid(request);
        await new HostRunner(configuration).RunAsync(ready => Greet(ready, configuration), cancellationToken);
        AnsiConsole.MarkupLine("[grey]Stopped.[/]");
        return ExitCode.Ok;
    }

    private static void Greet(HostReady ready, HouseConfiguration configuration)
    {
        var personas = ready.Services.GetRequiredService<IPersonaStore>().All;
        Terminal.Line($"[bold]LocalsOnly {House.Version}[/] is up: {ready.Url}");
        Terminal.Line($"[grey]personas[/]  {(personas.Count == 0 ? "none; see locals status" : string.Join(", ", personas.Select(persona => persona.Name)))}");
        Terminal.Line($"[grey]data[/]      {configuration.DataDirectory}");
        Terminal.Line($"[grey]config[/]    {configuration.File ?? "none; running on defaults"}");
        AnsiConsole.MarkupLine("[grey]Ctrl-C stops it.[/]");
    }
}
