using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals corpus export</c>: what was imported, out again, to read, to move, or to tune a local model on.</summary>
internal static class CorpusExportCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var directory = new Argument<string>("directory") { Description = "Where to; made when it is not there." };
        var format = new Option<CorpusFormat>("--format") { Description = "markdown: a file for each conversation. jsonl: a line for each. mlx: examples for fine-tuning with MLX-LM.", Required = true };
        var filter = new CorpusFilterOptions();
        var examples = new ExampleOptionSet();
        var branches = new Option<bool>("--include-branches") { Description = "Also the replies and edits that you turned away from." };
        var side = new Option<bool>("--side-records") { Description = "With markdown: also tool calls and results, reasoning and documents." };
        var unredacted = new Option<bool>("--unredacted") { Description = "With every key, password and card number that was said." };
        var force = new Option<bool>("--force") { Description = "Write into a directory that is not empty, and replace what has the same name." };
        var command = new Command("export", "Write what is remembered into files: Markdown, JSON lines, or a set for fine-tuning. Secrets are redacted.")
        {
            directory, format, branches, side, unredacted, force, GlobalOptions.Json,
        };
        filter.AddTo(command);
        examples.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(
            globals.Of(result),
            new CorpusExportRequest(
                Locations.Absolute(result.GetRequiredValue(directory), Directory.GetCurrentDirectory()),
                result.GetValue(format),
                filter.ScopeOf(result),
                filter.Of(result, result.GetValue(unredacted)))
            {
                IncludeBranches = result.GetValue(branches),
                IncludeSideRecords = result.GetValue(side),
                Force = result.GetValue(force),
                Examples = examples.Of(result),
            },
            result.GetValue(GlobalOptions.Json),
            cancellation));
        return command.WithExample("locals corpus export ./training --format mlx --source chatgpt --valid 10% --max-tokens 2048");
    }

    private static async Task<int> RunAsync(ConfigurationRequest configuration, CorpusExportRequest request, bool json, CancellationToken cancellationToken)
    {
        var house = CommandHouse.Find(configuration);
        await using var services = House.BuildForCommand(house.Configuration);
        return await CommandHouse.CaughtUpAsync(services, async () => (await services.GetRequiredService<IMemory>().CountAsync(new MemoryScope(MemoryScope.DefaultOwner), cancellationToken)).Conversations == 0
            ? throw new CommandException(ExitCode.NothingFound, CorpusExport.NothingRemembered)
            : await ExportAsync(services.GetRequiredService<CorpusExport>(), request, json, cancellationToken), cancellationToken);
    }

    private static async Task<int> ExportAsync(CorpusExport export, CorpusExportRequest request, bool json, CancellationToken cancellationToken)
    {
        CorpusExportReport report;
        try
        {
            report = await export.ExportAsync(request, new Counted(), cancellationToken);
        }
        finally
        {
            Terminal.ClearProgress();
        }
        if (json) Terminal.Json(report, CorpusJson.Default.CorpusExportReport);
        else Print(report, request.Filter.Unredacted);
        return report.Conversations > 0 ? ExitCode.Ok : ExitCode.NothingFound;
    }

    private static void Print(CorpusExportReport report, bool unredacted)
    {
        if (report.Conversations == 0) Terminal.Error($"Nothing was written into {report.Directory}: no conversation is both asked for and fit for this format.");
        else
        {
            var table = Terminal.Table("file", report.Format == CorpusFormat.Mlx ? "examples" : "conversations", "bytes");
            foreach (var file in report.Files) table.AddRow(Terminal.Cell(file.Name), Number(file.Entries), Number(file.Bytes));
            AnsiConsole.Write(table);
            Terminal.Line($"{Terminal.Count(report.Conversations, "conversations")} {(report.Conversations == 1 ? "is" : "are")} in {report.Directory}");
        }
        foreach (var (reason, count) in report.LeftOut) Terminal.Note($"{Terminal.Count(count, "conversations")} left out: {reason}");
        foreach (var (what, count) in report.Dropped) Terminal.Note($"{Terminal.Count(count, what[..what.IndexOf(' ', StringComparison.Ordinal)])}{what[what.IndexOf(' ', StringComparison.Ordinal)..]} left out");
        if (unredacted) Terminal.Note("Nothing is redacted: every key, password and card number that was said is in there.");
        else if (report.Redactions.Count > 0) Terminal.Note($"Redacted: {RedactionWords.Of(report.Redactions)}.");
        foreach (var note in report.Notes) Terminal.Note(note);
    }

    private static Text Number(long value) => Terminal.Cell(value.ToString("N0", CultureInfo.InvariantCulture));

    private sealed class Counted : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % 100 == 0) Terminal.Progress($"{value} conversations");
        }
    }
}
