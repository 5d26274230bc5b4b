using System.Globalization;
using LocalsOnly.Scheduling;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Tasks;

/// <summary>Tasks and their runs in a terminal: tables where there is room, else a few lines for each.</summary>
internal static class TaskScreen
{
    private const int RoomForTable = 130;
    private const string Empty = "There are no tasks yet; make one with locals tasks new, or write a file: agents/<persona>/tasks/<name>.md";

    private static bool IsWide => AnsiConsole.Profile.Width >= RoomForTable;

    /// <param name="isRun">A host runs, which begins what is due.</param>
    public static void List(TaskListing listing, bool isRun)
    {
        NoteIdle(listing, isRun);
        if (listing.Tasks.Count == 0 && listing.Problems.Count == 0) Terminal.Note(Empty);
        else if (IsWide && listing.Tasks.Count > 0)
        {
            var table = Terminal.Table("task", "when", "goes to", "next", "last");
            foreach (var task in listing.Tasks)
                table.AddRow(Terminal.Cell(task.Id), Terminal.Cell(task.When), Terminal.Cell(string.Join(", ", task.Channels)), Terminal.Cell(NextOf(task, listing.Enabled), task.Standing == "due" ? null : Color.Yellow), Terminal.Cell(LastOf(task), ColorOf(task.Last)));
            AnsiConsole.Write(table);
        }
        else
            foreach (var task in listing.Tasks)
            {
                Terminal.Line($"[bold]{task.Id}[/] {(task.Standing == "due" ? "" : task.Standing)}");
                Terminal.Line($"  [grey]{task.When}[/]");
                if (task.Standing == "due") Terminal.Line($"  next {NextOf(task, listing.Enabled)}");
                if (task.Last is not null) Terminal.Line($"  last {LastOf(task)}");
            }

        foreach (var problem in listing.Problems) Terminal.Error(problem);
    }

    public static void Show(TaskPage page)
    {
        Terminal.Line($"[bold]{page.Task.Id}[/] {(page.Task.Standing == "due" ? "" : page.Task.Standing)}");
        foreach (var fact in page.Facts) Terminal.Line($"  [grey]{fact.Name.PadRight(11)}[/] {fact.Text}");
        if (page.Task.Problem is { } problem) Terminal.Error(problem);
        Console.Out.WriteLine($"\n{Terminal.Safe(page.Prompt)}\n");
        if (page.Next.Count > 0) Terminal.Line($"[bold]next[/]");
        foreach (var next in page.Next) Terminal.Line($"  {next}");
        if (page.Runs.Count == 0) return;
        Terminal.Line($"[bold]last[/]");
        foreach (var run in page.Runs) Lines(run, named: false);
    }

    /// <param name="isRun">A host runs, which begins what is due.</param>
    public static void Calendar(IReadOnlyList<CalendarLine> lines, TaskListing listing, bool isRun)
    {
        NoteIdle(listing, isRun);
        if (lines.Count == 0) Terminal.Note(listing.Tasks.Count == 0 ? Empty : "Nothing is due in these days.");
        foreach (var day in lines.GroupBy(line => line.Day))
        {
            Terminal.Line($"[bold]{DateOnly.Parse(day.Key, CultureInfo.InvariantCulture).ToString("dddd d MMM yyyy", CultureInfo.InvariantCulture)}[/]");
            foreach (var line in day)
            {
                var note = string.Join(", ", ((string?[])[line.Words, line.Times > 1 ? string.Create(CultureInfo.InvariantCulture, $"{line.Times} times") : null, line.Paused ? "paused" : null]).OfType<string>());
                Terminal.Line($"  {(line.Until is null ? line.Clock : $"{line.Clock}-{line.Until}").PadRight(11)}  {line.Task}[grey]{(note.Length > 0 ? $"  {note}" : "")}[/]");
            }
        }

        if (lines.Count > 0) Terminal.Note($"Times are in {listing.Zone}.");
    }

