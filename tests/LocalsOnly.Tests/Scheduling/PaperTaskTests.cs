using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Paper;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Agents.Paper;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>The paper book by the clock: when it is worth marking, and what is told of it.</summary>
public sealed class PaperTaskTests : IDisposable
{
    private readonly PaperHouse _house = new();
    private readonly TemporaryDirectory _marks = new();
    private readonly PaperMarkAction _action;
    private readonly ScheduledTask _task = new("vince", "paper-mark", new EverySchedule(TimeSpan.FromMinutes(15)), TimeZoneInfo.Utc, "Marks.");
    private DateTimeOffset _last = PaperHouse.Morning;

    public PaperTaskTests() => _action = new PaperMarkAction(
        _house.Ledger, new PaperPrices(_house.Prices, _house.Time), new TaskMarks(Options.Create(new DataOptions { Local = _marks.Path })));

    public void Dispose()
    {
        _house.Dispose();
        _marks.Dispose();
    }

    [Fact]
    public async Task The_gate_is_open_for_positions_and_for_the_end_of_the_last_one()
    {
        Assert.Equal(new GateVerdict(false, "no paper position is open"), await GateAsync());
        _house.Price("BTC", 100);
        await _house.Open();
        Assert.Equal(new GateVerdict(true, "1 open on paper: BTC"), await GateAsync());

        _house.Price("BTC", 97);
        await _house.Look(TimeSpan.FromMinutes(1));
        Assert.Equal(new GateVerdict(true, "no paper position is open, and 1 closed since 2026-03-10 09:10 UTC"), await GateAsync());
        _house.Time.Advance(TimeSpan.FromMinutes(14));
        _last = _house.Time.GetUtcNow();
        Assert.False((await GateAsync()).Open);
    }

    [Fact]
    public async Task A_stop_is_told_once_though_the_marker_saw_it_first()
    {
        _house.Price("BTC", 100);
        await _house.Open();
        Assert.Equal("", await RunAsync());
        _house.Price("BTC", 97);
        await _house.Look(TimeSpan.FromMinutes(1));

        var told = await RunAsync();

        Assert.StartsWith("**Paper book**, imaginary money\n- P1 BTC stopped at 98: ", told, StringComparison.Ordinal);
        Assert.EndsWith("since it was last told; 0 open.", told, StringComparison.Ordinal);
        Assert.Equal("", await RunAsync());
    }

    [Fact]
    public async Task What_a_run_that_did_not_succeed_had_to_tell_is_told_by_the_next()
    {
        _house.Price("BTC", 100);
        await _house.Open();
        await RunAsync();
        _house.Price("BTC", 97);

        Assert.Contains("stopped", await RunAsync(succeeds: false), StringComparison.Ordinal);
        Assert.Contains("stopped", await RunAsync(), StringComparison.Ordinal);
        Assert.Equal("", await RunAsync());
    }

    [Fact]
    public async Task Equity_is_told_when_it_is_a_percent_away_from_what_was_told_and_not_before()
    {
        _house.Price("BTC", 100);
        await _house.Open();
        Assert.Equal("", await RunAsync());
        _house.Price("BTC", 101);
        Assert.Equal("", await RunAsync());
        _house.Price("BTC", 102.5m);

        Assert.Matches(@"^\*\*Paper book\*\*, imaginary money\nEquity 101[0-9]{3}\.[0-9]{2} USD, 1\.[0-9]+ % since it was last told; 1 open\.$", await RunAsync());
        Assert.Equal("", await RunAsync());
    }

    [Fact]
    public async Task Without_any_price_nothing_is_marked_and_the_reason_is_told()
    {
        _house.Price("BTC", 100);
        await _house.Open();
        _house.Prices.Failure = "Hyperliquid cannot be read.";

        Assert.Equal("Hyperliquid cannot be read.", (await Assert.ThrowsAsync<ToolException>(() => RunAsync())).Message);
    }

    private Task<GateVerdict> GateAsync() => new PaperPositionsGate(_house.Ledger).TestAsync(
        new GateCall(_task, GateHouse.Setting("paper_positions"), _house.Time.GetUtcNow(), _house.Time.GetUtcNow(), _last), CancellationToken.None);

    private async Task<string> RunAsync(bool succeeds = true)
    {
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        _house.Prices.Refresh(_house.Time.GetUtcNow());
        var text = await _action.RunAsync(new ActionCall(_task, _house.Time.GetUtcNow(), _house.Time.GetUtcNow(), _last), CancellationToken.None);
        if (succeeds) _last = _house.Time.GetUtcNow();
        return text;
    }
}
