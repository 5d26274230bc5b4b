using System.Globalization;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Cost;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Treasury.Budgets;

/// <summary>
/// What has been spent of each budget. Read from the ledger once for each day, week or month, and counted on from there as attempts end. What two
/// prompts at once spend may go over a limit; the next one is told.
/// </summary>
internal sealed class HouseBudgets : IUsageSink, IRouteBudget
{
    private readonly Lock _gate = new();
    private readonly List<Account> _accounts;
    private readonly LedgerBook _book;
    private readonly TimeProvider _time;
    private readonly TimeZoneInfo _zone;
    private readonly Tariff _tariff;
    private readonly decimal _cooling;
    private readonly string _currency;
    private readonly ILogger<HouseBudgets> _logger;

    public HouseBudgets(IOptions<TreasuryOptions> options, LedgerBook book, TimeProvider time, ILogger<HouseBudgets> logger)
    {
        (_book, _time, _logger) = (book, time, logger);
        var treasury = options.Value;
        _zone = treasury.ZoneOrLocal(time);
        _tariff = new Tariff(treasury.Electricity, _zone);
        (_cooling, _currency) = (treasury.Cooling, treasury.Currency);
        _accounts = [.. treasury.Budgets.OrderBy(budget => budget.Key, StringComparer.Ordinal).Select(budget => new Account(budget.Key, budget.Value))];
    }

    public void Record(UsageEvent usage)
    {
        if (_accounts.Count == 0) return;
        lock (_gate)
        {
            foreach (var account in _accounts)
                if (account.Takes(usage.Persona, usage.Task) && account.IsOpenAt(usage.At)) account.Add(SpentOn(usage));
        }
    }

