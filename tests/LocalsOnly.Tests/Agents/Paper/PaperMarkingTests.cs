using LocalsOnly.Agents.Tools.Paper;

namespace LocalsOnly.Tests.Agents.Paper;

public sealed class PaperMarkingTests : IDisposable
{
    private readonly PaperHouse _house = new();

    public PaperMarkingTests() => _house.Price("BTC", 100m, 0.0001m);

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("long", 98, 97.5, 97.5)]
    [InlineData("long", 98, 98, 98)]
    [InlineData("short", 102, 102.7, 102.7)]
    [InlineData("short", 102, 102, 102)]
    public async Task A_stop_fills_at_the_worse_of_stop_and_mark_less_slippage(string direction, double stop, double mark, double from)
    {
        await _house.Open(direction: direction, stop: stop, size: 10_000);
        var position = _house.Book.Positions["BTC"];

        await Move("BTC", (decimal)mark);

        var stopped = Assert.Single(Events().OfType<Stopped>());
        var sign = direction == "long" ? 1m : -1m;
        var slippage = 0.0002m + (0.0018m * position.Quantity * (decimal)from / 100_000m);
        Assert.Equal((decimal)from * (1m - (sign * slippage)), stopped.Fill.Price, 10);
        Assert.Equal(sign * (stopped.Fill.Price - position.Entry) * position.Quantity, stopped.Fill.Gain, 6);
        Assert.Null(stopped.Unseen);
        var trade = Assert.Single(_house.Book.Trades);
        Assert.Equal(PaperExit.Stop, trade.End);
        Assert.Equal(_house.Book.Equity, 100_000m + trade.Net);
        Assert.Empty(_house.Book.Positions);
    }

    [Fact]
    public async Task A_stop_that_was_passed_while_the_host_was_away_fills_at_the_first_price_seen_and_says_so()
    {
        await _house.Open(size: 10_000);
        await _house.Look(TimeSpan.FromSeconds(30));
        _house.Restart();
        _house.Time.Advance(TimeSpan.FromHours(5));
        _house.Price("BTC", 91m, 0.0001m);

        await _house.Look();

        var stopped = Assert.Single(Events().OfType<Stopped>());
        Assert.InRange(stopped.Fill.Price, 90.9m, 91m);
        Assert.Equal(PaperHouse.Morning, stopped.Unseen);
        var story = await _house.Call("paper_journal", ("position", "P1"));
        Assert.Contains("no price was seen since 2026-03-10 09:10:00 UTC, so it filled at the first one that was seen and not at the stop", story, StringComparison.Ordinal);
        Assert.Contains("funding: 5 hours", story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_take_a_third_a_third_and_the_rest_at_their_own_price()
    {
        await _house.Open(stop: "98", size: 9000);
        var targets = _house.Book.Positions["BTC"].Targets;

        await Move("BTC", targets[0].Price + 0.1m);
        Assert.Equal(60m, _house.Book.Positions["BTC"].Quantity);
        // Through both of the others at once.
        await Move("BTC", targets[2].Price + 1m);

        var taken = Events().OfType<TargetTaken>().ToList();
        Assert.Equal([1.5m, 3m, 5m], taken.Select(target => target.R));
        Assert.Equal(targets.Select(target => target.Price), taken.Select(target => target.Fill.Price));
        Assert.All(taken, target => Assert.Equal(0m, target.Fill.Slippage));
        Assert.Equal(90m, taken.Sum(target => target.Fill.Quantity));
        Assert.Equal(PaperExit.Target, Assert.Single(_house.Book.Trades).End);
        // (1.5 + 3 + 5) / 3 R, less the costs.
        Assert.InRange(_house.Book.Trades[0].R, 3.1m, 3.1667m);
    }

    [Fact]
    public async Task A_part_closed_by_hand_leaves_the_targets_their_shares()
    {
        await _house.Open(stop: "98", size: 9000);

        var told = await _house.Call("paper_close", ("position", "BTC"), ("percent", "50"));

        Assert.Contains("P1 BTC closed: 45 at ", told, StringComparison.Ordinal);
        Assert.Equal([15m, 15m, 15m], _house.Book.Positions["BTC"].Targets.Select(target => target.Quantity));
        Assert.Empty(_house.Book.Trades);
        await _house.Call("paper_close", ("position", "p1"));
        Assert.Equal(_house.Book.Cash, 100_000m + Assert.Single(_house.Book.Trades).Net);
    }

    [Theory]
    [InlineData("long", 0.0001, 1)]
    [InlineData("short", 0.0001, -1)]
    [InlineData("long", -0.0001, -1)]
    public async Task Funding_is_paid_on_the_hour_by_whom_the_rate_says(string direction, double rate, int sign)
    {
        _house.Price("BTC", 100m, (decimal)rate);
        await _house.Open(direction: direction, stop: direction == "long" ? 98 : 102, size: 10_000);
        await _house.Look(TimeSpan.FromMinutes(49.5));
        Assert.Empty(Events().OfType<FundingPaid>());
        var cash = _house.Book.Cash;

        await _house.Look(TimeSpan.FromSeconds(30));
        await _house.Look(TimeSpan.FromSeconds(30));

        var paid = Assert.Single(Events().OfType<FundingPaid>());
        Assert.Equal((new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero), sign * 1.00m, false), (paid.Hour, paid.Amount, paid.Estimated));
        Assert.Equal(cash - paid.Amount, _house.Book.Cash);
    }

    [Fact]
    public async Task Missed_hours_are_charged_at_the_last_known_rate_and_labelled_estimated()
    {
        await _house.Open(size: 10_000);
        _house.Restart();
        // Back at 12:02:00: 10:00 and 11:00 were missed, and 12:00 is in time.
        _house.Time.Advance(new TimeSpan(2, 52, 0));
        _house.Price("BTC", 101m, 0.0002m);

        await _house.Look();

        var paid = Events().OfType<FundingPaid>().ToList();
        Assert.Equal([(10, 1.00m, true), (11, 1.00m, true), (12, 2.02m, false)], paid.Select(hour => (hour.Hour.Hour, hour.Amount, hour.Estimated)));
        Assert.Contains("3 hours, 4.02 USD paid, 2 of them estimated", await _house.Call("paper_journal", ("position", "P1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Funding_waits_for_a_price_and_not_longer_than_five_minutes()
    {
        await _house.Open(size: 10_000);
        _house.Prices.Failure = "Hyperliquid does not answer.";

        await _house.Look(TimeSpan.FromMinutes(54));
        Assert.Empty(Events().OfType<FundingPaid>());
        await _house.Look(TimeSpan.FromMinutes(2));

        Assert.True(Assert.Single(Events().OfType<FundingPaid>()).Estimated);
    }

    [Fact]
    public async Task A_market_without_funding_pays_none_and_says_that_the_rate_is_unknown()
    {
        _house.Price("xyz:TSLA", 100m);
        await _house.Open("xyz:TSLA", size: 1000);

        await _house.Look(TimeSpan.FromHours(3));

        Assert.Equal(0m, Events().OfType<FundingPaid>().Sum(hour => hour.Amount));
        Assert.Contains("rate unknown", await _house.Call("paper_status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_takes_one_mark_in_each_minute_and_each_that_sets_something_off()
    {
        await _house.Open(size: 9000);
        for (var i = 0; i < 20; i++) await _house.Look(TimeSpan.FromSeconds(30));
        Assert.Equal(10, Events().OfType<Marked>().Count());

        // Half way through a minute that is marked already, the stop is reached.
        Assert.Equal(0, _house.Time.GetUtcNow().Second);
        await Move("BTC", 97m);

        Assert.Equal(11, Events().OfType<Marked>().Count());
        Assert.Single(Events().OfType<Stopped>());
    }

    [Fact]
    public async Task Nothing_is_written_while_nothing_is_open()
    {
        await _house.Look();
        await _house.Look(TimeSpan.FromHours(30));

        Assert.False(Directory.Exists(_house.Folder));
    }

    [Theory]
    [InlineData("an old copy", 97)]
    [InlineData(null, -5)]
    [InlineData(null, 0)]
    public async Task A_stale_or_impossible_price_stops_nothing(string? stale, int price)
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        _house.Prices.Set("BTC", price, null, _house.Time.GetUtcNow(), stale);

        await _house.Marker.LookAsync(CancellationToken.None);

        Assert.Single(_house.Book.Positions);
        Assert.Equal(100m, _house.Book.Positions["BTC"].Mark);
    }

    [Fact]
    public async Task A_price_that_was_read_before_the_last_mark_marks_nothing()
    {
        await _house.Open(size: 9000);
        await _house.Look(TimeSpan.FromMinutes(1));
        _house.Prices.Set("BTC", 97m, null, _house.Time.GetUtcNow().AddSeconds(-1));
        _house.Time.Advance(TimeSpan.FromMinutes(1));

        await _house.Marker.LookAsync(CancellationToken.None);

        Assert.Single(_house.Book.Positions);
    }

    [Fact]
    public async Task The_daily_breaker_stops_openings_until_the_next_day()
    {
        await Lose();
        _house.Restart();

        var tripped = Assert.Single(Events().OfType<BreakerTripped>());
        Assert.Equal((PaperBreaker.Daily, 100_000m), (tripped.Breaker, tripped.From));
        Assert.InRange(tripped.Loss, 0.05m, 0.06m);
        Assert.Contains("daily loss breaker tripped at 5.", await Refusal(), StringComparison.Ordinal);
        Assert.Contains("TRIPPED at 5.", await _house.Call("paper_status"), StringComparison.Ordinal);

        // Nothing happens in between: the day ends all the same.
        _house.Time.Advance(TimeSpan.FromHours(15));
        _house.Price("SOL", 100m);
        Assert.DoesNotContain("TRIPPED", await _house.Call("paper_status"), StringComparison.Ordinal);
        await _house.Open("SOL", size: 1000);
        Assert.Equal(0m, Math.Round(_house.Book.Loss(PaperBreaker.Daily), 4));
    }

    [Fact]
    public async Task A_breaker_trips_between_two_minutes_too()
    {
        foreach (var asset in new[] { "BTC", "ETH", "SOL" })
        {
            _house.Price(asset, 100m);
            await _house.Open(asset, stop: "96", size: 36_000);
        }

        await _house.Look(TimeSpan.FromSeconds(60));
        foreach (var asset in new[] { "BTC", "ETH", "SOL" }) _house.Price(asset, 95m);
        // All three are stopped by one look: one line, the breaker in it.
        await _house.Look(TimeSpan.FromSeconds(30));

        var line = _house.Ledger.Since(PaperHouse.Morning)[^1];
        Assert.Equal(3, line.Events.OfType<Stopped>().Count());
        Assert.IsType<BreakerTripped>(line.Events[^1]);
    }

    [Fact]
    public async Task A_loss_that_stops_nothing_trips_a_breaker_between_two_minutes_and_is_marked_for_it()
    {
        foreach (var asset in new[] { "BTC", "ETH", "HYPE" })
        {
            _house.Price(asset, 100m);
            await _house.Open(asset, stop: "96", size: 36_000);
            _house.Price(asset, 95.9m);
        }

        await _house.Look(TimeSpan.FromMinutes(1));
        Assert.InRange(_house.Book.Loss(PaperBreaker.Daily), 0.04m, 0.0499m);
        _house.Price("SOL", 100m);
        await _house.Open("SOL", stop: "90", size: 14_000);
        _house.Price("SOL", 94m);

        await _house.Look(TimeSpan.FromSeconds(10));

        Assert.Equal(["Marked", "BreakerTripped"], _house.Ledger.Since(PaperHouse.Morning)[^1].Events.Select(one => one.GetType().Name));
        Assert.Single(_house.Book.Positions);
    }

    [Fact]
    public async Task The_drawdown_breaker_holds_over_days_until_a_person_resets_it()
    {
        for (var day = 0; day < 3; day++)
        {
            await Lose();
            _house.Time.Advance(TimeSpan.FromDays(1));
        }

        _house.Price("SOL", 100m);
        Assert.Contains(Events().OfType<BreakerTripped>(), tripped => tripped.Breaker == PaperBreaker.Drawdown);
        Assert.Contains("it holds until the person resets it.", await Refusal(), StringComparison.Ordinal);

        var told = await _house.Call("paper_reset_breaker", ("breaker", "drawdown"));

        Assert.Contains("drawdown breaker reset at an equity of ", told, StringComparison.Ordinal);
        Assert.Equal(0m, _house.Book.Loss(PaperBreaker.Drawdown));
        Assert.True(_house.Book.DeepestDrawdown >= 0.15m);
        await _house.Open("SOL", size: 1000);
        Assert.Contains("has not tripped (0", await _house.Refused("paper_reset_breaker", ("breaker", "drawdown")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daily_breaker_that_is_reset_counts_from_there()
    {
        await Lose();

        await _house.Call("paper_reset_breaker", ("breaker", "daily"));
        _house.Price("SOL", 100m);
        await _house.Open("SOL", size: 1000);

        Assert.Empty(_house.Book.Tripped);
        Assert.Contains("There is no breaker 'weekly'; give daily or drawdown.", await _house.Refused("paper_reset_breaker", ("breaker", "weekly")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_is_moved_towards_the_price_and_never_beyond_the_risk_of_one_trade()
    {
        await _house.Open(stop: "98", size: 20_000);

        Assert.Contains("stop moved from 98 to 99", await _house.Call("paper_stop", ("position", "BTC"), ("stop", 99)), StringComparison.Ordinal);
        Assert.Contains("Not moved. The stop 101 of a long has to be below the price", await _house.Refused("paper_stop", ("position", "BTC"), ("stop", 101)), StringComparison.Ordinal);
        Assert.Contains("would be at risk, and the limit is 1499.", await _house.Refused("paper_stop", ("position", "BTC"), ("stop", 92)), StringComparison.Ordinal);
        Assert.Equal(99m, _house.Book.Positions["BTC"].Stop);
        await _house.Call("paper_stop", ("position", "P1"), ("stop", "93"));
        Assert.Equal(93m, _house.Book.Positions["BTC"].Stop);
    }

    [Fact]
    public async Task A_small_position_does_not_get_a_stop_that_is_none()
    {
        await _house.Open(stop: "98", size: 1000);

        Assert.Contains("This stop is 20.", await _house.Refused("paper_stop", ("position", "BTC"), ("stop", 80)), StringComparison.Ordinal);
        Assert.Contains("stop is -1; give a price", await _house.Refused("paper_stop", ("position", "BTC"), ("stop", -1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_in_a_market_that_is_gone_is_closed_at_its_last_mark_and_it_is_said()
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromDays(1));
        _house.Prices.Remove("BTC");
        Assert.Contains("No source knows BTC any more; paper_close closes it at its last mark", await _house.Call("paper_status"), StringComparison.Ordinal);

        var told = await _house.Call("paper_close", ("position", "BTC"));

        Assert.Contains("no source knows the market any more, so this is at its last mark, of 2026-03-10 09:10:00 UTC", told, StringComparison.Ordinal);
        Assert.Equal(24, Events().OfType<FundingPaid>().Count());
        Assert.Empty(_house.Book.Positions);
    }

    [Fact]
    public async Task A_stop_may_follow_a_profit_from_far()
    {
        await _house.Open(stop: "90", size: 9000);
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        _house.Price("BTC", 130m);

        await _house.Call("paper_stop", ("position", "P1"), ("stop", 105));

        Assert.Equal(105m, _house.Book.Positions["BTC"].Stop);
        // 130 is through the first target at 115.
        Assert.Equal(2, _house.Book.Positions["BTC"].Targets.Count);
    }

    [Fact]
    public async Task A_position_whose_stop_the_price_has_passed_is_stopped_and_not_closed_by_hand()
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromSeconds(20));
        _house.Price("BTC", 97m);

        Assert.Contains("P1 BTC stopped at 98: ", await _house.Call("paper_close", ("position", "P1")), StringComparison.Ordinal);
        Assert.Empty(Events().OfType<Closed>());
    }

    [Fact]
    public async Task Closing_all_at_a_price_that_reaches_a_target_takes_the_target_and_closes_the_rest()
    {
        await _house.Open(stop: "98", size: 9000);
        _house.Time.Advance(TimeSpan.FromSeconds(20));
        _house.Price("BTC", 103.2m);

        var told = await _house.Call("paper_close", ("position", "P1"));

        Assert.Contains("P1 BTC target of 1.5 R taken: 30 at ", told, StringComparison.Ordinal);
        Assert.Contains("P1 BTC closed: 60 at ", told, StringComparison.Ordinal);
        Assert.Empty(_house.Book.Positions);
    }

    [Fact]
    public async Task What_is_not_open_cannot_be_closed()
    {
        Assert.Equal("No paper position is open, so there is none called 'BTC'.", await _house.Refused("paper_close", ("position", "BTC")));
        await _house.Open(size: 9000);
        Assert.Equal("No open paper position is called 'ETH'; open are P1 (BTC).", await _house.Refused("paper_close", ("position", "ETH")));
        Assert.Contains("percent is 101;", await _house.Refused("paper_close", ("position", "BTC"), ("percent", 101)), StringComparison.Ordinal);
        Assert.Contains("percent is -1;", await _house.Refused("paper_close", ("position", "BTC"), ("percent", -1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_closings_at_once_close_once()
    {
        await _house.Open(size: 9000);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _house.Prices.Gate = gate.Task;
        var calls = Enumerable.Range(0, 8).Select(_ => Task.Run(() => _house.Call("paper_close", ("position", "P1")))).ToList();
        gate.SetResult();
        await Task.WhenAll(calls).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.Equal(1, calls.Count(call => call.IsCompletedSuccessfully));
        Assert.Single(Events().OfType<Closed>());
    }

    /// <summary>Three positions lose their stops: more than 5 % of the equity is gone within a minute.</summary>
    private async Task Lose()
    {
        string[] assets = ["BTC", "ETH", "HYPE"];
        foreach (var asset in assets)
        {
            _house.Price(asset, 100m);
            await _house.Open(asset, stop: "96");
        }

        foreach (var asset in assets) _house.Price(asset, 95m);
        await _house.Look(TimeSpan.FromMinutes(1));
        Assert.Empty(_house.Book.Positions);
        _house.Price("SOL", 100m);
    }

    private Task Move(string asset, decimal price)
    {
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        _house.Price(asset, price, 0.0001m);
        return _house.Look();
    }

    private IEnumerable<PaperEvent> Events() => _house.Ledger.Since(PaperHouse.Morning).SelectMany(line => line.Events);

    private Task<string> Refusal() => _house.Refused("paper_open", ("asset", "SOL"), ("direction", "long"), ("stop", 98));
}
