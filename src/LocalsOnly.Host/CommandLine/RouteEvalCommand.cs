using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route eval</c>: how well the complexity score routes a set of prompts, and whether it is worth more than counting words.</summary>
internal static class RouteEvalCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var file = new Argument<string>("file") { Description = "JSON lines of {prompt, lang, label: light|heavy} or {prompt, lang, weak, strong}; kind and answer are optional." };
        var command = new Command("eval", "Measure the complexity score on a set of prompts. Ends with 1 when it loses against counting words, or misses too much in a language.") { file, GlobalOptions.Json };
        command.SetAction((result, _) => Task.FromResult(Run(CommandHouse.Find(globals.Of(result)).Configuration, result.GetRequiredValue(file), result.GetValue(GlobalOptions.Json))));
        return command.WithExample("locals route eval prompts.jsonl");
    }

    private static int Run(HouseConfiguration configuration, string file, bool json)
    {
        var set = RouteEvalSet.Load(file);
        var found = new RouteEvaluation(ComplexityModel.Default, set).Measure(Live(configuration));
        if (json) Terminal.Json(found, RouteJson.Indented.RouteEvalWire);
        else Print(found);
        foreach (var failure in found.Failures) Terminal.Error(failure);
        return found.Failures.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>The cut that the host of this house would make now.</summary>
    private static (double Cut, string From, double Share) Live(HouseConfiguration configuration)
    {
        var share = (configuration.Root.GetSection(InferenceOptions.Section).Get<InferenceOptions>() ?? new InferenceOptions()).Routing.HeavyShare;
        var window = new ScoreWindow(ComplexityModel.Default);
        foreach (var line in RouteJournalFile.ReadEnd(RouteJournalPath.Of(configuration)))
        {
            if (line.Score is { } score) window.Add(score);
        }

        var from = window.Count switch
        {
            0 => "the start value; this host has no scores yet",
            < ScoreWindow.Settled and var few => string.Create(CultureInfo.InvariantCulture, $"{few} scores of this host, blended with the start values"),
            var many => string.Create(CultureInfo.InvariantCulture, $"the last {many} scores of this host"),
        };

        // JSON has no infinity; no score comes near these.
        return (Math.Clamp(window.Cut(share), -100, 100), from, share);
    }

    private static void Print(RouteEvalWire found)
    {
        Terminal.Line($"[bold]{found.Set}[/] [grey]sha256 {found.Sha256}[/]");
        Terminal.Line($"{found.N} prompts in {string.Join(", ", found.Languages)} · quality light {found.LightQuality:0.000}, heavy {found.HeavyQuality:0.000} · labels are of {found.LabelType}");
        AnsiConsole.WriteLine();

        var apgr = Terminal.Table("rank by", "APGR", "95 %");
        foreach (var row in found.Apgr)
            apgr.AddRow(Terminal.Cell(row.Router), Terminal.Cell(Number(row.Value)), Terminal.Cell(row.Value is null ? "the set tells no kinds of work" : $"{Number(row.Low)} to {Number(row.High)}"));
        AnsiConsole.Write(apgr);
        var difference = found.ScoreMinusWords;
        Terminal.Line($"score − words {difference.Value:+0.000;-0.000;0.000}, 95 % {difference.Low:+0.000;-0.000;0.000} to {difference.High:+0.000;-0.000;0.000}: [bold]{found.Verdict}[/]");
        Terminal.Line($"CPT50 {Percent(found.Cpt50)}, CPT80 {Percent(found.Cpt80)} [grey](share of heavy calls that recovers 50 %, 80 % of the gap)[/]");
        Terminal.Line($"live cut {found.Live.Cut:0.00}, aimed at {Percent(found.Live.HeavyShare)} heavy ({found.Live.From}): PGR {Percent(found.Live.Pgr)} at {Percent(found.Live.RealisedShare)} heavy");
        AnsiConsole.WriteLine();

        var languages = Terminal.Table("language", "n", "heavy", "heavy recall", "false heavy");
        foreach (var language in found.ByLanguage)
            languages.AddRow(
                Terminal.Cell(language.Language), Terminal.Cell(Count(language.N)), Terminal.Cell(Count(language.Heavy)), Terminal.Cell(Percent(language.Recall)), Terminal.Cell(Percent(language.FalseHeavy)));
        AnsiConsole.Write(languages);
        Terminal.Line($"[grey]at the cut {found.MatchedCut:0.00}, above which as many prompts lie as are heavy[/]");
        if (found.Worst is { } worst) Terminal.Line($"worst language: {worst.Language}, heavy recall {Percent(worst.Recall)}");

        Terminal.Line(found.Escalation is { } check
            ? $"escalation: catch {Percent(check.Catch)}, false alarm {Percent(check.FalseAlarm)}, share {Percent(check.Share)}, PGR {Percent(check.Pgr)} [grey]({check.Answers} light answers)[/]"
            : (FormattableString)$"escalation: not given [grey](the lines hold no light answers)[/]");
        AnsiConsole.WriteLine();

        if (found.UnderRoutes.Count > 0) Terminal.Line($"[bold]heavy prompts that score lowest[/]");
        foreach (var missed in found.UnderRoutes)
        {
            Terminal.Line($"{missed.Score:0.00} line {missed.Line} {missed.Language} {missed.Prompt}");
            Terminal.Line($"     [grey]{string.Join(" · ", missed.Contributions.Where(line => !line.EndsWith(" 0.00", StringComparison.Ordinal)))}[/]");
        }

        Terminal.Line($"p50 {found.Speed.P50Microseconds:0.0} µs, p99 {found.Speed.P99Microseconds:0.0} µs, {found.Speed.BytesAllocated} bytes allocated · weights {found.Weights}");
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "not given";

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double? value) => value?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "–";
}
