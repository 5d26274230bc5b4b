using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>When a price opens a task.</summary>
public sealed class PriceGateTests : IDisposable
{
    private static readonly (string, string)[] s_moved = [("symbol", "BTC"), ("percent", "3")];
    private static readonly (string, string)[] s_above = [("symbol", "BTC"), ("above", "100")];

    private readonly GateHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task The_first_look_keeps_the_price_and_small_moves_from_it_add_up()
    {
        Assert.Equal(new GateVerdict(false, "BTC is at 100 USD, and this is the first look: moves count from here"), await MovedAsync(100));
        _house.Later();
        Assert.False((await MovedAsync(101.5m)).Open);
        _house.Later();

        Assert.Equal(new GateVerdict(true, "BTC moved +3.2 %, from 100 USD (2026-11-26 09:30:00 UTC) to 103.2 USD (Hyperliquid), and 3 % are asked for"), await MovedAsync(103.2m));
    }

    [Fact]
    public async Task After_a_run_moves_count_from_the_price_that_it_ran_for()
    {
        await MovedAsync(100);
        _house.Later();
        Assert.True((await MovedAsync(104)).Open);
        _house.Succeed();

        Assert.False((await MovedAsync(101.5m)).Open);
        _house.Later();
        Assert.True((await MovedAsync(100.8m)).Open);
    }

    [Fact]
    public async Task A_move_that_a_failed_run_did_not_tell_opens_again()
    {
        await MovedAsync(100);
        _house.Later();
        Assert.True((await MovedAsync(104)).Open);
        _house.Later();

        Assert.StartsWith("BTC moved +3.9 %, from 100 USD", (await MovedAsync(103.9m)).Why, StringComparison.Ordinal);
        _house.Succeed();
        Assert.False((await MovedAsync(104.5m)).Open);
    }

    [Fact]
    public async Task Only_moves_in_the_direction_that_is_asked_for_open()
    {
        (string, string)[] down = [.. s_moved, ("direction", "down")];
        await MovedAsync(100, down);
        _house.Later();
        Assert.False((await MovedAsync(110, down)).Open);
        _house.Later();

        var verdict = await MovedAsync(96.9m, down);

        Assert.True(verdict.Open);
        Assert.EndsWith("and 3 % down are asked for", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_opens_when_it_is_crossed_and_again_only_after_the_price_was_back_by_a_percent()
    {
        Assert.Equal("BTC is at 99 USD (Hyperliquid) at the first look, and not above 100 USD", (await LevelAsync(99)).Why);
        _house.Later();
        Assert.Equal(new GateVerdict(true, "BTC is at 100.5 USD (Hyperliquid) and has crossed to above 100 USD"), await LevelAsync(100.5m));
        _house.Succeed();
        Assert.Equal("BTC is at 101 USD (Hyperliquid), above 100 USD since 2026-11-26 09:35:00 UTC without having been back by 1 %", (await LevelAsync(101)).Why);
        _house.Later();
        Assert.False((await LevelAsync(99.5m)).Open);
        _house.Later();
        Assert.False((await LevelAsync(100.2m)).Open);
        _house.Later();
        Assert.False((await LevelAsync(98.9m)).Open);
        _house.Later();

        Assert.True((await LevelAsync(100.1m)).Open);
    }

    [Fact]
    public async Task A_price_that_is_beyond_the_level_at_the_first_look_has_not_crossed_it()
    {
        Assert.False((await LevelAsync(120)).Open);
        _house.Later();
        Assert.False((await LevelAsync(121)).Open);
        _house.Later();
        Assert.False((await LevelAsync(98)).Open);
        _house.Later();

        Assert.True((await LevelAsync(101)).Open);
    }

    [Fact]
    public async Task A_level_below_is_crossed_on_the_way_down()
    {
        (string, string)[] below = [("symbol", "BTC"), ("below", "90")];
        Assert.False((await LevelAsync(95, below)).Open);
        _house.Later();

        Assert.True((await LevelAsync(89.9m, below)).Open);
    }

    [Fact]
    public async Task Without_a_fresh_price_nobody_can_tell_and_no_reference_moves()
    {
        await MovedAsync(100);
        _house.Later();

        _house.Prices.Set("BTC", 110, null, _house.Time.GetUtcNow(), "it did not answer within 8 s");
        Assert.Equal("There is no fresh price of BTC: it did not answer within 8 s.", await _house.RefusedAsync("price_moved", s_moved));
        _house.Prices.Failure = "Hyperliquid cannot be read: there is no connection to it; it has not been read since this host started.";
        Assert.Equal(_house.Prices.Failure, await _house.RefusedAsync("price_moved", s_moved));
        _house.Prices.Failure = null;
        Assert.Equal("No source knows a market FOO; mend the gate's symbol.", await _house.RefusedAsync("price_level", ("symbol", "FOO"), ("above", "1")));
        Assert.True((await MovedAsync(104)).Open);
    }

    [Fact]
    public async Task Offline_it_says_so()
    {
        var configuration = new ConfigurationBuilder().Build();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(_house.Time).Configure<DataOptions>(data => data.Offline = true).AddMarketPrices(configuration).BuildServiceProvider();

        var refused = await Assert.ThrowsAsync<ToolException>(() => new GatePrices(services.GetRequiredService<IMarketPrices>()).ReadAsync("BTC", CancellationToken.None));

        Assert.Contains("Data:Offline is set, so nothing outside the house is asked", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_of_marks_is_named_and_opens_nothing()
    {
        _house.Directory.Write("local/desks/tasks/marks.jsonl", "{broken\n");

        Assert.Contains("marks.jsonl, line 1, cannot be read", await Refused(), StringComparison.Ordinal);

        Task<string> Refused()
        {
            _house.Price("BTC", 100);
            return _house.RefusedAsync("price_moved", s_moved);
        }
    }

    private Task<GateVerdict> MovedAsync(decimal price, (string, string)[]? setting = null)
    {
        _house.Price("BTC", price);
        return _house.TestAsync("price_moved", setting ?? s_moved);
    }

    private Task<GateVerdict> LevelAsync(decimal price, (string, string)[]? setting = null)
    {
        _house.Price("BTC", price);
        return _house.TestAsync("price_level", setting ?? s_above);
    }
}
