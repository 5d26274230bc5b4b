using System.CommandLine;
using System.Text;
using LocalsOnly.Host.CommandLine.Plan;
using LocalsOnly.Host.Worker;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Report;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine.Treasury;

/// <summary><c>locals treasury</c>: what was asked of the machines, what it costs, and what it would have cost elsewhere. It needs no running host.</summary>
internal static class TreasuryCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var month = Month();
        var command = new Command("treasury", "What was asked of your machines, what it costs, and what it would have cost elsewhere. Without a command it reports this month.") { month, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk => Print(result, desk.Report(result.GetValue(month)), null, null)));
        foreach (var each in (Command[])[Report(globals), Compare(globals), PlanCommand.Create(globals), Budget(globals), Export(globals)]) command.Subcommands.Add(each);
        return command.WithExample("locals treasury");
    }

    private static Option<string?> Month() => new("--month") { Description = "The month, like 2026-11; the one that runs when left out." };

    private static Command Report(GlobalOptions globals)
    {
        var month = Month();
        var markdown = new Option<string?>("--markdown") { Description = "Write it as Markdown to this file; - for standard output." };
        var html = new Option<string?>("--html") { Description = "Write it as a page with plots to this file; it stands alone and prints well." };
        var command = new Command("report", "A month: tokens, the bill, three ways to lay it on the tokens, the same at APIs, break-even, the five mistakes.") { month, markdown, html, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk => Print(result, desk.Report(result.GetValue(month)), result.GetValue(markdown), result.GetValue(html))));
        return command.WithExample("locals treasury report --month 2026-11 --html ~/november.html");
    }

    private static int Print(ParseResult result, TreasuryReport report, string? markdown, string? html)
    {
        if (markdown is not null) Write(markdown, ReportMarkdown.Write(report));
        if (html is not null) Write(html, ReportPage.Document(report));
        if (result.GetValue(GlobalOptions.Json)) Terminal.Json(report, TreasuryJson.Indented.TreasuryReport);
        else if (markdown is null && html is null) TreasuryScreen.Report(report);
        return ExitCode.Ok;
    }

    private static Command Compare(GlobalOptions globals)
    {
        var month = Month();
        var command = new Command("compare", "The same tokens at home and at every API of the price list, and the five mistakes that such comparisons make.") { month, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            var report = desk.Report(result.GetValue(month));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(report.Comparison, TreasuryJson.Indented.Comparison);
            else TreasuryScreen.Compare(report);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals treasury compare --month 2026-11");
    }

    private static Command Budget(GlobalOptions globals)
    {
        var command = new Command("budget", "What may be spent, what is spent, and what happens then.") { GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(desk.Budgets, TreasuryJson.Indented.IReadOnlyListBudgetState);
            else TreasuryScreen.Budgets(desk.Budgets, desk.Options.Currency, desk.Zone);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals treasury budget");
    }

    private static Command Export(GlobalOptions globals)
    {
        var month = Month();
        var session = new Option<string?>("--session") { Description = "Only the attempts of one conversation." };
        var format = new Option<string>("--format") { Description = "csv, or json: an object per line.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json");
        var file = new Argument<string>("file") { Description = "Where to; - for standard output.", DefaultValueFactory = _ => "-" };
        var command = new Command("export", "Every attempt with its tokens, times and energy, for a spreadsheet or another program. There is no text in it.") { file, month, session, format };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            var bounds = result.GetValue(month) is { } named ? desk.Bounds(named) : (First: DateTimeOffset.MinValue, End: DateTimeOffset.MaxValue);
            var events = desk.Book.Events(bounds.First, bounds.End, result.GetValue(session));
            var count = 0L;
            Write(result.GetRequiredValue(file), writer => count = result.GetRequiredValue(format) == "csv" ? LedgerExport.WriteCsv(events, writer) : LedgerExport.WriteJson(events, writer));
            Terminal.Note(FormattableString.Invariant($"{count:N0} attempts."));
            return ExitCode.Ok;
        }));
        return command.WithExample("locals treasury export november.csv --month 2026-11");
    }

    private static async Task<int> WithDeskAsync(GlobalOptions globals, ParseResult result, Func<TreasuryDesk, int> run)
    {
        var configuration = CommandHouse.Find(globals.Of(result)).Configuration;
        await using var services = House.BuildForCommand(configuration);
        try
        {
            return run(services.GetRequiredService<TreasuryDesk>());
        }
        catch (TreasuryException refused)
        {
            throw new CommandException(refused.IsAboutMonth ? ExitCode.Usage : ExitCode.Failed, refused.Message);
        }
    }

    private static void Write(string path, string text) => Write(path, writer => writer.Write(text));

    private static void Write(string path, Action<TextWriter> write)
    {
        if (path == "-")
        {
            write(Console.Out);
            return;
        }

        try
        {
            // Beside it first: a file that was there is whole until the new one is.
            var part = path + ".part";
            using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(false))) write(writer);
            File.Move(part, path, overwrite: true);
            Terminal.Note($"Written to {path}.");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"{path} cannot be written ({broken.Message.TrimEnd('.')}).");
        }
    }
}
