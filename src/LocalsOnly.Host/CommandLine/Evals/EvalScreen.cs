using System.Globalization;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Evals;

/// <summary>A table for each persona, and what it comes to.</summary>
internal static class EvalScreen
{
    public static void Print(EvalWire found)
    {
        foreach (var persona in found.Personas) Print(persona);
        var totals = found.Totals;
        Terminal.Line($"{totals.Passed} of {totals.Runs} scenarios passed, {totals.ChecksPassed} of {totals.Checks} checks; {totals.Seconds:0.0} s, {Tokens(totals.PromptTokens, totals.CompletionTokens)} tokens");
        if (found.Simulated) Terminal.Line($"[yellow]The answers are simulated: they show that everything runs through, and nothing of how a model answers.[/]");
        else if (totals.Unanswered > 0) Terminal.Line($"[yellow]{totals.Unanswered} had no answer to look at.[/]");
    }

    private static void Print(EvalPersonaWire persona)
    {
        if (persona.Scenarios.Count == 0)
        {
            Terminal.Line($"[bold]{persona.Name}[/] has no scenarios.");
            return;
        }

        Terminal.Line($"[bold]{persona.Name}[/] {persona.Totals.Passed} of {persona.Totals.Runs}");
        var table = Terminal.Table("scenario", "passed", "checks", "time", "tokens", "what went wrong first");
        foreach (var runs in persona.Scenarios.GroupBy(scenario => scenario.Name))
        {
            var all = runs.ToList();
            var passed = all.Count(run => run.Passed);
            table.AddRow(
                Terminal.Cell(runs.Key),
                Terminal.Cell(all.Count == 1 ? (passed == 1 ? "yes" : "no") : string.Create(CultureInfo.InvariantCulture, $"{passed} of {all.Count}"), passed == all.Count ? Color.Green : Color.Red),
                Terminal.Cell(string.Create(CultureInfo.InvariantCulture, $"{all.Sum(run => run.ChecksPassed)} of {all.Sum(run => run.ChecksPassed + run.ChecksFailed)}")),
                Terminal.Cell(string.Create(CultureInfo.InvariantCulture, $"{all.Sum(run => run.Seconds):0.0} s")),
                Terminal.Cell(Tokens(Sum(all, run => run.PromptTokens), Sum(all, run => run.CompletionTokens))),
                Terminal.Cell(all.Find(run => !run.Passed)?.FirstFault ?? ""));
        }

        AnsiConsole.Write(table);
    }

    private static long? Sum(List<EvalScenarioWire> runs, Func<EvalScenarioWire, long?> tokens) => runs.Exists(run => tokens(run) is not null) ? runs.Sum(run => tokens(run) ?? 0) : null;

    private static string Tokens(long? prompt, long? completion) => prompt is null && completion is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{prompt:N0} + {completion:N0}");
}
