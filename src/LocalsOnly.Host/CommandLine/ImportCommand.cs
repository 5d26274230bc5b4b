using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Import;
using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals import</c>: exports become memory. Runs beside a running host, which sees the result at once.</summary>
internal static class ImportCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var paths = new Argument<string[]>("path") { Description = "Zips, folders or JSON files as ChatGPT and Claude export them, in any mixture.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read everything, store nothing, and say what an import would do." };
        var command = new Command("import", "Read exported ChatGPT and Claude conversations into memory. Importing the same export again changes nothing.") { paths, dryRun, GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(
            globals.Of(result), result.GetRequiredValue(paths), result.GetValue(dryRun), result.GetValue(GlobalOptions.Json), cancellation));
        return command.WithExample("locals import ~/Downloads/chatgpt-export.zip ~/Downloads/claude-export.zip");
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, string[] paths, bool dryRun, bool json, CancellationToken cancellationToken)
    {
        var configuration = CommandConfiguration.LoadValid(request);
        DataDirectory.Create(configuration.DataDirectory);
        await using var services = House.BuildForCommand(configuration);
        var import = services.GetRequiredService<ImportService>();
        Task<ImportReport> ReadAsync(IProgress<ImportProgress>? progress) =>
            dryRun ? import.PreviewAsync(paths, progress, cancellationToken) : import.ImportAsync(paths, progress, cancellationToken);
        ImportReport report;
        try
        {
            report = json ? await ReadAsync(null) : await ProgressBars.ReadAsync<ImportProgress, ImportReport>("reading", Read, ReadAsync);
        }
        catch (ImportCanceledException canceled)
        {
            Terminal.Error(canceled.Import is { } number
                ? string.Create(CultureInfo.InvariantCulture, $"Interrupted: what was stored is kept, importing the same again completes it, and locals imports undo {number} takes it back.")
                : "Interrupted before anything new was stored: import the same again.");
            return ExitCode.Interrupted;
        }
        if (json) Terminal.Json(report, ImportJson.Default.ImportReport);
        else
        {
            Print(report);
            if (!dryRun) await PrintRedactionsAsync(services.GetRequiredService<IMemory>(), cancellationToken);
            // Last, where whoever looks for the reason of the exit code looks.
            foreach (var input in report.Inputs.Where(input => input.Problem is not null)) Terminal.Error(Of(input.Problem!, input, report.Inputs.Count > 1 ? NameOf(input) : null));
        }
        return report.Inputs.Any(input => input.Problem is not null) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static Advance Read(ImportProgress progress) => new(
        progress.BytesRead, progress.BytesTotal,
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(progress.Input.TrimEnd('/'))} · {Terminal.Count(progress.Conversations, "conversations")}, {progress.Known:N0} already there"));

    private static void Print(ImportReport report)
    {
        var known = report.IsPreview ? "known" : "unchanged";
        var table = Terminal.Table("export", "found", "new", "updated", known, "empty", "skipped", "messages");
        foreach (var input in report.Inputs) Row(table, NameOf(input), input.Totals);
        if (report.Inputs.Count > 1) Row(table, "together", report.Totals);
        AnsiConsole.Write(table);
        foreach (var input in report.Inputs) PrintNotes(input, report.Inputs.Count > 1 ? NameOf(input) : null);

        var totals = report.Totals;
        if (totals.Repeated > 0) Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{totals.Repeated:N0} of them {(totals.Repeated == 1 ? "is" : "are")} in more than one file and {(totals.Repeated == 1 ? "was" : "were")} merged."));
        if (report.IsPreview) Terminal.Note("A dry run: nothing was stored. Whether a known conversation has grown shows when it is imported.");
        if (totals.Added + totals.Updated == 0 && totals.Unchanged > 0 && !report.IsPreview) Terminal.Line($"{NothingNew(report)}");
        Terminal.Line($"[grey]{totals.Found} found = {totals.Added} new + {totals.Updated} updated + {totals.Unchanged} {known} + {totals.Empty} empty + {totals.Forgotten} forgotten + {totals.Quarantined} skipped, in {report.Elapsed.TotalSeconds:0.0} s[/]");
        if (totals.Gathered > 0) Terminal.Note($"Beside them {Terminal.Count(totals.Gathered, "memories")} {(totals.Gathered == 1 ? "was" : "were")} gathered, of what ChatGPT noted about you in them.");
        if (report.Import is { } number) Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"This was import {number}; locals imports undo {number} takes it back."));
    }

    // With several inputs each line says which one it is about, if it does not by itself.
    private static void PrintNotes(ImportedInput input, string? name)
    {
        void Note(string line) => Terminal.Note(Of(line, input, name));
        foreach (var skipped in input.Quarantined) Terminal.Error(Of($"{skipped.File}, byte {skipped.Offset}: one conversation was skipped, it {skipped.Reason}", input, name));
        foreach (var warning in input.Warnings) Note(warning);
        if (input.Totals.AssetsMissing is > 0 and var missing)
            Note($"{Terminal.Count(missing, "files")} that conversations refer to {(missing == 1 ? "is" : "are")} not in the export; give all its parts at once if there are more.");
        if (input.Kinds.Any(kind => kind.Key != "chats")) Note($"Read: {Counts(input.Kinds)}");
        if (input.Unused.Count > 0) Note($"Recognised and not used: {Counts(input.Unused)}");
        if (input.NotUsed.Count > 0) Note($"Nothing to import in: {string.Join(", ", input.NotUsed)}");
    }

    private static string Of(string line, ImportedInput input, string? name) =>
        name is null || line.StartsWith(name, StringComparison.Ordinal) || line.StartsWith(input.Path, StringComparison.Ordinal) ? line : $"{name}: {line}";

    private static string NameOf(ImportedInput input) => Path.GetFileName(input.Path.TrimEnd('/'));

    private static string NothingNew(ImportReport report)
    {
        // An older export, or a poorer one, is kept as well, and may come to count when another import is undone.
        if (report.Import is not null) return "Nothing is said in there that was not known; the archive keeps how this export has it beside what it had.";
        var known = string.Join(" and ", ((string?[])[report.Totals.Forgotten > 0 ? "is not forgotten" : null, report.Totals.Quarantined > 0 ? "could be read" : null]).OfType<string>());
        return $"Everything in there {(known.Length > 0 ? $"that {known} " : "")}was known already; nothing changed.";
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(count => Terminal.Count(count.Value, count.Key)));

    private static async Task PrintRedactionsAsync(IMemory memory, CancellationToken cancellationToken)
    {
        var redactions = (await memory.CountAsync(new MemoryScope(MemoryScope.DefaultOwner), cancellationToken)).Redactions;
        if (redactions.Count > 0)
            Terminal.Note($"Redacted in what is remembered: {RedactionWords.Of(redactions)}. The archive keeps them: locals search --open <key> --unredacted");
    }

    private static void Row(Table table, string name, ImportTotals totals)
    {
        static Text Number(int value) => Terminal.Cell(value.ToString("N0", CultureInfo.InvariantCulture));
        table.AddRow(
            Terminal.Cell(name), Number(totals.Found), Number(totals.Added), Number(totals.Updated), Number(totals.Unchanged), Number(totals.Empty),
            Number(totals.Quarantined), Number(totals.Messages));
    }
}
