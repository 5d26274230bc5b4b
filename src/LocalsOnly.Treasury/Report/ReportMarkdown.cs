using System.Globalization;
using System.Text;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Cost;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Report;

/// <summary>A report as Markdown: what a person reads, what the monthly task posts, what is kept on the NAS.</summary>
internal static class ReportMarkdown
{
    private const int Models = 12;

    public static string Write(TreasuryReport report)
    {
        var text = new StringBuilder();
        var month = DateTime.ParseExact(report.Month, "yyyy-MM", CultureInfo.InvariantCulture);
        Line(text, $"# Treasury, {month:MMMM yyyy}");
        Line(text, $"{Local(report.From, report.Zone)} to {Local(report.To, report.Zone)} ({report.Zone.Id}){(report.To < report.End ? ", so far" : "")}.");
        if (report.IsEmpty)
        {
            Line(text, $"Nothing was asked of any machine.");
            if (report.Bill.Total > 0) Bill(text, report);
            Notes(text, report);
            return text.ToString();
        }

        Usage(text, report);
        Bill(text, report);
        Lenses(text, report);
        Shares(text, "By persona", "Persona", report.Personas, "no persona");
        if (report.Tasks.Count > 1) Shares(text, "By task", "Task", report.Tasks, "chats");
        Elsewhere(text, report);
        if (report.IsBillKnown) BreakEvenAndForecast(text, report);
        foreach (var plan in report.Plans) Plan(text, plan);
        if (report.IsBillKnown) Caveats(text, report);
        if (report.Budgets.Count > 0) Budgets(text, report);
        Notes(text, report);
        return text.ToString();
    }

    private static void Usage(StringBuilder text, TreasuryReport report)
    {
        var usage = report.Usage;
        Line(text, $"{Attempts(usage)}, {usage.Tokens:N0} tokens: {usage.Uncached:N0} read, {usage.Cached:N0} found in a cache, {usage.Output:N0} written, {usage.Reasoning:N0} of reasoning. The machines were at it for {Hours(usage.BusyTime)}. Tokens are {report.Origins.Tokens.Words}; energy is {report.Origins.Energy.Words}.");
        if (report.Abandoned.Attempts > 0)
            Line(text, $"{Attempts(report.Abandoned)} ({Percent(report.Abandoned.Tokens, usage.Tokens)} of the tokens) reached nobody: failed, cancelled, or given up for a better answer.");
        Table(text, "Models", ["Endpoint", "Model", "Attempts", "Tokens", "First token", "Written per second"], 2,
            report.Models.Take(Models).Select(model => (string[])[model.Endpoint, model.Model, N(model.Usage.Attempts), N(model.Usage.Tokens), model.FirstToken is { } first ? Text($"{first:0.0} s") : "", model.DecodeRate is { } rate ? Text($"{rate:0.0}") : ""]));
    }

    private static void Bill(StringBuilder text, TreasuryReport report)
    {
        var bill = report.Bill;
        Table(text, $"The bill, {report.Currency}", ["What", "Cost"], 1,
        [
            ["Energy that the work took", Money(bill.Work)], ["Energy that the machines draw anyway", Money(bill.Idle)], ["Cooling", Money(bill.Cooling)],
            ["Value that was lost", Money(bill.Depreciation)], ["Maintenance", Money(bill.Maintenance)], ["**All**", $"**{Money(bill.Total)}**"],
        ]);
    }

    private static void Lenses(StringBuilder text, TreasuryReport report)
    {
        Table(text, "Three ways to lay it on the tokens", ["Way", "On the tokens", "Idle", "A million tokens", "Figures"], 1,
            report.Lenses.Select(lens => (string[])[lens.Name, Money(lens.Cost), Money(lens.Idle), lens.PerMillion is { } each ? Money(each) : "", lens.Provenance.ToString().ToLowerInvariant()]));
        Line(text, $"On the tokens and idle make the bill each time.{(report.Capacity is { } capacity ? Text($" Capacity: {capacity.Tokens:N0} tokens in this time, by {capacity.How}.") : "")}");
    }

