using System.CommandLine;
using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Memory;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals imports</c>: what was imported when, what of it was new, and how to take it back.</summary>
internal static class ImportsCommand
{
    private const int MostListed = 50;

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("imports", "List imports, look at one, undo one.");
        command.Subcommands.Add(List(globals));
        command.Subcommands.Add(Show(globals));
        command.Subcommands.Add(Undo(globals));
        return command.WithExample("locals imports list");
    }

    private static Command List(GlobalOptions globals)
    {
        var command = new Command("list", "All imports that brought something new.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => ArchiveCommand.RunAsync(globals.Of(result), async archive =>
        {
            var imports = await archive.ListImportsAsync(cancellation);
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(imports, ArchiveJson.Indented.IReadOnlyListImportSummary);
            else if (imports.Count == 0) Terminal.Note("Nothing was imported yet; import an export with: locals import <file>");
            else
            {
                var table = Terminal.Table("import", "when", "state", "conversations", "new", "updated", "from");
                foreach (var import in imports)
                    table.AddRow(
                        Number(import.Number), Terminal.Cell(When(import.Started)), Terminal.Cell(State(import), import.Undone is null ? null : Color.Grey), Number(import.Conversations),
                        Total(import, "added"), Total(import, "updated"), Terminal.Cell(string.Join(", ", import.Inputs)));
                AnsiConsole.Write(table);
            }

            return ExitCode.Ok;
        }));
        return command.WithExample("locals imports list");
    }

    private static Command Show(GlobalOptions globals)
    {
        var number = NumberArgument();
        var command = new Command("show", "One import: what it read, and the conversations of which it brought something new.") { number, GlobalOptions.Json };
        command.SetAction((result, cancellation) => ArchiveCommand.RunAsync(globals.Of(result), async archive =>
        {
            var found = await archive.FindImportAsync(result.GetValue(number), cancellation) ?? throw NotThere(result.GetValue(number));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(found, ArchiveJson.Indented.ImportDetails);
            else Print(found);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals imports show 1");
    }

    private static Command Undo(GlobalOptions globals)
    {
        var number = NumberArgument();
        var command = new Command("undo", "Take an import back: what it brought does not count any more, unless another import holds it too. Its lines stay in the archive until locals archive compact.") { number, GlobalOptions.Json };
        command.SetAction((result, cancellation) => ArchiveCommand.RunAsync(globals.Of(result), async archive =>
        {
            var undone = await archive.UndoAsync(result.GetValue(number), cancellation) ?? throw NotThere(result.GetValue(number));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(undone, ArchiveJson.Indented.UndoResult);
            else if (undone.AlreadyUndone) Terminal.Line($"Import {undone.Number} was undone before; nothing changed.");
            else Terminal.Line($"Import {undone.Number} is undone: {Sentence(undone)}.");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals imports undo 1");
    }

    private static string Sentence(UndoResult undone)
    {
        var parts = new List<string> { $"{Terminal.Count(undone.Removed, "conversations")} {Are(undone.Removed)} gone" };
        if (undone.Restored > 0) parts.Add($"{undone.Restored} {Are(undone.Restored)} what the other imports make of {(undone.Restored == 1 ? "it" : "them")}");
        if (undone.Kept > 0) parts.Add($"{undone.Kept} {(undone.Kept == 1 ? "stays" : "stay")}, because other imports hold the same");
        return string.Join(", ", parts);
    }

    private static string Are(int count) => count == 1 ? "is" : "are";

    private static void Print(ImportDetails details)
    {
        var import = details.Import;
        Terminal.Line($"[bold]Import {import.Number}[/] [grey]{When(import.Started)} · {State(import)}[/]");
        if (import.Inputs.Count > 0) Terminal.Line($"from {string.Join(", ", import.Inputs)}");
        if (import.Totals.Count > 0) Terminal.Line($"{string.Join(", ", import.Totals.Where(total => total.Value > 0).Select(total => string.Create(CultureInfo.InvariantCulture, $"{total.Value:N0} {total.Key}")))}");
        PrintConversations(details.Conversations);
    }

    /// <summary>A list of conversations, cut where it would fill the screen.</summary>
    public static void PrintConversations(IReadOnlyList<ConversationLabel> conversations)
    {
        var table = Terminal.Table("title", "updated", "from", "messages", "key");
        foreach (var label in conversations.Take(MostListed))
            table.AddRow(
                Terminal.Cell(label.Title), Terminal.Cell(label.UpdatedAt is { } at ? When(at) : ""), Terminal.Cell(label.Source.Length == 0 ? "" : PersonSentences.Vendor(label.Source)),
                Number(label.Messages), Terminal.Cell(label.Key));
        AnsiConsole.Write(table);
        if (conversations.Count > MostListed) Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"… and {conversations.Count - MostListed} more (--json lists them)"));
    }

    private static Argument<int> NumberArgument() => new("number") { Description = "Number of the import, as locals imports list shows it." };

    private static CommandException NotThere(int number) =>
        new(ExitCode.NothingFound, string.Create(CultureInfo.InvariantCulture, $"There is no import {number}; see: locals imports list"));

    private static string State(ImportSummary import) =>
        import.Undone is { } undone ? $"undone {When(undone)}" : import.Outcome ?? (import.Ended is null && import.Inputs.Count > 0 ? "not finished" : "completed");

    private static string When(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private static Text Number(int value) => Terminal.Cell(value.ToString("N0", CultureInfo.InvariantCulture));

    private static Text Total(ImportSummary import, string name) =>
        Terminal.Cell(import.Totals.TryGetValue(name, out var value) ? value.ToString("N0", CultureInfo.InvariantCulture) : "");
}
