using System.CommandLine;
using LocalsOnly.Host.CommandLine.Evals;
using LocalsOnly.Host.CommandLine.Personas;
using LocalsOnly.Host.CommandLine.Plan;
using LocalsOnly.Host.CommandLine.Tasks;
using LocalsOnly.Host.CommandLine.Treasury;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The <c>locals</c> command line: parsing, and the one place where a command's failure becomes a sentence and an exit code.</summary>
internal static class LocalsCommand
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        Terminal.Prepare();
        var globals = new GlobalOptions();
        var root = new RootCommand("LocalsOnly: five personas on your own hardware. Without a command it runs the host (up).");
        globals.AddTo(root);
        var up = UpCommand.Create(globals);
        foreach (var command in (Command[])[
            up, DemoCommand.Create(globals), ChatCommand.Create(globals), ImportCommand.Create(globals), ImportsCommand.Create(globals), SearchCommand.Create(globals), MemoryCommand.Create(globals),
            SessionsCommand.Create(globals), StandupCommand.Create(globals), WhyCommand.Create(globals), TasksCommand.Create(globals), TreasuryCommand.Create(globals), DiscordCommand.Create(globals), CorpusCommand.Create(globals), ProjectsCommand.Create(globals), ForgetCommand.Create(globals),
            ArchiveCommand.Create(globals), StatusCommand.Create(globals), ClusterCommand.Create(globals), McpCommand.Create(globals), RouteCommand.Create(globals), PlanCommand.Create(globals), EvalCommand.Create(globals),
            PersonaCommand.Create(globals), DoctorCommand.Create(globals), ConfigCommand.Create(globals)])
            root.Subcommands.Add(command);
        root.WithExample("locals demo");
        Example.AddTo(root);
        root.SetAction((result, cancellation) => UpCommand.RunAsync(globals.Of(result), null, cancellation));

        var parsed = root.Parse(args);
        List<string> mistakes = [.. parsed.Errors.Select(UsageSentence.Of), .. EmptyArguments.In(parsed.RootCommandResult)];
        if (mistakes.Count > 0)
        {
            foreach (var mistake in mistakes) Terminal.Error(mistake);
            Terminal.Error($"See: locals {string.Join(' ', [.. Path(parsed.CommandResult.Command, root), "--help"])}");
            return ExitCode.Usage;
        }

        try
        {
            // The worker drains by itself; a one-shot command just stops.
            var config = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            using var interrupt = parsed.CommandResult.Command == root || parsed.CommandResult.Command == up || parsed.CommandResult.Command.Name == "demo" ? null : new Interrupt();
            return await parsed.InvokeAsync(config, interrupt?.Token ?? CancellationToken.None);
        }
        catch (CommandException failed)
        {
            Terminal.Error(failed.Message);
            return failed.ExitCode;
        }
        catch (HostRunningException running)
        {
            Terminal.Error(running.Message);
            return ExitCode.AlreadyRunning;
        }
        catch (Exception known) when (known is DataDirectoryException or MemoryStoreException or SqliteFileException or NoSurfaceException)
        {
            Terminal.Error(known.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync();
            return ExitCode.Interrupted;
        }
        catch (Exception unforeseen)
        {
            Terminal.Error($"Something went wrong that was not foreseen ({unforeseen.GetType().Name}: {unforeseen.Message}) The details follow; nothing that was stored is lost.");
            await Console.Error.WriteLineAsync(unforeseen.ToString());
            return ExitCode.Failed;
        }
    }

    private static IEnumerable<string> Path(Command command, RootCommand root) =>
        command == root ? [] : [.. command.Parents.OfType<Command>().SelectMany(parent => Path(parent, root)), command.Name];

    /// <summary>Ctrl-C cancels the command; a second one ends the process at once.</summary>
    private sealed class Interrupt : IDisposable
    {
        private readonly CancellationTokenSource _source = new();

        public Interrupt() => Console.CancelKeyPress += OnCancel;

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            Console.CancelKeyPress -= OnCancel;
            _source.Dispose();
        }

        private void OnCancel(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = !_source.IsCancellationRequested;
            _source.Cancel();
        }
    }
}
