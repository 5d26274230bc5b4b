using System.Globalization;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Report;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Treasury;

/// <summary>Treasury figures as tables in a terminal; the Markdown and the page say more.</summary>
internal static class TreasuryScreen
{
    private const int Apis = 6;

    public static void Report(TreasuryReport report)
    {
        Terminal.Line($"[bold]{report.Month}[/]  {Local(report.From, report.Zone)} to {Local(report.To, report.Zone)} ({report.Zone.Id}){(report.To < report.End ? ", so far" : "")}");
        if (report.IsEmpty) Terminal.Line($"Nothing was asked of any machine.");
        else
        {
            var usage = report.Usage;
            Terminal.Line($"{ReportMarkdown.Attempts(usage)}, {usage.Tokens:N0} tokens: {usage.Uncached:N0} read, {usage.Cached:N0} cached, {usage.Output:N0} written, {usage.Reasoning:N0} of reasoning");
            Terminal.Line($"[grey]tokens {report.Origins.Tokens.Words}; energy {report.Origins.Energy.Words}[/]");
            AnsiConsole.WriteLine();
            Shares(report);
        }

        Bill(report);
        if (!report.IsEmpty)
        {
            Lenses(report);
            Against(report);
            if (report.Forecast is { } forecast)
                Terminal.Line($"At the end of the month, if it goes on like this: {Svg.Short((double)forecast.Tokens.Middle!.Value)} tokens, {forecast.Cost.Middle:N2} {report.Currency} ({forecast.Cost.Low:N2} to {forecast.Cost.High:N2})");
        }

        if (report.Budgets.Count > 0) Budgets(report.Budgets, report.Currency, report.Zone);
        Notes(report);
    }