    private static void Shares(StringBuilder text, string title, string column, IReadOnlyList<Share> shares, string nobody) => Table(
        text, title, [column, "Attempts", "Tokens", "Hours", "kWh", "Its own", "Of the rest", "All"], 1,
        shares.Select(share => (string[])[share.Name.Length > 0 ? share.Name : nobody, N(share.Usage.Attempts), N(share.Usage.Tokens), Text($"{share.Usage.BusyTime.TotalHours:N1}"), Text($"{share.Usage.Millijoules / 3.6e9:N3}"), Money(share.Marginal), Money(share.Standing), Money(share.Cost)]));

    private static void Elsewhere(StringBuilder text, TreasuryReport report)
    {
        var comparison = report.Comparison;
        Table(text, $"The same tokens elsewhere, {report.Currency}", ["API", "All buckets", "Written alone", "Price of", "Sold by"], 1,
            report.Apis.Select(api => (string[])[api.Price.Id == comparison.Official.Price.Id ? $"**{api.Price.Id}**" : api.Price.Id, Money(api.Cost), Money(api.OutputOnly), Text($"{api.Price.Date:yyyy-MM-dd}"), api.Price.Official ? "its maker" : "a reseller"]));
        if (!report.IsBillKnown)
        {
            Line(text, $"What home costs is not set, so whether it saves anything cannot be told. Prices: {comparison.Official.Price.Source}, {comparison.Official.Price.Date:yyyy-MM-dd}, and others.");
            return;
        }

        Line(text, $"Compared with {comparison.Official.Price.Id} ({comparison.Official.Price.Source}, {comparison.Official.Price.Date:yyyy-MM-dd}), home {(comparison.Advantage >= 0 ? "saved" : "cost")} **{Money(Math.Abs(comparison.Advantage))} {report.Currency}**{(comparison.Advantage >= 0 ? "" : " more")}. The cheapest of the list is {comparison.Cheapest.Price.Id} at {Money(comparison.Cheapest.Cost)}; another model is not the same answer.");
    }

    private static void BreakEvenAndForecast(StringBuilder text, TreasuryReport report)
    {
        var (tokens, payback) = (report.BreakEven.TokensPerMonth, report.BreakEven.PaybackMonths);
        Line(text, $"## Break-even");
        Line(text, $"Home costs less from {Millions(tokens.Middle)} tokens a month on ({Millions(tokens.Low)} to {Millions(tokens.High)} with home and API each 20 % off). What was bought has paid for itself after {Months(payback.Middle)} ({Months(payback.Low)} to {Months(payback.High)}).");
        Table(text, null, ["If this is 20 % off", "Less", "More"], 1, report.Sensitivities.Where(one => one.Swing > 0).Select(one => (string[])[one.Input, Money(one.Less), Money(one.More)]));
        if (report.Sensitivities.Any(one => one.Swing > 0)) Line(text, $"What home saves then, in {report.Currency}; now it is {Money(report.Comparison.Advantage)}.");
        if (report.Forecast is { } forecast)
            Line(text, $"At the end of the month, if it goes on like this: {Millions(forecast.Tokens.Middle)} tokens ({Millions(forecast.Tokens.Low)} to {Millions(forecast.Tokens.High)}), {Money(forecast.Cost.Middle!.Value)} {report.Currency} ({Money(forecast.Cost.Low!.Value)} to {Money(forecast.Cost.High!.Value)}).");
    }

