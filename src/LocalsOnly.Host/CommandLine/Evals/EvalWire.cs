using System.Text.Json.Serialization;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Evaluation;

namespace LocalsOnly.Host.CommandLine.Evals;

/// <summary>All of an eval, as JSON.</summary>
/// <param name="Simulated">An answer was made by a simulator, so that nothing here says anything of a model.</param>
/// <param name="Endpoint">The endpoint that was asked for by name.</param>
/// <param name="Tier">The tier that was asked for by name.</param>
internal sealed record EvalWire(bool Simulated, string? Endpoint, string? Tier, int Runs, IReadOnlyList<EvalPersonaWire> Personas, EvalTotalsWire Totals)
{
    public static EvalWire Of(IReadOnlyList<Persona> personas, IReadOnlyList<ScenarioResult> results, EvaluationPin pin, int runs) => new(
        results.Any(result => result.Simulated),
        pin.Endpoint,
        pin.Tier?.ToString().ToLowerInvariant(),
        runs,
        [.. personas.Select(persona => EvalPersonaWire.Of(persona, [.. results.Where(result => result.Scenario.Persona == persona.Id)]))],
        EvalTotalsWire.Of(results));
}

internal sealed record EvalPersonaWire(string Id, string Name, IReadOnlyList<EvalScenarioWire> Scenarios, EvalTotalsWire Totals)
{
    public static EvalPersonaWire Of(Persona persona, IReadOnlyList<ScenarioResult> results) =>
        new(persona.Id, persona.Name, [.. results.Select(EvalScenarioWire.Of)], EvalTotalsWire.Of(results));
}

/// <param name="Runs">Scenarios, each as often as it was put.</param>
/// <param name="Passed">Those of which every check is met.</param>
/// <param name="Unanswered">Those without an answer to look at.</param>
internal sealed record EvalTotalsWire(int Runs, int Passed, int Unanswered, int Checks, int ChecksPassed, double Seconds, long? PromptTokens, long? CompletionTokens)
{
    public static EvalTotalsWire Of(IReadOnlyList<ScenarioResult> results) => new(
        results.Count,
        results.Count(result => result.Passed),
        results.Count(result => result.Unanswered is not null),
        results.Sum(result => result.Scenario.Checks.Count),
        results.Sum(result => result.Checks.Count(check => check.Fault is null)),
        Math.Round(results.Sum(result => result.Took.TotalSeconds), 3),
        Sum(results, result => result.PromptTokens),
        Sum(results, result => result.CompletionTokens));

    private static long? Sum(IReadOnlyList<ScenarioResult> results, Func<ScenarioResult, long?> tokens) =>
        results.Any(result => tokens(result) is not null) ? results.Sum(result => tokens(result) ?? 0) : null;
}

internal sealed record EvalScenarioWire(
    string Name, string File, int Line, string? Language, int Run, bool Passed, int ChecksPassed, int ChecksFailed, string? FirstFault, string? Unanswered, double Seconds, long? PromptTokens,
    long? CompletionTokens, string? Endpoint, string? Model, bool Simulated, IReadOnlyList<EvalCheckWire> Checks, IReadOnlyList<EvalTurnWire> Turns)
{
    public static EvalScenarioWire Of(ScenarioResult result)
    {
        var met = result.Checks.Count(check => check.Fault is null);
        return new EvalScenarioWire(
            result.Scenario.Name, result.Scenario.File, result.Scenario.Line, result.Scenario.Language, result.Run, result.Passed, met, result.Scenario.Checks.Count - met, result.FirstFault,
            result.Unanswered, Math.Round(result.Took.TotalSeconds, 3), result.PromptTokens, result.CompletionTokens, result.Endpoint, result.Model, result.Simulated,
            [.. result.Checks.Select(check => new EvalCheckWire(check.Check.Kind, check.Check.Wants, check.Fault is null, check.Fault))],
            [.. result.Turns.Select(EvalTurnWire.Of)]);
    }
}

internal sealed record EvalCheckWire(string Check, string Wants, bool Passed, string? Fault);

internal sealed record EvalTurnWire(string Asked, string Reply, IReadOnlyList<EvalCallWire> Calls, IReadOnlyList<string> Colleagues, IReadOnlyList<string> Notes)
{
    public static EvalTurnWire Of(SpokenTurn turn) => new(
        turn.Draft.Said[^1].Text, turn.Text, [.. turn.Draft.Calls.Select(call => new EvalCallWire(call.Name, call.Arguments, call.Text))], turn.Asked, turn.Notes);
}

internal sealed record EvalCallWire(string Tool, string Arguments, string Result);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(EvalWire))]
internal sealed partial class EvalJson : JsonSerializerContext;
