using LocalsOnly.Host.Tasks;
using LocalsOnly.Inference;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Treasury;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>The monthly task posts last month's report, by the task's own zone.</summary>
public sealed class TreasuryReportTests
{
    private readonly ScheduledTask _task = new("eliza", "treasury-report", new EverySchedule(TimeSpan.FromDays(1)), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), "Report.");

    [Fact]
    public async Task The_month_is_that_of_the_tasks_zone()
    {
        using var house = new TreasuryHouse(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
        // The month begins at 23:00 UTC in Paris, so the first belongs to October and the last one to December.
        house.Add("2026-10-31T22:59:59Z", "vince", 9);
        house.Add("2026-10-31T23:00:00Z", "vince", 1000);
        house.Add("2026-11-02T08:00:00Z", "vince", 2000);
        house.Add("2026-11-03T08:00:00Z", null, 500);
        house.Add("2026-11-30T23:00:00Z", "vince", 7);
        var report = await RunAsync(house);
        Assert.StartsWith("# Treasury, November 2026", report, StringComparison.Ordinal);
        Assert.Contains("3 attempts, 3,530 tokens: 3,500 read", report, StringComparison.Ordinal);
        Assert.Contains("| vince | 2 | 3,020 |", report, StringComparison.Ordinal);
        Assert.Contains("| no persona | 1 | 510 |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_without_questions_is_said_to_be_one()
    {
        using var house = new TreasuryHouse(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
        Assert.Contains("Nothing was asked of any machine.", await RunAsync(house), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_simulated_is_left_out_beside_what_was_not()
    {
        using var house = new TreasuryHouse(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
        house.Add("2026-11-02T08:00:00Z", "vince", 2000);
        house.Add("2026-11-02T08:00:00Z", "vince", 400, usage => usage with { Provenance = Provenance.Simulated });
        var report = await RunAsync(house);
        Assert.Contains("1 attempt, 2,010 tokens", report, StringComparison.Ordinal);
        Assert.Contains("Simulated attempts are left out.", report, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(TreasuryHouse house)
    {
        var due = new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
        return new TreasuryReportAction(house.Desk).RunAsync(new ActionCall(_task, due, due, due), CancellationToken.None);
    }
}
