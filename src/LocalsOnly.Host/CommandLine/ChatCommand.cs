using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals chat</c>: a conversation in the terminal, with the running host or without one.</summary>
internal static class ChatCommand
{
    // Tells the terminal's sessions apart from those of programs.
    private const string SessionPrefix = "terminal:";

    public static Command Create(GlobalOptions globals)
    {
        var persona = new Argument<string>("persona") { Description = "Whom to talk to: vince, kelly, solus, otaku, eliza." };
        var message = new Option<string?>("--message", "-m") { Description = "Say one thing, print the answer, end." };
        var tier = new Option<Tier?>("--tier", "-t") { Description = "Whom to ask, by name: heavy or light. Nothing stands in for it.", CustomParser = ParseTier };
        var session = new Option<string?>("--session", "-s") { Description = "A name for the conversation: the host keeps it, and it goes on where it was left." };
        session.Validators.Add(result =>
        {
            var longest = ChatRequest.LongestSession - SessionPrefix.Length;
            if (result.Tokens is [{ Value: var name }] && name.Length > longest) result.AddError($"--session takes a name of up to {longest} letters.");
        });
        var command = new Command("chat", "Talk to a persona. An empty line or Ctrl-D ends; piped lines are answered one by one.") { persona, message, tier, session };
        command.SetAction((result, cancellation) => RunAsync(
            globals.Of(result), new TurnRequest(result.GetRequiredValue(persona), []) { Tier = result.GetValue(tier), Session = result.GetValue(session) is { } name ? SessionPrefix + name : null },
            result.GetValue(message), cancellation));
        return command.WithExample("locals chat vince -m \"What did I say about covered calls?\"");
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, TurnRequest turn, string? message, CancellationToken cancellationToken)
    {
        var house = CommandHouse.Find(request);
        if (house.Running is { Url: { } url })
        {
            // With something to say, the host's own refusal comes first anyway.
            if (message is null && await RunningHost.StatusAsync(house.Running, house.Configuration, cancellationToken) is { Personas: { Count: > 0 } known } && !known.Any(each => each.Id.Equals(turn.PersonaId, StringComparison.OrdinalIgnoreCase)))
                throw new CommandException(ExitCode.NothingFound, $"There is no persona '{PersonSentences.Plain(turn.PersonaId)}'; there is {string.Join(", ", known.Select(each => each.Id))}.");
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
            return await TalkAsync(new RemoteAgentRuntime(http, new Uri(url), house.Configuration.Root["Api:Key"]), turn, message, cancellationToken);
        }

        await using var services = House.BuildForCommand(house.Configuration);
        var personas = services.GetRequiredService<IPersonaStore>();
        if (personas.Find(turn.PersonaId) is null) throw new CommandException(ExitCode.NothingFound, PersonSentences.UnknownPersona(turn.PersonaId, personas));
        await Task.WhenAll(
            services.GetRequiredService<IEndpointDirectory>().RefreshAsync(cancellationToken),
            CommandHouse.CatchUpAsync(services, cancellationToken));
        return await TalkAsync(services.GetRequiredService<IAgentRuntime>(), turn, message, cancellationToken);
    }

    private static async Task<int> TalkAsync(IAgentRuntime runtime, TurnRequest turn, string? message, CancellationToken cancellationToken)
    {
        var said = new List<TurnMessage>();
        if (message is not null) return await AnswerAsync(runtime, turn, said, message, cancellationToken) ? ExitCode.Ok : ExitCode.Failed;

        var atTerminal = !Console.IsInputRedirected;
        var whole = true;
        while (true)
        {
            if (atTerminal) AnsiConsole.Markup("[bold]you ›[/] ");
            // The console's reader blocks whatever it is told; Ctrl-C must not have to wait for a line.
            var line = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
            if (line is null || (atTerminal && line.Length == 0)) return whole ? ExitCode.Ok : ExitCode.Failed;
            if (!string.IsNullOrWhiteSpace(line)) whole &= await AnswerAsync(runtime, turn, said, line, cancellationToken);
        }
    }

