using System.Globalization;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Cost;
using LocalsOnly.Treasury.Energy;
using LocalsOnly.Treasury.Ledger;
using LocalsOnly.Treasury.Report;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Treasury;

/// <summary>Answers what the house costs: to the command line, the page, the chat and the monthly task alike.</summary>
internal sealed class TreasuryDesk(LedgerBook book, IOptions<TreasuryOptions> options, HouseBudgets budgets, TimeProvider time)
{
    public LedgerBook Book => book;

    public TreasuryOptions Options => options.Value;

    public TimeZoneInfo Zone => options.Value.ZoneOrLocal(time);

    public IReadOnlyList<BudgetState> Budgets => budgets.All();

    /// <summary>The report of a calendar month.</summary>
    /// <param name="month">As <c>2026-11</c>; null for the one that runs.</param>
    /// <exception cref="TreasuryException">It is no month, has not begun, or the ledger cannot be read.</exception>
    public TreasuryReport Report(string? month = null)
    {
        var (first, end) = Bounds(month);
        return Report(first, end, Zone);
    }

    /// <summary>The report of the month before the one that an instant is in.</summary>
    public TreasuryReport ReportBefore(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var before = new DateTime(local.Year, local.Month, 1).AddMonths(-1);
        var (first, end) = LocalCalendar.Month(zone, before.Year, before.Month);
        return Report(first, end, zone);
    }