    private static void Plan(StringBuilder text, EndpointCapacity its)
    {
        var plan = its.Plan;
        Table(text, $"What {its.Endpoint} could serve", ["Streams at once", "Tokens/s", "Written/s", "Written/s each", "First token, p95"], 1,
            plan.Frontier.Select(point => (string[])[N(point.Streams), Text($"{point.TokensPerSecond:N0}"), Text($"{point.OutputTokensPerSecond:N1}"), Text($"{point.StreamTokensPerSecond:N1}"), Text($"{point.FirstTokenP95:N1} s")]));
        Line(text, $"{plan.Model}: {plan.Layout}. Simulated, {(its.FromLedger ? Text($"by a replay of the requests of {its.Day:yyyy-MM-dd}, its busiest day") : "with requests made up in the month's own mix")}; reading {Rate(plan.Prefill)}, writing one stream {Rate(plan.Decode)}.");
        Line(text, $"They come at {plan.OfferedTokensPerSecond:N0} tokens/s; {(plan.Serves ? "the machines serve that" : "**the machines do not serve that**")}: up to {plan.Saturation.Load:0.0#} times as much with 19 of 20 first tokens within {ServiceLevel.Default.FirstTokenSeconds:0} s, {Millions((decimal)plan.WithinLevelTokensPerMonth)} tokens in 30 days. `locals plan --add` says what one more machine would change.");
    }

    private static string Rate(PlannedRate rate) => Text($"{rate.Used.Value:N0} tokens/s ({rate.Used.Provenance.ToString().ToLowerInvariant()}{(rate.Measured is null ? "" : Text($", predicted {rate.Predicted:N0}"))})");

    private static void Caveats(StringBuilder text, TreasuryReport report)
    {
        Table(text, "Five mistakes, and what each would do to these figures", ["Mistake", "Home saves, with it", "without it", "What was counted"], 1,
            report.Caveats.Select(caveat => (string[])[Name(caveat.Kind), caveat.With is { } with ? Money(with) : "", caveat.Without is { } without ? Money(without) : "", caveat.Said]));
    }

    public static string Name(CaveatKind kind) => kind switch
    {
        CaveatKind.Batching => "one request at a time",
        CaveatKind.Resale => "worthless after a year",
        CaveatKind.Provider => "the cheapest provider",
        CaveatKind.InputAndCache => "output alone",
        _ => "money alone",
    };

    private static void Budgets(StringBuilder text, TreasuryReport report) => Table(text, "Budgets", ["Budget", "Limit", "Used", "Until"], 1,
        report.Budgets.Select(budget => (string[])[budget.Name, BudgetState.Limits(budget.Options, report.Currency), Text($"{budget.Used * 100:0} %"), Local(budget.To, report.Zone)]));

    private static void Notes(StringBuilder text, TreasuryReport report)
    {
        if (report.Notes.Count == 0) return;
        Line(text, $"## Notes");
        foreach (var note in report.Notes) text.Append("- ").Append(note).Append('\n');
        text.Append('\n');
    }

    /// <summary>A table; columns after the first <paramref name="words"/> hold figures.</summary>
    private static void Table(StringBuilder text, string? title, string[] columns, int words, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        if (title is not null) Line(text, $"## {title}");
        text.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").AppendJoin('|', columns.Select((column, i) => i < words || column is "What was counted" or "Figures" or "Sold by" or "Price of" or "Until" or "Limit" ? "---" : "---:")).Append("|\n");
        foreach (var row in all) text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        text.Append('\n');
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\n\n");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Attempts(UsageSum usage) => usage.Attempts == 1 ? "1 attempt" : Text($"{usage.Attempts:N0} attempts");

    private static string Money(decimal money) => money.ToString("N2", CultureInfo.InvariantCulture);

    private static string Percent(long part, long whole) => whole == 0 ? "0 %" : Text($"{100.0 * part / whole:0.#} %");

    private static string Hours(TimeSpan time) => time.TotalHours >= 1 ? Text($"{time.TotalHours:N1} hours") : Text($"{time.TotalMinutes:0.#} minutes");

    private static string Millions(decimal? tokens) => tokens is { } some ? some >= 1_000_000_000_000m ? Text($"{some / 1_000_000_000_000m:N1}T") : some >= 1_000_000_000m ? Text($"{some / 1_000_000_000m:N2}B") : some >= 1_000_000m ? Text($"{some / 1_000_000m:N1}M") : Text($"{some:N0}") : "no number of";

    private static string Months(decimal? months) => months is { } some ? some < 1200 ? Text($"{some:N0} months") : "more than a century" : "no time";

    private static string Local(DateTimeOffset at, TimeZoneInfo zone) => Text($"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm}");
}