    /// <returns>False when the answer broke off.</returns>
    private static async Task<bool> AnswerAsync(IAgentRuntime runtime, TurnRequest turn, List<TurnMessage> said, string line, CancellationToken cancellationToken)
    {
        said.Add(new TurnMessage(true, line));
        var text = new StringBuilder();
        var shown = new WrappedText(Console.Out, Console.IsOutputRedirected ? 0 : AnsiConsole.Profile.Width);
        var whole = true;
        try
        {
            await foreach (var happened in runtime.RunAsync(turn with { Messages = said }, cancellationToken))
            {
                switch (happened)
                {
                    case RouteChosen route:
                        Terminal.ClearProgress();
                        Terminal.Note(Describe(route));
                        break;
                    case Queued queued:
                        Terminal.Progress($"{queued.Endpoint} is busy: {(queued.Ahead == 0 ? "next in line" : $"{queued.Ahead} ahead")}{(queued.Wait is { TotalSeconds: >= 1 } wait ? $", about {wait.TotalSeconds:0} s" : "")}");
                        break;
                    case PrefillProgress progress:
                        Terminal.Progress($"reading {progress.ProcessedTokens:N0} of {progress.TotalTokens:N0} tokens");
                        break;
                    case ToolUsed used:
                        Terminal.ClearProgress();
                        Terminal.Note($"{used.Tool} · {used.Took.TotalSeconds:0.0} s{(used.Problem is { } problem ? $" · {PersonSentences.Plain(problem)}" : "")}");
                        break;
                    case TextDelta delta:
                        if (text.Length == 0) Terminal.ClearProgress();
                        text.Append(delta.Text);
                        shown.Write(Terminal.Safe(delta.Text));
                        break;
                    case TurnInterrupted interrupted:
                        shown.End();
                        Terminal.Error(interrupted.Sentence);
                        whole = false;
                        break;
                    case TurnCompleted completed:
                        shown.End();
                        PrintSources(completed);
                        break;
                }
            }
        }
        catch (TurnRefusedException refused)
        {
            throw new CommandException(refused.Refusal == TurnRefusal.UnknownPersona ? ExitCode.NothingFound : ExitCode.Failed, refused.Message);
        }
        catch (HttpRequestException gone)
        {
            throw new CommandException(ExitCode.Failed, $"The host does not answer ({gone.Message.TrimEnd('.')}); see locals status.");
        }

        said.Add(new TurnMessage(false, text.ToString()));
        return whole;
    }

    private static Tier? ParseTier(ArgumentResult given)
    {
        if (Enum.TryParse<Tier>(given.Tokens[0].Value, ignoreCase: true, out var tier) && Enum.IsDefined(tier)) return tier;
        given.AddError($"--tier is '{given.Tokens[0].Value}'; write heavy or light.");
        return null;
    }

    private static void PrintSources(TurnCompleted completed)
    {
        foreach (var source in completed.Sources.Where(source => source.Cited))
            Terminal.Unbroken(
                $"[grey][[{source.Number}]] {source.Passage.Title}, {source.Passage.At?.ToLocalTime():d MMM yyyy}, {PersonSentences.Vendor(source.Passage.Source)}: locals search --open {source.Passage.MessageKey}[/]");
        foreach (var note in completed.Notes) Terminal.Note(note);
        if (completed.CutAtTokenLimit) Terminal.Note("The answer ends here because its token budget does (Agents:MaxReplyTokens).");
    }

    private static string Describe(RouteChosen route) =>
        route.Mode == AnswerMode.RecallOnly
            ? "recall only, no model"
            : $"{route.Answered?.ToString().ToLowerInvariant()} tier · {route.Endpoint} · {route.Model}{(route.Escalated ? " · the light answer was not good enough" : "")}{(route.Simulated ? " · simulated" : "")}";
}
