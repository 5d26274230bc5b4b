using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>Puts scenarios to the personas, one at a time, through the turn that every surface uses, and looks at what comes of them.</summary>
internal sealed class PersonaEvaluation(
    Stage stage, StagedTime time, IAgentRuntime runtime, IPersonaStore personas, Toolbox toolbox, IEnumerable<IReplyGuard> guards, IOptions<AgentsOptions> options)
{
    private const string Failed = "Error: ";

    private readonly string _zone = options.Value.TimeZone;

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ScenarioResult> RunAsync(Scenario scenario, EvaluationPin pin, int run, CancellationToken cancellationToken)
    {
        var persona = personas.Find(scenario.Persona) ?? throw new ArgumentException($"There is no persona {scenario.Persona}.", nameof(scenario));
        var zone = SetWorld(scenario, pin);
        var began = Stopwatch.GetTimestamp();
        var (turns, said) = (new List<SpokenTurn>(), new List<TurnMessage>());
        RouteChosen? route = null;
        var simulated = false;
        string? unanswered = null;
        for (var i = 0; i < scenario.Messages.Count && unanswered is null; i++)
        {
            said.Add(scenario.Messages[i]);
            // What the persona is given to have answered is not asked for.
            if (!scenario.Messages[i].FromPerson || (i + 1 < scenario.Messages.Count && !scenario.Messages[i + 1].FromPerson)) continue;
            var turn = await AskAsync(persona, scenario, run, said, zone, cancellationToken);
            route = turn.Route ?? route;
            simulated |= turn.Simulated;
            unanswered = turn.Unanswered;
            turns.Add(turn.Spoken);
            said.Add(new TurnMessage(false, turn.Spoken.Text));
        }

        var seen = new Performance(persona, personas.All, [.. toolbox.All.Select(tool => tool.Name)], Figures, turns);
        var (prompt, completion) = stage.Tokens;
        return new ScenarioResult(
            scenario, run, unanswered is null ? [.. scenario.Checks.Select(check => new CheckResult(check, check.Fault(seen)))] : [], unanswered, turns,
            Stopwatch.GetElapsedTime(began), prompt, completion, route?.Endpoint, route?.Model, simulated);
    }

    private TimeZoneInfo SetWorld(Scenario scenario, EvaluationPin pin)
    {
        stage.Begin(scenario);
        stage.Pin = pin;
        options.Value.TimeZone = scenario.Given.Zone?.Id ?? _zone;
        var zone = options.Value.Zone(time);
        time.Begin(scenario.Given.Time is { } local ? new DateTimeOffset(local, zone.GetUtcOffset(local)) : null);
        return zone;
    }

    private async Task<Answer> AskAsync(Persona persona, Scenario scenario, int run, List<TurnMessage> said, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        stage.BeginTurn();
        var request = new TurnRequest(persona.Id, [.. said]) { Conversation = FormattableString.Invariant($"eval/{scenario.Persona}/{scenario.Name}/{run}") };
        var its = new ToolTurn(persona, null, said[^1].Text, TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone), zone) { Conversation = request.Conversation };
        var text = new StringBuilder();
        RouteChosen? route = null;
        TurnCompleted? whole = null;
        string? unanswered = null;
        try
        {
            await foreach (var happened in runtime.RunAsync(request, cancellationToken))
            {
                switch (happened)
                {
                    case TextDelta delta:
                        text.Append(delta.Text);
                        break;
                    case RouteChosen chosen:
                        route = chosen;
                        break;
                    case TurnInterrupted interrupted:
                        unanswered = interrupted.Sentence;
                        break;
                    case TurnCompleted completed:
                        whole = completed;
                        break;
                }
            }
        }
        catch (TurnRefusedException refused)
        {
            unanswered = refused.Message;
        }

        // Without a model the turn shows what is remembered: that is no answer of the persona.
        if (route is { Mode: AnswerMode.RecallOnly }) unanswered = $"No model answered: {(route.Reasons is [var reason, ..] ? reason.TrimEnd('.') : "nobody knows why")}.";
        var (ran, asked) = stage.EndTurn();
        var draft = new ReplyDraft(text.ToString(), its, request.Messages, whole?.Sources ?? [], Calls());
        return new Answer(new SpokenTurn(draft, ran, asked, whole?.Notes ?? []), route, route is { Simulated: true }, unanswered);
    }

    /// <summary>The calls of the turn with their results, as the last prompt holds them.</summary>
    private List<ToolOutcome> Calls()
    {
        var results = stage.Prompt.SelectMany(message => message.Contents).OfType<FunctionResultContent>().ToLookup(result => result.CallId, result => result.Result?.ToString() ?? "");
        var calls = new List<ToolOutcome>();
        foreach (var call in stage.Prompt.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
        {
            var text = results[call.CallId].FirstOrDefault() ?? "";
            var failed = text.StartsWith(Failed, StringComparison.Ordinal);
            calls.Add(new ToolOutcome(call.CallId, call.Name, Written(call), failed ? ToolStatus.Failed : ToolStatus.Done, failed ? text[Failed.Length..] : text, TimeSpan.Zero)
            {
                Foreign = text.StartsWith("<quoted", StringComparison.Ordinal),
            });
        }

        return calls;
    }

    private static string Written(FunctionCallContent call) =>
        call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    private Finding? Figures(ReplyDraft draft) => guards.FirstOrDefault(guard => guard.Name == GuardNames.Figures)?.Check(draft);

    private sealed record Answer(SpokenTurn Spoken, RouteChosen? Route, bool Simulated, string? Unanswered);
}
