using System.Globalization;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Capacity;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Plan;

/// <summary>The tables and sentences of <c>locals plan</c>.</summary>
internal static class PlanScreen
{
    private const string Unfit = "does not fit";

    /// <summary>So that the table fits 80 columns.</summary>
    private const int WidestHeader = 20;

    public static void Print(PlanWire plan)
    {
        if (plan.Example) Terminal.Line($"[grey]An example house, not yours: {string.Join(", ", plan.Machines.Select(node => node.Name))}.[/]");
        Terminal.Line($"[bold]{plan.Endpoint}[/] with {plan.Model}{(plan.ModelEstimated ? " (its shape is estimated)" : "")}");
        Terminal.Line($"[grey]{plan.ModelBasis}[/]");
        Placed(plan.WithAdded is null ? "" : "now: ", plan.Now, []);
        if (plan.WithAdded is not null) Placed("then: ", plan.WithAdded, plan.Now?.Notes ?? []);
        AnsiConsole.Write(Figures(plan));
        AnsiConsole.Write(Frontier(plan));
        Legend(plan);
        Terminal.Line($"[grey]Replayed: {plan.Assumed} (--tokens-per-month, --split, --tokens-per-request, --slo).[/]");
        if (plan.OtherEndpoints.Count > 0) Terminal.Line($"[grey]Other endpoints with machines (--endpoint): {string.Join(", ", plan.OtherEndpoints)}.[/]");
        Verdict(plan);
    }

    private static void Placed(string when, CapacityReport? report, IReadOnlyList<string> told)
    {
        Terminal.Line($"{when}{report?.Layout ?? Unfit}");
        foreach (var note in (report?.Notes ?? []).Except(told)) Indented(note, Color.Yellow);
        foreach (var way in (report?.Ways ?? []).Skip(1))
            Indented($"or {way.Description}: one stream {Text(way.DecodeTokensPerSecond, "0.0")} tokens/s, {Text(100 * way.RequestsPerSecond / report!.Ways[0].RequestsPerSecond, "0")} % of the requests", Color.Grey);
    }

    private static void Indented(string text, Color color) => AnsiConsole.Write(new Padder(Terminal.Cell(text, color), new Padding(2, 0, 0, 0)));