    public static void Compare(TreasuryReport report)
    {
        var comparison = report.Comparison;
        if (report.IsEmpty)
        {
            Terminal.Line($"Nothing was asked of any machine in {report.Month}, so there is nothing to compare.");
            Notes(report);
            return;
        }

        Terminal.Line($"[bold]{report.Month}[/]  {comparison.Usage.Tokens:N0} tokens that somebody was given; {(report.IsBillKnown ? FormattableString.Invariant($"home {comparison.Home.Total:N2} {report.Currency}") : "what home costs is not set")}");
        var table = Figures(Terminal.Table("API", "All buckets", "Written alone", "Home saves", "Sold by", "Price of"), 1, 3);
        foreach (var api in report.Apis)
            table.AddRow(Terminal.Cell(api.Price.Id, api.Price.Id == comparison.Official.Price.Id ? Color.Green : null), Money(api.Cost), Money(api.OutputOnly), Money(report.IsBillKnown ? api.Cost - comparison.Home.Total : null), Terminal.Cell(api.Price.Official ? "its maker" : "a reseller"), Terminal.Cell(api.Price.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        AnsiConsole.Write(table);

        if (!report.IsBillKnown)
        {
            Notes(report);
            return;
        }

        var mistakes = Figures(Terminal.Table("Mistake", "Home saves with it", "without it", "What was counted"), 1, 2);
        foreach (var caveat in report.Caveats) mistakes.AddRow(Terminal.Cell(ReportMarkdown.Name(caveat.Kind)), Money(caveat.With), Money(caveat.Without), Terminal.Cell(caveat.Said));
        AnsiConsole.Write(mistakes);
        BreakEven(report);
        Notes(report);
    }

    public static void Budgets(IReadOnlyList<BudgetState> budgets, string currency, TimeZoneInfo zone)
    {
        if (budgets.Count == 0)
        {
            Terminal.Line($"Nothing is limited. Set Treasury:Budgets to limit what a persona or a task may spend.");
            return;
        }

        var table = Figures(Terminal.Table("Budget", "Of", "Limit", "Used", "Energy", "Time", "Then", "Until"), 3, 5);
        foreach (var budget in budgets)
            table.AddRow(
                Terminal.Cell(budget.Name), Terminal.Cell(string.Join(' ', ((string?[])[budget.Options.Persona, budget.Options.Task]).OfType<string>()) is { Length: > 0 } whose ? whose : "the house"), Terminal.Cell(BudgetState.Limits(budget.Options, currency)),
                Terminal.Cell(FormattableString.Invariant($"{budget.Used * 100:0} %"), budget.Used >= 1 ? Color.Red : budget.Used >= budget.Options.WarnAt ? Color.Yellow : null),
                Terminal.Cell(FormattableString.Invariant($"{budget.Spent.Millijoules / 1000.0:N0} J")), Terminal.Cell(FormattableString.Invariant($"{budget.Spent.Busy.TotalSeconds:N0} s")),
                Terminal.Cell(budget.Options.Then.ToString().ToLowerInvariant()), Terminal.Cell(Local(budget.To, zone)));
        AnsiConsole.Write(table);
    }

    private static void Shares(TreasuryReport report)
    {
        var table = Figures(Terminal.Table("Persona", "Attempts", "Tokens", "Hours", "kWh", $"Cost, {report.Currency}"), 1, 5);
        foreach (var share in report.Personas)
            table.AddRow(
                Terminal.Cell(share.Name.Length > 0 ? share.Name : "no persona"), Number(share.Usage.Attempts), Number(share.Usage.Tokens), Terminal.Cell(share.Usage.BusyTime.TotalHours.ToString("N2", CultureInfo.InvariantCulture)),
                Terminal.Cell((share.Usage.Millijoules / 3.6e9).ToString("N3", CultureInfo.InvariantCulture)), Money(share.Cost));
        AnsiConsole.Write(table);
    }

    private static void Bill(TreasuryReport report)
    {
        var bill = report.Bill;
        var table = Figures(Terminal.Table("The bill", report.Currency), 1, 1);
        foreach (var (what, cost) in (ReadOnlySpan<(string, decimal)>)[("energy of the work", bill.Work), ("energy at rest", bill.Idle), ("cooling", bill.Cooling), ("value that was lost", bill.Depreciation), ("maintenance", bill.Maintenance), ("all", bill.Total)])
            table.AddRow(Terminal.Cell(what), Money(cost));
        AnsiConsole.Write(table);
    }

    private static void Lenses(TreasuryReport report)
    {
        var table = Figures(Terminal.Table("Laid on the tokens", "Cost", "Idle", "A million tokens", "Figures"), 1, 3);
        foreach (var lens in report.Lenses) table.AddRow(Terminal.Cell(lens.Name), Money(lens.Cost), Money(lens.Idle), Money(lens.PerMillion), Terminal.Cell(lens.Provenance.ToString().ToLowerInvariant()));
        AnsiConsole.Write(table);
    }

    private static void Against(TreasuryReport report)
    {
        var comparison = report.Comparison;
        var advantage = comparison.Advantage >= 0 ? FormattableString.Invariant($"home saved {comparison.Advantage:N2}") : FormattableString.Invariant($"home cost {-comparison.Advantage:N2} more");
        Terminal.Line($"{comparison.Official.Price.Id} would have taken {comparison.Official.Cost:N2} {report.Currency} (price of {comparison.Official.Price.Date:yyyy-MM-dd}); {(report.IsBillKnown ? advantage : "what home costs is not set")}");
        Terminal.Line($"the cheapest of the list, {comparison.Cheapest.Price.Id}: {comparison.Cheapest.Cost:N2}");
        BreakEven(report);
    }

    private static void BreakEven(TreasuryReport report)
    {
        if (!report.IsBillKnown) return;
        var (tokens, payback) = (report.BreakEven.TokensPerMonth, report.BreakEven.PaybackMonths);
        Terminal.Line($"{(tokens.Middle is { } middle ? $"home costs less from {Svg.Short((double)middle)} tokens a month on" : "home does not cost less at any number of tokens")}; {(payback.Middle is { } months and < 1200 ? FormattableString.Invariant($"paid for itself after {months:N0} months") : "it does not pay for itself")}");
    }

    private static void Notes(TreasuryReport report)
    {
        foreach (var note in report.Notes) Terminal.Note(note);
    }

    private static Table Figures(Table table, int from, int to)
    {
        for (var column = from; column <= to; column++) table.Columns[column].Alignment = Justify.Right;
        return table;
    }

    private static Text Money(decimal? money) => Terminal.Cell(money?.ToString("N2", CultureInfo.InvariantCulture));

    private static Text Number(long number) => Terminal.Cell(number.ToString("N0", CultureInfo.InvariantCulture));

    private static string Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
