using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Import;
using LocalsOnly.Import.Samples;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals demo</c>: sample exports, a simulated cluster, the real everything else, in a data directory of its own.</summary>
internal static class DemoCommand
{
    private static readonly Option<string?> Scenario = new("--scenario")
    {
        Description = "What befalls the simulated cluster, by name; \"list\" prints all of them.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> DiscordFake = new("--discord-fake")
    {
        Description = "Walk through the whole chat surface on a simulated Discord, print it as a transcript, and stop.",
    };

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("demo", "Run the host with sample exports and a simulated cluster, apart from your own data.") { UpCommand.Port, Scenario, DiscordFake };
        command.SetAction((result, cancellation) => result.GetValue(Scenario) is not "list"
            ? RunAsync(globals.Of(result), result.GetValue(UpCommand.Port), ScenarioOf(result.GetValue(Scenario)), result.GetValue(DiscordFake), cancellation)
            : Task.FromResult(ListScenarios(Console.Out)));
        return command.WithExample("locals demo --scenario error-mid-text");
    }

    private static int ListScenarios(TextWriter output)
    {
        var width = SimulatedScenario.All.Max(scenario => scenario.Name.Length);
        foreach (var scenario in SimulatedScenario.All)
            output.WriteLine($"{scenario.Name.PadRight(width)}  {scenario.Summary}");
        return ExitCode.Ok;
    }

    private static SimulatedScenario? ScenarioOf(string? name)
    {
        if (name is null)
            return null;
        if (SimulatedScenario.Find(name) is { } found)
            return found;
        var nearest = Nearest.Of(name, SimulatedScenario.All.Select(scenario => scenario.Name));
        ListScenarios(Console.Error);
        throw new CommandException(
            ExitCode.Usage, $"There is no scenario \"{name}\"; {(nearest is null ? "those above are all there are." : $"did you mean {nearest}?")}");
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, int? port, SimulatedScenario? scenario, bool isWalk, CancellationToken cancellationToken)
    {
        // A person's own directory stays theirs: the demo lives in a folder inside it.
        var own = CommandConfiguration.LoadValid(request);
        var data = request.Data ?? Path.Combine(own.DataDirectory, CommandHouse.DemoFolder);
        if (InstanceLock.IsHeldOn(data)) throw new HostRunningException(data, HostRecord.Find(data));

        await using var cluster = await SimulatedCluster.StartAsync(scenario, cancellationToken: cancellationToken);
        List<KeyValuePair<string, string?>> settings = [.. cluster.Configuration, new("Api:Port", (port ?? FreePort(own)).ToString(CultureInfo.InvariantCulture))];
        var configuration = CommandConfiguration.LoadValid(CommandHouse.DemoRequest(request, data, settings));
        var (report, exports) = await ImportSamplesAsync(configuration, cancellationToken);
        var questions = SampleExports.Questions.Select(question => question.Question).ToList();
        if (isWalk) return await WalkAsync(CommandHouse.DemoRequest(request, data, [.. settings, new("Logging:LogLevel:Default", "Warning")]), questions, exports[0], cancellationToken);
        await new HostRunner(configuration) { Suggestions = questions }.RunAsync(ready => Greet(ready, report, questions, scenario), cancellationToken);
        AnsiConsole.MarkupLine("[grey]Stopped.[/]");
        return ExitCode.Ok;
    }

    /// <summary>The host as it runs, with its bots on a simulated Discord; it stops when the walk is over.</summary>
    private static async Task<int> WalkAsync(ConfigurationRequest request, List<string> questions, string export, CancellationToken cancellationToken)
    {
        await using var walk = await DiscordWalk.StartAsync(CommandConfiguration.LoadValid(request), cancellationToken);
        var configuration = CommandConfiguration.LoadValid(request with { Overrides = new Dictionary<string, string?>([.. request.Overrides!, .. walk.Configuration]) });
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walking = Task.CompletedTask;
        await new HostRunner(configuration).RunAsync(ready => walking = WalkOnAsync(ready.Services), over.Token);
        await walking;
        return ExitCode.Ok;

        async Task WalkOnAsync(IServiceProvider services)
        {
            try
            {
                await walk.RunAsync(services, questions, export, Console.Out, over.Token);
            }
            finally
            {
                await over.CancelAsync();
            }
        }
    }

    private static async Task<(ImportReport Report, IReadOnlyList<string> Exports)> ImportSamplesAsync(HouseConfiguration configuration, CancellationToken cancellationToken)
    {
        var samples = Path.Combine(configuration.DataDirectory, "samples");
        DataDirectory.Create(samples);
        var exports = await SampleExports.WriteAsync(samples, cancellationToken);
        await using var services = House.BuildForCommand(configuration);
        return (await services.GetRequiredService<ImportService>().ImportAsync(exports, null, cancellationToken), exports);
    }

    /// <summary>The usual port when it is free, else any: a demo should start, not argue.</summary>
    private static int FreePort(HouseConfiguration own)
    {
        var usual = int.TryParse(own.Root["Api:Port"], CultureInfo.InvariantCulture, out var configured) ? configured : ApiOptions.DefaultPort;
        using var probe = new TcpListener(IPAddress.Loopback, usual);
        try
        {
            probe.Start();
            return usual;
        }
        catch (SocketException)
        {
            Terminal.Note($"Port {usual} is in use, so the demo takes another.");
            return 0;
        }
        finally
        {
            probe.Stop();
        }
    }

    private static void Greet(HostReady ready, ImportReport report, List<string> questions, SimulatedScenario? scenario)
    {
        Terminal.Line($"[bold]LocalsOnly {House.Version}[/] demo is up: {ready.Url}");
        Terminal.Line($"[grey]history[/]   {report.Totals.Found} sample conversations from ChatGPT and Claude, {(report.Totals.Added > 0 ? "imported as yours would be" : "known from before")}");
        AnsiConsole.MarkupLine("[grey]cluster[/]   simulated: what it says is put together from the passages it is given, and labelled");
        if (scenario is not null)
            Terminal.Line($"[grey]scenario[/]  {scenario.Name}: {scenario.Summary}");
        AnsiConsole.MarkupLine("[grey]try[/]       open the page, or in another terminal:");
        Terminal.Unbroken($"            {Program(AppContext.BaseDirectory)} chat vince -m \"{questions[0]}\"");
        AnsiConsole.MarkupLine("[grey]Ctrl-C stops it.[/]");
    }

    /// <summary>What somebody types to run this program: its name, or in its source tree what builds it first.</summary>
    /// <param name="directory">Where the program lies.</param>
    internal static string Program(string directory)
    {
        var folder = new DirectoryInfo(directory);
        if (folder.Name == "publish") return "locals";
        while (folder is not null && folder.Name != "bin") folder = folder.Parent;
        return folder?.Parent is { } project && File.Exists(Path.Combine(project.FullName, "LocalsOnly.Host.csproj")) ? "dotnet run --project src/LocalsOnly.Host --" : "locals";
    }
}