    /// <param name="zone">The one zone that all times are in: tasks have clocks of their own.</param>
    public static void Runs(IReadOnlyList<TaskRun> runs, TimeZoneInfo zone)
    {
        runs = [.. runs.Select(run => run with { DueText = TaskTimes.Text(run.Due, zone) })];
        if (IsWide) Table(runs);
        else
            foreach (var run in runs) Lines(run, named: true);
        Terminal.Note($"Times are in {zone.Id}.");
    }

    private static void Table(IReadOnlyList<TaskRun> runs)
    {
        var table = Terminal.Table("due", "task", "", "took", "tries", "why, and where it is");
        foreach (var run in runs)
            table.AddRow(
                Terminal.Cell(run.DueText + HowOf(run)), Terminal.Cell(run.Task), Terminal.Cell(run.Words, ColorOf(run)), Terminal.Cell(Took(run)), Terminal.Cell(run.Tries.ToString(CultureInfo.InvariantCulture)),
                Terminal.Cell(string.Join('\n', ((IEnumerable<string?>)[run.Reason, .. run.Deliveries.Select(Where)]).OfType<string>())));
        AnsiConsole.Write(table);
    }

    /// <summary>One run, whole.</summary>
    public static void Run(TaskRun run)
    {
        if (run.Output is { } output) Console.Out.WriteLine(Terminal.Safe(output) + "\n");
        Lines(run, named: true);
        if (run.Turn is { } turn) Terminal.Note($"How the answer came about: locals why {turn}");
    }

    private static void NoteIdle(TaskListing listing, bool isRun)
    {
        if (!listing.Enabled) Terminal.Note("Nothing is due by the clock: Scheduling:Enabled is false.");
        else if (!isRun && listing.Tasks.Count > 0) Terminal.Note("No host runs on this data directory, so nothing runs these tasks; start it with: locals up");
    }

    private static void Lines(TaskRun run, bool named)
    {
        var took = Took(run);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {run.DueText}{HowOf(run)}{(named ? $"  {Terminal.Safe(run.Task)}" : "")}  [{(run.IsBad ? "red" : run.State == "succeeded" ? "green" : "grey")}]{Terminal.Safe(run.Words)}[/]{(took.Length > 0 ? $", {took}" : "")}");
        if (run.Reason is { } reason) Terminal.Line($"    [grey]{reason}[/]");
        foreach (var receipt in run.Deliveries) Terminal.Line($"    [grey]{Where(receipt)}[/]");
    }

    private static string Where(TaskReceipt receipt) => receipt.State switch
    {
        "delivered" => $"{receipt.Channel}: delivered{(receipt.Proof == receipt.Channel ? "" : $", {receipt.Proof}")}",
        "pending" => $"{receipt.Channel}: not yet{(receipt.Reason is { } why ? $". {why}" : "")}",
        var state => $"{receipt.Channel}: {(state == "same" ? "nothing new" : "not delivered")}. {receipt.Reason}",
    };

    private static string NextOf(TaskLine task, bool enabled) => task.Standing != "due" ? task.Standing : !enabled ? "not by the clock" : task.NextText ?? (task.When.StartsWith("after ", StringComparison.Ordinal) ? task.When : "never again");

    private static string LastOf(TaskLine task) => task.Last is not { } last ? "" : $"{last.Words}, {last.DueText}{(task.FailedInARow > 1 ? string.Create(CultureInfo.InvariantCulture, $"; {task.FailedInARow} times in a row") : "")}";

    private static string HowOf(TaskRun run) => run.ByHand ? " by hand" : run.Late ? " late" : "";

    private static string Took(TaskRun run) => run.Seconds is not { } seconds ? "" : seconds < 100 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");

    private static Color? ColorOf(TaskRun? run) => run is null ? null : run.IsBad ? Color.Red : run.State == "succeeded" ? Color.Green : Color.Grey;
}
