using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Budgets;

namespace LocalsOnly.Tests.Treasury;

public sealed class HouseBudgetTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly RouteRequest s_vince = new() { Persona = "vince" };

    [Fact]
    public void Nothing_is_said_before_four_fifths_once_then_and_once_when_it_is_spent()
    {
        using var house = House(new BudgetOptions { Persona = "vince", ClusterSeconds = 100 });
        Spend(house, "vince", 79);
        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(s_vince).Action);
        Spend(house, "vince", 1);
        var near = house.Budgets.Check(s_vince);
        Assert.Equal((BudgetAction.Warn, "vince has used 80 % of this month's budget 'one' (100 s of the machines)"), (near.Action, near.Clause));
        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(s_vince).Action);
        Spend(house, "vince", 30);
        Assert.Equal(BudgetAction.Warn, house.Budgets.Check(s_vince).Action);
        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(s_vince).Action);
    }

    [Theory]
    [InlineData("Downgrade", BudgetAction.Downgrade)]
    [InlineData("Refuse", BudgetAction.Refuse)]
    public void A_spent_budget_says_so_each_time(string end, BudgetAction action)
    {
        var then = Enum.Parse<BudgetEnd>(end);
        using var house = House(new BudgetOptions { Persona = "vince", ClusterSeconds = 10, Then = then });
        Spend(house, "vince", 10);
        for (var i = 0; i < 2; i++)
        {
            var verdict = house.Budgets.Check(s_vince);
            Assert.Equal(action, verdict.Action);
            Assert.Equal(then == BudgetEnd.Refuse ? new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) - s_noon : null, verdict.Until);
        }

        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(new RouteRequest { Persona = "kelly" }).Action);
    }

    [Fact]
    public void What_the_ledger_has_of_the_month_counts_after_a_start()
    {
        using var house = House(new BudgetOptions { Persona = "vince", ClusterSeconds = 50, Then = BudgetEnd.Refuse });
        house.Add("2026-10-31T23:59:59Z", "vince", 1);
        house.Add("2026-11-01T00:00:00Z", "vince", 1);
        house.Add("2026-11-20T00:00:00Z", "solus", 1);
        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(s_vince).Action);
        Assert.Equal(30, house.Budgets.All().Single().Spent.Busy.TotalSeconds);
        Spend(house, "vince", 20);
        Assert.Equal(BudgetAction.Refuse, house.Budgets.Check(s_vince).Action);
    }

    [Theory]
    [InlineData("Day", "2026-11-26T23:59:59Z", "2026-11-27T00:00:00Z")]
    [InlineData("Week", "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z")]
    [InlineData("Month", "2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z")]
    public void It_begins_anew_with_the_next_day_week_or_month(string per, string last, string next)
    {
        using var house = House(new BudgetOptions { ClusterSeconds = 10, Per = Enum.Parse<BudgetPeriod>(per), Then = BudgetEnd.Refuse });
        Spend(house, "vince", 10);
        house.Time.SetUtcNow(DateTimeOffset.Parse(last, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(BudgetAction.Refuse, house.Budgets.Check(s_vince).Action);
        house.Time.SetUtcNow(DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(s_vince).Action);
    }

    [Fact]
    public void Money_is_the_energy_that_only_the_work_took_with_cooling()
    {
        using var house = House(new BudgetOptions { Task = "briefing", Money = 0.30m, Then = BudgetEnd.Refuse }, new ElectricityOptions { PricePerKwh = 0.25m });
        house.Budgets.Check(new RouteRequest { Task = "briefing" });
        // A kilowatt-hour above idle is 0.25, with cooling 0.30.
        house.Budgets.Record(Attempt("vince", 60) with { Task = "briefing", Energy = new EnergyUse(4_000_000_000, 400_000_000, Provenance.Measured) });
        Assert.Equal(0.30m, house.Budgets.All().Single().Spent.Money);
        Assert.Equal(BudgetAction.Refuse, house.Budgets.Check(new RouteRequest { Task = "briefing", Persona = "vince" }).Action);
        Assert.Equal(BudgetAction.Allow, house.Budgets.Check(s_vince).Action);
    }

    [Fact]
    public void Of_several_the_strictest_counts()
    {
        using var house = new TreasuryHouse(s_noon, new TreasuryOptions
        {
            Budgets = { ["all"] = new BudgetOptions { ClusterSeconds = 10, Then = BudgetEnd.Downgrade }, ["hers"] = new BudgetOptions { Persona = "vince", Joules = 5, Then = BudgetEnd.Refuse } },
        });
        house.Budgets.Check(s_vince);
        house.Budgets.Record(Attempt("vince", 11) with { Energy = new EnergyUse(6_000, 0, Provenance.Measured) });
        Assert.Equal(BudgetAction.Refuse, house.Budgets.Check(s_vince).Action);
        Assert.Equal(BudgetAction.Downgrade, house.Budgets.Check(new RouteRequest { Persona = "kelly" }).Action);
    }

    private static TreasuryHouse House(BudgetOptions budget, ElectricityOptions? electricity = null) =>
        new(s_noon, new TreasuryOptions { Budgets = { ["one"] = budget }, Electricity = electricity ?? new ElectricityOptions(), Cooling = 0.2m });

    private static void Spend(TreasuryHouse house, string persona, int seconds)
    {
        house.Budgets.Check(new RouteRequest { Persona = persona });
        house.Budgets.Record(Attempt(persona, seconds));
    }

    private static UsageEvent Attempt(string persona, int seconds) =>
        new() { At = s_noon, Persona = persona, Tier = Tier.Heavy, Endpoint = "cluster", Outcome = "ok", Duration = TimeSpan.FromSeconds(seconds) };
}
