using System.Text.Json;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Paper;

namespace LocalsOnly.Tests.Agents.Paper;

public sealed class PaperOpeningTests : IDisposable
{
    private readonly PaperHouse _house = new();

    public PaperOpeningTests() => _house.Price("BTC", 100m, 0.0001m);

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_position_is_as_large_as_the_distance_to_its_stop_allows()
    {
        var told = await _house.Open(stop: "90");

        // 1500 USD over a distance of 10: 150 units slip 2 + 18 × 0.15 = 4.7 bps, so the distance is 10.047 and 1500 / 10.047 units fit.
        var position = Assert.Single(_house.Book.Positions).Value;
        Assert.Equal(149.29829799m, position.Quantity);
        Assert.Equal(100m * (1m + 0.0002m + (0.0018m * 149.29829799m * 100m / 100_000m)), position.Entry, 10);
        Assert.InRange(position.Risk, 1499m, 1500m);
        Assert.Equal(2m, position.Leverage);
        Assert.InRange(position.Margin, 0m, 10_000m);
        Assert.Contains("Opened on paper: P1 BTC long opened: 149.29829799 at 100.04", told, StringComparison.Ordinal);
        Assert.Contains("stop 90", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_near_stop_does_not_make_a_position_larger_than_a_tenth_of_the_equity_at_five_times()
    {
        await _house.Open(stop: "98");

        var position = Assert.Single(_house.Book.Positions).Value;
        Assert.Equal(5m, position.Leverage);
        Assert.InRange(position.Margin, 9_990m, 10_000m);
        Assert.True(position.Risk < 1500m);
    }

    [Fact]
    public async Task A_fill_costs_half_of_five_basis_points_and_slips_against_the_book_on_both_sides()
    {
        await _house.Open(direction: "short", stop: "102", size: 10_000);
        var short1 = _house.Book.Positions["BTC"];
        Assert.Equal(100m * (1m - 0.00038m), short1.Entry);
        Assert.Equal(Math.Round(100m * short1.Entry * 0.00025m, 6), short1.Fees);
        Assert.Equal(100_000m - short1.Fees, _house.Book.Cash);

        await _house.Call("paper_close", ("position", "P1"));

        var loss = 100_000m - _house.Book.Equity;
        // Twice 3.8 bps of slippage and twice 2.5 bps of fees on 10000 USD.
        Assert.Equal(12.60m, loss, 2);
    }

    [Theory]
    [InlineData(0, 0.0002)]
    [InlineData(50_000, 0.0011)]
    [InlineData(100_000, 0.0020)]
    [InlineData(900_000, 0.0020)]
    public void Slippage_goes_from_two_to_twenty_basis_points_with_the_size(int notional, double expected) =>
        Assert.Equal((decimal)expected, PaperRules.Slippage(notional));

    [Fact]
    public async Task The_ladder_stands_at_one_and_a_half_three_and_five_times_the_distance()
    {
        await _house.Open(stop: "90", size: 3000);

        var position = _house.Book.Positions["BTC"];
        var distance = position.Entry - 90m;
        Assert.Equal([position.Entry + (1.5m * distance), position.Entry + (3m * distance), position.Entry + (5m * distance)], position.Targets.Select(target => target.Price));
        Assert.Equal(position.Quantity, position.Targets.Sum(target => target.Quantity));
    }

    [Theory]
    [InlineData("100.5", null, null, "The stop 100.5 of a long has to be below the price, which is 100.")]
    [InlineData("100", null, null, "The stop 100 of a long has to be below the price, which is 100.")]
    [InlineData("99.9", null, null, "is 0.1 % from the price 100, and the least is 0.2 %.")]
    [InlineData("84", null, null, "is 16 % from the price 100, and the most is 15 %.")]
    [InlineData("90", "20000", null, "and the limit is 1500.00 USD (1.5 % of the equity).")]
    [InlineData("98", "60000", null, "The position would take 12")]
    [InlineData("98", "60000", "1", "The position would take 60")]
    [InlineData("98", "1000", "6", "Leverage is 6x, and the paper book takes 1x to 5x.")]
    [InlineData("98", "1000", "0.5", "Leverage is 0.5x, and the paper book takes 1x to 5x.")]
    [InlineData("98", "5", null, "The position would be 5.00 USD, and the smallest is 10.00 USD.")]
    public async Task A_refusal_names_the_number_and_its_limit_and_is_counted(string stop, string? size, string? leverage, string expected)
    {
        var sentence = await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long"), ("stop", stop), ("size", size), ("leverage", leverage));

        Assert.StartsWith("Not opened on paper. ", sentence, StringComparison.Ordinal);
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.Empty(_house.Book.Positions);
        Assert.Equal(1, _house.Book.OpeningRefusals.Values.Sum());
    }

    [Theory]
    [InlineData("stop", "NaN", "stop is 'NaN', which is no number")]
    [InlineData("stop", "Infinity", "which is no number")]
    [InlineData("stop", "ninety", "give plain digits such as 2500 or 0.25.")]
    [InlineData("stop", "9,000", "which is no number")]
    [InlineData("stop", "1e400", "which is no number")]
    [InlineData("stop", "99999999999999999999999999999999", "which is no number")]
    [InlineData("stop", "2000000000", "the largest figure the paper book takes is 1000000000.")]
    [InlineData("stop", "-98", "give a price in USD above 0.")]
    [InlineData("size", "-5", "give the notional in USD as a number above 0")]
    [InlineData("size", "0", "give the notional in USD as a number above 0")]
    [InlineData("direction", "sideways", "direction is 'sideways'; give long or short.")]
    [InlineData("asset", "http://x", "is no symbol; give one such as BTC")]
    [InlineData("asset", "NOPE", "No source knows a market NOPE")]
    [InlineData("signal", "S9", "not both")]
    public async Task Wrong_input_is_one_sentence_that_says_what_to_give(string name, string value, string expected)
    {
        var arguments = new Dictionary<string, object?> { ["asset"] = "BTC", ["direction"] = "long", ["stop"] = 98m, [name] = value };

        var sentence = await _house.Refused("paper_open", [.. arguments.Select(argument => (argument.Key, argument.Value))]);

        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_house.Folder));
    }