    /// <summary>The strictest of all budgets that the prompt belongs to.</summary>
    public BudgetVerdict Check(RouteRequest route)
    {
        if (_accounts.Count == 0) return default;
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            Open(now);
            var verdict = default(BudgetVerdict);
            foreach (var account in _accounts)
            {
                if (!account.Takes(route.Persona, route.Task)) continue;
                if (Judge(account, now) is { } its && its.Action > verdict.Action) verdict = its;
            }

            return verdict;
        }
    }

    /// <summary>Every budget as it stands now.</summary>
    public IReadOnlyList<BudgetState> All()
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            Open(now);
            return [.. _accounts.Select(account => new BudgetState(account.Name, account.Options, account.Spent, account.Used, account.From, account.To))];
        }
    }

    private BudgetVerdict? Judge(Account account, DateTimeOffset now)
    {
        var used = account.Used;
        if (used < account.Options.WarnAt) return null;
        var clause = Clause(account);
        if (used < 1 || account.Options.Then == BudgetEnd.Warn)
        {
            // Said once when it comes near, and once when it is reached: not under each reply.
            var step = used < 1 ? 1 : 2;
            if (account.Said >= step) return null;
            account.Said = step;
            _logger.LogWarning("{Clause}", clause);
            return new BudgetVerdict(BudgetAction.Warn, clause);
        }

        return account.Options.Then == BudgetEnd.Downgrade
            ? new BudgetVerdict(BudgetAction.Downgrade, clause)
            : new BudgetVerdict(BudgetAction.Refuse, clause) { Until = account.To - now };
    }

    private string Clause(Account account)
    {
        var whose = account.Options is { Persona: { } persona } ? account.Options.Task is { } task ? $"{persona}'s {task}" : persona : account.Options.Task ?? "The house";
        var period = account.Options.Per switch
        {
            BudgetPeriod.Day => "today's",
            BudgetPeriod.Week => "this week's",
            _ => "this month's",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{whose} has used {account.Used * 100:0} % of {period} budget '{account.Name}' ({BudgetState.Limits(account.Options, _currency)})");
    }

    private Spent SpentOn(UsageEvent usage)
    {
        var energy = usage.Energy is { } use ? use.Millijoules - use.IdleMillijoules : 0;
        return new Spent(_tariff.Cost(energy, usage.At) * (1 + _cooling), energy, usage.Duration);
    }

    private Spent SpentOn(UsageRow row) => new(_tariff.Cost(row.Sum.MarginalMillijoules, row.Slot) * (1 + _cooling), row.Sum.MarginalMillijoules, row.Sum.BusyTime);

    /// <summary>Begins a new period of each whose last is over, with what the ledger has of it: read once for all of them.</summary>
    private void Open(DateTimeOffset now)
    {
        var over = _accounts.Where(account => !account.IsOpenAt(now)).ToList();
        if (over.Count == 0) return;
        foreach (var account in over)
        {
            var (from, to) = PeriodOf(account.Options.Per, now);
            account.Open(from, to);
        }

        try
        {
            foreach (var row in _book.Folded(over.Min(account => account.From), over.Max(account => account.To)))
                foreach (var account in over)
                    if (account.IsOpenAt(row.Slot) && account.Takes(Null(row.Kind.Persona), Null(row.Kind.Task))) account.Add(SpentOn(row));
        }
        catch (TreasuryException broken)
        {
            _logger.LogError("Budgets count from now on: {Reason}", broken.Message);
        }
    }

    private (DateTimeOffset From, DateTimeOffset To) PeriodOf(BudgetPeriod period, DateTimeOffset now)
    {
        var day = TimeZoneInfo.ConvertTime(now, _zone).Date;
        var (first, next) = period switch
        {
            BudgetPeriod.Day => (day, day.AddDays(1)),
            BudgetPeriod.Week => (day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7))),
            _ => (new DateTime(day.Year, day.Month, 1), new DateTime(day.Year, day.Month, 1).AddMonths(1)),
        };
        return (LocalCalendar.At(_zone, first), LocalCalendar.At(_zone, next));
    }

    private static string? Null(string text) => text.Length > 0 ? text : null;

    private sealed class Account(string name, BudgetOptions options)
    {
        public string Name => name;

        public BudgetOptions Options => options;

        public Spent Spent { get; private set; }

        public DateTimeOffset From { get; private set; }

        public DateTimeOffset To { get; private set; }

        /// <summary>How much of it has been said: nothing, that it comes near, that it is reached.</summary>
        public int Said { get; set; }

        /// <summary>Share of the limit that is nearest to being reached.</summary>
        public double Used => Math.Max(
            options.Money is { } money ? (double)(Spent.Money / money) : 0,
            Math.Max(options.Joules is { } joules ? Spent.Millijoules / 1000.0 / joules : 0, options.ClusterSeconds is { } seconds ? Spent.Busy.TotalSeconds / seconds : 0));

        public bool Takes(string? persona, string? task) =>
            (options.Persona is null || options.Persona.Equals(persona, StringComparison.OrdinalIgnoreCase)) && (options.Task is null || options.Task.Equals(task, StringComparison.OrdinalIgnoreCase));

        public bool IsOpenAt(DateTimeOffset at) => at >= From && at < To;

        public void Open(DateTimeOffset from, DateTimeOffset to) => (From, To, Spent, Said) = (from, to, default, 0);

        public void Add(Spent more) => Spent += more;
    }
}

/// <summary>What was spent.</summary>
/// <param name="Money">For energy, with cooling.</param>
/// <param name="Millijoules">Energy above what the machines draw anyway.</param>
/// <param name="Busy">Time that endpoints were at it.</param>
internal readonly record struct Spent(decimal Money, long Millijoules, TimeSpan Busy)
{
    public static Spent operator +(Spent a, Spent b) => new(a.Money + b.Money, a.Millijoules + b.Millijoules, a.Busy + b.Busy);
}

/// <summary>A budget as it stands.</summary>
/// <param name="Used">Share of the limit that is nearest to being reached.</param>
internal sealed record BudgetState(string Name, BudgetOptions Options, Spent Spent, double Used, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Its limits in words.</summary>
    public static string Limits(BudgetOptions options, string currency)
    {
        var limits = new List<string>(3);
        if (options.Money is { } money) limits.Add(string.Create(CultureInfo.InvariantCulture, $"{money:N2} {currency}"));
        if (options.Joules is { } joules) limits.Add(string.Create(CultureInfo.InvariantCulture, $"{joules:N0} J"));
        if (options.ClusterSeconds is { } seconds) limits.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:N0} s of the machines"));
        return string.Join(", ", limits);
    }
}