    private static Table Figures(PlanWire plan)
    {
        var added = $"with {string.Join(", ", plan.Added)}";
        string[] columns = plan.WithAdded is null ? ["", "now", "basis"] : ["", "now", added.Length <= WidestHeader ? added : "then", "basis"];
        var table = Terminal.Table(columns);
        foreach (var column in table.Columns.Skip(1).SkipLast(1)) column.RightAligned();
        var any = plan.Now ?? plan.WithAdded!;
        Row("weights, GB", report => Whole(report.WeightGigabytes), "estimated");
        Row("prompt read, tokens/s", report => Rate(report.Prefill.Used.Value), Basis(any.Prefill));
        if (any.Prefill.Measured is not null) Row("  as predicted", report => Rate(report.Prefill.Predicted), "estimated");
        Row("one stream, tokens/s", report => Rate(report.Decode.Used.Value), Basis(any.Decode));
        if (any.Decode.Measured is not null) Row("  as predicted", report => Rate(report.Decode.Predicted), "estimated");
        Row("all places, tokens/s", report => Rate(report.DecodeFullBatch), "estimated");
        Row("places", report => Whole(report.Places), "estimated");
        Row("context room, 1 stream", report => Whole(report.Context[0].TokensEach), "estimated");
        Row($"context room, each of {any.Context[^1].Streams}", report => Whole(report.Context[^1].TokensEach), "estimated");
        if (plan.TokensPerMonth is not null)
        {
            Row("first token, median", report => Seconds(report.FirstToken?.P50), "simulated");
            Row("first token, 95 %", report => Seconds(report.FirstToken?.P95), "simulated");
            Row("first token, 99 %", report => Seconds(report.FirstToken?.P99), "simulated");
            Row("saturates at need ×", report => Text(report.Saturation.Load, "0.00"), "simulated");
        }

        Row("a month, flat out", report => Amount(report.FlatOutTokensPerMonth), "simulated");
        Row($"a month, within {Text(plan.FirstTokenSecondsAllowed, "0.#")} s", report => Amount(report.WithinLevelTokensPerMonth), "simulated");
        return table;

        void Row(string what, Func<CapacityReport, string> text, string basis)
        {
            List<string> cells = [what, plan.Now is null ? "–" : text(plan.Now)];
            if (plan.WithAdded is not null) cells.Add(text(plan.WithAdded));
            table.AddRow([.. cells.Append(basis).Select(cell => Terminal.Cell(cell))]);
        }
    }

    private static Table Frontier(PlanWire plan)
    {
        var both = plan.Now is not null && plan.WithAdded is not null;
        string[] columns = both
            ? ["streams", "tokens/s", "then", "each writes", "then", "first token 95 %", "then"]
            : ["streams", "tokens/s", "written/s", "each writes", "first token 95 %", ""];
        var table = Terminal.Table(columns);
        table.Title = new TableTitle($"streams that are never idle{(both ? ", now and then" : "")} (simulated)");
        foreach (var column in table.Columns) column.RightAligned();
        var (one, two) = (plan.Now ?? plan.WithAdded!, both ? plan.WithAdded : null);
        foreach (var point in one.Frontier)
        {
            if (two is null)
            {
                var mark = point == one.OperatingPoint ? "best within the level" : point.BeyondPlaces ? "some wait" : "";
                table.AddRow([.. new[] { Whole(point.Streams), Whole(point.TokensPerSecond), Text(point.OutputTokensPerSecond, "0.0"), Text(point.StreamTokensPerSecond, "0.0"), Seconds(point.FirstTokenP95), mark }.Select(cell => Terminal.Cell(cell))]);
                continue;
            }

            var then = two.Frontier.FirstOrDefault(other => other.Streams == point.Streams);
            table.AddRow([.. new[]
            {
                Whole(point.Streams), Whole(point.TokensPerSecond), then is null ? "" : Whole(then.TokensPerSecond), Text(point.StreamTokensPerSecond, "0.0"),
                then is null ? "" : Text(then.StreamTokensPerSecond, "0.0"), Seconds(point.FirstTokenP95), then is null ? "" : Seconds(then.FirstTokenP95),
            }.Select(cell => Terminal.Cell(cell))]);
        }

        return table;
    }

    private static void Legend(PlanWire plan) => Terminal.Line(
        $"[grey]A month and the streams' tokens/s count read, cached and written tokens. Estimated: from specifications; simulated: replayed under exo's batching rules{(plan.Now?.Decode.Measured ?? plan.Now?.Prefill.Measured) switch { null => "", _ => "; measured: yours, and the rest is scaled by it" }}.[/]");

    private static void Verdict(PlanWire plan)
    {
        var report = plan.WithAdded ?? plan.Now!;
        if (plan.TokensPerMonth is not { } need)
        {
            if (report.Saturation.Load == 0) Terminal.Line($"It serves nothing that way: {Why(report, plan)}. Allow more time with --slo.");
            else Terminal.Line($"It serves {Amount(report.WithinLevelTokensPerMonth)} tokens a month with {Level(plan)}. Whether that is enough for you: --tokens-per-month 1.9e9");
            return;
        }

        var asked = $"{Amount(need)} tokens a month are {Text(need / TokenMix.SecondsPerMonth, "#,0")} tokens/s around the clock";
        if (plan.WithAdded is null)
        {
            Say(asked, report);
            return;
        }

        Terminal.Line($"{asked}.");
        if (plan.Now is { } now) Say("As it is", now);
        Say($"With {string.Join(" and ", plan.Added)}", report);

        void Say(string when, CapacityReport about)
        {
            if (about.Serves) Terminal.Line($"{when}: [green]yes[/], {Why(about, plan)}.");
            else Terminal.Line($"{when}: [red]no[/], {Why(about, plan)}.");
        }
    }

    private static string Why(CapacityReport report, PlanWire plan)
    {
        var level = Level(plan);
        if (report.Serves) return $"up to {Text(report.Saturation.Load, "0.00")} times that with {level}";
        if (report.Saturation.Load == 0) return $"not even one request at a time has {level}";
        var flatOut = report.FlatOutTokensPerMonth / plan.TokensPerMonth!.Value;
        return $"with {level} only {Text(report.Saturation.Load, "0.00")} of it; flat out {Text(flatOut, "0.00")}";
    }

    private static string Level(PlanWire plan) => $"95 % of first tokens within {Text(plan.FirstTokenSecondsAllowed, "0.#")} s";

    private static string Basis(PlannedRate rate) => rate.Used.Provenance == Provenance.Measured ? "measured" : "estimated";

    private static string Rate(double value) => Text(value, value < 100 ? "0.0" : "#,0");

    private static string Seconds(double? value) => value is { } known ? $"{Text(known, known < 10 ? "0.0" : "#,0")} s" : "grows";

    private static string Amount(double tokens) =>
        tokens >= 1e9 ? Text(tokens / 1e9, "0.00") + " billion" : tokens >= 1e6 ? Text(tokens / 1e6, "0.0") + " million" : Text(tokens, "#,0");

    private static string Whole(double value) => Text(value, "#,0");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