    [Fact]
    public async Task Numbers_may_come_as_JSON_numbers_or_as_text()
    {
        using var json = JsonDocument.Parse("""{ "size": 1000, "stop": "98" }""");

        await _house.Open(stop: json.RootElement.GetProperty("stop"), size: json.RootElement.GetProperty("size"));

        Assert.Equal(10m, _house.Book.Positions["BTC"].Quantity);
    }

    [Fact]
    public async Task The_persons_own_word_needs_an_asset_a_side_and_a_stop() =>
        Assert.Equal(
            "Without a signal, give asset, direction and stop; or give the id of a recorded signal.",
            await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long")));

    [Fact]
    public async Task An_asset_has_one_position()
    {
        await _house.Open(size: 1000);

        Assert.Contains("P1 is open in BTC already, and an asset has 1 position at most.", await Refusal("BTC"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asset_rests_for_thirty_minutes_after_its_position_was_closed()
    {
        await _house.Open(size: 1000);
        await _house.Call("paper_close", ("position", "btc"));
        _house.Time.Advance(TimeSpan.FromMinutes(29));
        _house.Price("BTC", 100m);

        Assert.Contains("closed 29 min ago, and the cooldown is 30 min.", await Refusal("BTC"), StringComparison.Ordinal);

        _house.Time.Advance(TimeSpan.FromMinutes(1));
        await _house.Open(size: 1000);
        Assert.Equal("P2", _house.Book.Positions["BTC"].Id);
    }

    [Fact]
    public async Task All_positions_together_put_up_no_more_than_thirty_percent()
    {
        foreach (var asset in new[] { "BTC", "ETH", "SOL", "HYPE" }) _house.Price(asset, 100m);
        foreach (var asset in new[] { "BTC", "ETH", "SOL" }) await _house.Open(asset, size: 29_500, leverage: 3);

        Assert.Contains("would take 30.5", (await _house.Refused("paper_open", ("asset", "HYPE"), ("direction", "long"), ("stop", 98), ("size", 1000), ("leverage", 1))), StringComparison.Ordinal);

        // Left to itself, the size takes what room there is.
        await _house.Open("HYPE");
        Assert.InRange(_house.Book.Margin / _house.Book.Equity, 0.2999m, 0.3m);

        _house.Price("DOGE", 100m);
        Assert.Contains("and the limit is 30 %; there is no room for another.", await Refusal("DOGE"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the feed does not answer", 0)]
    [InlineData(null, 130)]
    public async Task Nothing_is_traded_on_an_old_price(string? stale, int secondsOld)
    {
        _house.Prices.Set("BTC", 100m, null, _house.Time.GetUtcNow().AddSeconds(-secondsOld), stale);

        var sentence = await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long"), ("stop", 98));

        Assert.StartsWith("The last price of BTC is 100 USD (Hyperliquid, 2026-03-10 09:", sentence, StringComparison.Ordinal);
        Assert.Contains("trades on prices of the last 2 min", sentence, StringComparison.Ordinal);
        Assert.Empty(_house.Book.Positions);
    }

    [Fact]
    public async Task A_feed_that_is_away_is_said_in_its_own_sentence()
    {
        _house.Prices.Failure = "Hyperliquid does not answer.";

        Assert.Equal("Hyperliquid does not answer.", await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long"), ("stop", 98)));
    }

    [Fact]
    public async Task Two_calls_at_once_open_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _house.Prices.Gate = gate.Task;
        var calls = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            try
            {
                await _house.Open(size: 1000);
                return true;
            }
            catch (ToolException)
            {
                return false;
            }
        })).ToList();
        gate.SetResult();

        var opened = await Task.WhenAll(calls);

        Assert.Equal(1, opened.Count(one => one));
        Assert.Single(_house.Book.Positions);
        Assert.Equal(15, _house.Book.OpeningRefusals["already open"]);
        Assert.Single(_house.Ledger.Since(PaperHouse.Morning).SelectMany(line => line.Events).OfType<PositionOpened>());
    }

    [Fact]
    public async Task A_disk_that_does_not_take_the_line_leaves_the_book_as_it_was()
    {
        // A file stands where the desk's folder has to be.
        Directory.CreateDirectory(Path.GetDirectoryName(_house.Folder)!);
        await File.WriteAllTextAsync(_house.Folder, "");

        var sentence = await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long"), ("stop", 98));

        Assert.Contains("nothing was changed", sentence, StringComparison.Ordinal);
        Assert.Empty(_house.Book.Positions);
        Assert.Equal(100_000m, _house.Book.Equity);
    }

    [Fact]
    public void Half_Kelly_limits_the_risk_once_there_is_a_history()
    {
        // 29 trades: no opinion yet.
        Assert.Equal(0.015m, PaperSizing.Risk(Of(wins: 15, losses: 14, win: 1m)));
        // p = 0.52, b = 1: f = 0.04, half of it 2 %; the 1.5 % of every trade stay the limit.
        Assert.Equal(0.015m, PaperSizing.Risk(Of(wins: 52, losses: 48, win: 1m)));
        // p = 0.51, b = 1: f = 0.02, half of it 1 %.
        Assert.Equal(0.01m, PaperSizing.Risk(Of(wins: 51, losses: 49, win: 1m)), 10);
        // No edge: a tenth.
        Assert.Equal(0.0015m, PaperSizing.Risk(Of(wins: 30, losses: 70, win: 1m)));
        Assert.Equal(0.0015m, PaperSizing.Risk(Of(wins: 0, losses: 30, win: 1m)));
        Assert.Equal(0.015m, PaperSizing.Risk(Of(wins: 30, losses: 0, win: 1m)));
    }

    private static PaperBook Of(int wins, int losses, decimal win) => PaperBook.Empty with
    {
        Trades =
        [
            .. Enumerable.Range(0, wins + losses).Select(i => new PaperTrade(
                $"P{i}", "BTC", PaperSide.Long, "x", PaperHouse.Morning, PaperHouse.Morning, 0m, i < wins ? win : -1m, PaperExit.Close)),
        ],
    };

    private Task<string> Refusal(string asset) => _house.Refused("paper_open", ("asset", asset), ("direction", "long"), ("stop", 98));
}