    /// <summary>Instants between which a month lies.</summary>
    /// <exception cref="TreasuryException">It is no month, or has not begun.</exception>
    public (DateTimeOffset First, DateTimeOffset End) Bounds(string? month)
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);
        if (month is null) return LocalCalendar.Month(Zone, now.Year, now.Month);
        if (!DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new TreasuryException($"'{month}' is no month; write it like {now:yyyy-MM}.") { IsAboutMonth = true };
        var (first, end) = LocalCalendar.Month(Zone, day.Year, day.Month);
        return first <= now ? (first, end) : throw new TreasuryException($"{month} has not begun yet.") { IsAboutMonth = true };
    }

    private TreasuryReport Report(DateTimeOffset first, DateTimeOffset end, TimeZoneInfo zone)
    {
        var (treasury, now) = (Options, time.GetUtcNow());
        var began = book.First();
        var from = began > first && began < end ? Floor(began.Value) : first;
        var to = now < end ? now : end;
        if (to <= from) to = from + LedgerFile.Slot;
        var all = book.Folded(from, end);
        var rows = all.Any(row => !row.Kind.IsSimulated) ? [.. all.Where(row => !row.Kind.IsSimulated)] : all;
        var usage = rows.Total();
        var origins = FigureOrigins.Of(rows);
        var bill = Bill.Of(rows, treasury, zone, from, to).InCents();
        var comparison = Comparison.Of(bill, rows, new ApiPrices(treasury), treasury, Math.Max(0.001m, Bill.Months(zone, from, to)));
        var tariff = new Tariff(treasury.Electricity, zone);
        List<string> notes = [.. Notes(treasury, rows, all.Count - rows.Count)];
        // A replay takes as long as all the sums, so it is made beside them.
        var planning = Task.Run(() => EndpointCapacity.Of(book, rows, treasury, zone, to - from, notes));
        var (personas, tasks, days) = (Share.Of(rows, kind => kind.Persona, bill, tariff), Share.Of(rows, kind => kind.Task, bill, tariff), DayUsage.Of(rows, zone));
        var plans = planning.GetAwaiter().GetResult();
        var capacity = Capacity(plans, rows, from, to);
        return new TreasuryReport
        {
            Month = TimeZoneInfo.ConvertTime(first, zone).ToString("yyyy-MM", CultureInfo.InvariantCulture),
            From = from,
            To = to,
            End = end,
            Zone = zone,
            Currency = treasury.Currency,
            Usage = usage,
            Abandoned = rows.Where(row => row.Kind.Abandoned).Total(),
            Origins = origins,
            Days = days,
            Personas = personas,
            Tasks = tasks,
            Models = [.. rows.GroupBy(row => (row.Kind.Endpoint, row.Kind.Model)).Select(model => new ModelUse(model.Key.Endpoint, model.Key.Model, model.Total())).OrderByDescending(model => model.Usage.Tokens)],
            Bill = bill,
            IsBillKnown = treasury.Electricity.PricePerKwh is not null || treasury.Assets.Count > 0 || treasury.MaintenancePerMonth > 0,
            Lenses = Lens.Of(bill, usage, capacity, origins.Energy.Least),
            Comparison = comparison,
            Apis = [.. new ApiPrices(treasury).All.Select(price => Priced.Of(price, comparison.Usage, treasury.PerDollar ?? 1)).OrderBy(priced => priced.Cost)],
            Caveats = Caveat.Of(comparison, rows, capacity, treasury, from, to),
            BreakEven = BreakEven.Of(comparison, treasury.Assets.Values.Sum(asset => asset.Price * (1 - asset.OtherUse))),
            Sensitivities = Sensitivity.Of(comparison, treasury, from, to),
            Forecast = Forecast.Of(rows, bill, from, to, end),
            Capacity = capacity,
            Plans = plans,
            Budgets = budgets.All(),
            Notes = notes,
        };
    }

    /// <summary>What the plans say, and of endpoints without a plan their busiest time.</summary>
    private static TokenCapacity? Capacity(IReadOnlyList<EndpointCapacity> plans, IReadOnlyList<UsageRow> rows, DateTimeOffset from, DateTimeOffset to)
    {
        var planned = plans.Select(plan => plan.Endpoint).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rest = TokenCapacity.FromBusiest([.. rows.Where(row => !planned.Contains(row.Kind.Endpoint))], from, to);
        if (plans.Count == 0) return rest;
        var tokens = (decimal)plans.Sum(plan => plan.Plan.FlatOutTokensPerMonth * ((to - from).TotalSeconds / TokenMix.SecondsPerMonth));
        return new TokenCapacity(
            tokens + (rest?.Tokens ?? 0), Provenance.Simulated,
            $"a replay of its own mix with every place taken on {string.Join(" and ", plans.Select(plan => plan.Endpoint))}{(rest is null ? "" : "; of the others " + rest.How)}");
    }

    private static IEnumerable<string> Notes(TreasuryOptions treasury, IReadOnlyList<UsageRow> rows, int leftOut)
    {
        if (leftOut > 0) yield return "Simulated attempts are left out.";
        else if (rows.Any(row => row.Kind.IsSimulated)) yield return "All of it was simulated: figures to look at, not to rely on.";
        if (treasury.Electricity.PricePerKwh is null) yield return "No price of electricity is set, so energy costs nothing here: set Treasury:Electricity:PricePerKwh.";
        if (treasury.Assets.Count == 0) yield return "No machines are priced, so nothing loses value here: set Treasury:Assets with what was paid, and when.";
        if (treasury.Nodes.Count == 0) yield return "No machines are described, so what they draw at rest is not in the bill: set Treasury:Nodes.";
        foreach (var (name, _) in treasury.Nodes.Where(node => HousePower.Rating(node.Value) is null)) yield return $"Nobody knows what {name} draws: set Treasury:Nodes:{name}:IdleWatts and LoadWatts, or its Hardware.";
        if (rows.Where(row => row.Kind.Energy is null).Sum(row => row.Sum.Attempts) is > 0 and var unknown)
            yield return string.Create(CultureInfo.InvariantCulture, $"The energy of {unknown:N0} attempts is not known: their endpoint tells no watts and has no machine under Treasury:Nodes.");
        foreach (var (name, asset) in treasury.Assets.Where(asset => asset.Value.Source is not { Length: > 0 })) yield return $"The price of {name} has no source: set Treasury:Assets:{name}:Source.";
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks / LedgerFile.Slot.Ticks * LedgerFile.Slot.Ticks, TimeSpan.Zero);
}
