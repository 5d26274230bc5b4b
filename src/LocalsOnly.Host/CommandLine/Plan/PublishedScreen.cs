using System.Globalization;
using LocalsOnly.Treasury.Capacity;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Plan;

/// <summary>The table of <c>locals plan --published</c>.</summary>
internal static class PublishedScreen
{
    public static void Print(IReadOnlyList<PublishedRun> runs)
    {
        AnsiConsole.WriteLine("Published figures, and what the plan predicts of them from specifications alone");
        var notes = new List<string>();
        var table = Terminal.Table("model", "setup", "published", "predicted", "error");
        foreach (var column in table.Columns.Skip(2)) column.RightAligned().NoWrap();
        foreach (var run in runs)
        {
            if (run.Note is not null) notes.Add(run.Note);
            var wrong = Math.Abs(run.ErrorPercent ?? 0) > PublishedRun.GreatestError;
            table.AddRow(
                Terminal.Cell(run.Model), Terminal.Cell(run.Note is null ? run.Setup : $"{run.Setup} [{notes.Count}]"), Terminal.Cell(Figure(run.Published, run)),
                Terminal.Cell(run.Predicted is { } predicted ? Figure(predicted, run) : "cannot be"),
                Terminal.Cell(run.ErrorPercent is { } error ? Text(error, "+0;-0;0") + " %" : "–", wrong ? Color.Red : null));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Decode in tokens/s, two and four machines tensor parallel over RDMA; × is how many times as fast.");
        for (var i = 0; i < notes.Count; i++) AnsiConsole.WriteLine($"[{i + 1}] {Terminal.Safe(notes[i])}.");
        var known = runs.Where(run => run.ErrorPercent is not null).Select(run => Math.Abs(run.ErrorPercent!.Value)).ToList();
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Mean error {known.Average():0.0} %, greatest {known.Max():0.0} %; {PublishedRun.GreatestError:0} % is the most that is let pass."));
        AnsiConsole.WriteLine("Sources: " + string.Join("; ", runs.Select(run => run.Source).Distinct()) + ".");
    }

    private static string Figure(double value, PublishedRun run) => Text(value, "0.0") + (run.Unit == PublishedRun.Times ? " ×" : "");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
