using LocalsOnly.Agents.Tools.Paper;

namespace LocalsOnly.Tests.Agents.Paper;

public sealed class PaperReportTests : IDisposable
{
    private readonly PaperHouse _house = new();

    public PaperReportTests() => _house.Price("BTC", 100m, 0.0001m);

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Before_anything_happened_every_report_says_so()
    {
        Assert.Contains("equity: 100000.00 USD (cash 100000.00 USD, open profit 0.00 USD)", await _house.Call("paper_status"), StringComparison.Ordinal);
        Assert.Contains("positions: none open", await _house.Call("paper_status"), StringComparison.Ordinal);
        Assert.Contains("No paper position is closed yet", await _house.Call("paper_review"), StringComparison.Ordinal);
        Assert.Equal("The paper journal has nothing of the last two months.", await _house.Call("paper_journal"));
        Assert.Equal("No paper position was ever opened, so there is no story of one.", await _house.Refused("paper_journal", ("position", "P1")));
        Assert.False(Directory.Exists(_house.Folder));
    }

    [Fact]
    public async Task The_status_is_at_the_prices_of_now_and_writes_nothing()
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromSeconds(40));
        _house.Price("BTC", 101m, 0.0002m);
        var journal = await File.ReadAllTextAsync(_house.Journal);

        var status = await _house.Call("paper_status");

        Assert.Contains("Paper book at 2026-03-10 09:10:40 UTC: imaginary money, no real order anywhere.", status, StringComparison.Ordinal);
        Assert.Contains("  mark: 101 USD (Hyperliquid, 2026-03-10 09:10:40 UTC)\n", status, StringComparison.Ordinal);
        // 90 units; the fill slipped by 3.62 bps and cost 2.5 bps.
        Assert.Contains("equity: 100084.49 USD (cash 99997.75 USD, open profit 86.74 USD)", status, StringComparison.Ordinal);
        Assert.Contains("now 0.02 % per hour", status, StringComparison.Ordinal);
        Assert.Equal(journal, await File.ReadAllTextAsync(_house.Journal));
        Assert.Equal(100m, _house.Book.Positions["BTC"].Mark);
    }

    [Fact]
    public async Task Without_a_price_the_last_mark_stands_with_its_age()
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromMinutes(20));
        _house.Prices.Failure = "Hyperliquid does not answer.";

        var status = await _house.Call("paper_status");

        Assert.Contains("  mark: 100 USD (Hyperliquid, 2026-03-10 09:10:00 UTC, STALE: 20 min old); Hyperliquid does not answer\n", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_copy_is_not_taken_as_a_mark_and_its_reason_is_said()
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromMinutes(20));
        _house.Prices.Set("BTC", 90m, null, _house.Time.GetUtcNow(), "the feed is rate limited");

        Assert.Contains("  mark: 100 USD (Hyperliquid, 2026-03-10 09:10:00 UTC, STALE: 20 min old); the feed is rate limited\n", await _house.Call("paper_status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_that_the_price_of_now_has_passed_is_said_and_left_to_the_marker()
    {
        await _house.Open(size: 9000);
        _house.Time.Advance(TimeSpan.FromSeconds(10));
        _house.Price("BTC", 97m);

        Assert.Contains("this price has passed it, and the next mark fills it", await _house.Call("paper_status"), StringComparison.Ordinal);
        Assert.Single(_house.Book.Positions);
    }

    [Fact]
    public async Task The_journal_tells_the_last_events_without_marks()
    {
        await _house.Signal();
        await _house.Open(size: 9000);
        await _house.Look(TimeSpan.FromMinutes(1));
        await _house.Call("paper_close", ("position", "BTC"));

        var told = await _house.Call("paper_journal", ("last", 2));

        Assert.StartsWith("Paper journal, the last 2, oldest first", told, StringComparison.Ordinal);
        Assert.Contains("2026-03-10 09:10:00 UTC P1 BTC long opened", told, StringComparison.Ordinal);
        Assert.Contains("2026-03-10 09:11:00 UTC P1 BTC closed: 90 at ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", told, StringComparison.Ordinal);
        Assert.Contains("last is 51;", await _house.Refused("paper_journal", ("last", 51)), StringComparison.Ordinal);
        Assert.Contains("last is 1.5;", await _house.Refused("paper_journal", ("last", 1.5)), StringComparison.Ordinal);
        Assert.Equal("There was no paper position 'P7'; there are P1 to P1.", await _house.Refused("paper_journal", ("position", "P7")));
    }

    [Fact]
    public async Task A_story_ends_with_what_the_position_brought()
    {
        await _house.Open(stop: "98", size: 9000);
        await _house.Look(TimeSpan.FromMinutes(51));
        await _house.Call("paper_close", ("position", "BTC"));

        var story = await _house.Call("paper_journal", ("position", "btc"));

        // 90 units: 2 × 3.62 bps of slippage, 2 × 2.5 bps of fees, and 1 bp of funding on 9000 USD.
        Assert.EndsWith("result: -11.92 USD after fees and funding, -0.07 R, closed 2026-03-10 10:01:00 UTC", story, StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_counts_by_setup_and_calls_few_trades_few()
    {
        var review = PaperReview.Show(Of([("fade", 2m), ("fade", -1m), ("fade", -1m), ("trend", 1m)], []));

        Assert.Contains("all: 4 closed, win rate 50 %, expectancy 0.25 R, mean hold 2 h (too few to judge)", review, StringComparison.Ordinal);
        Assert.Contains("setup fade: 3 closed, win rate 33.33 %, expectancy 0 R", review, StringComparison.Ordinal);
        Assert.Contains("setup trend: 1 closed, win rate 100 %, expectancy 1 R", review, StringComparison.Ordinal);
        Assert.Contains("Sharpe ratio: too few days (0 of 30", review, StringComparison.Ordinal);
        Assert.Contains("net profit of closed positions: 100.00 USD", review, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Sharpe_ratio_is_said_from_thirty_days_on_and_days_without_a_trade_count_as_none()
    {
        // Returns of 2 % and 0 % in turns: mean 1 %, deviation 1 % × √(30 / 29).
        var equity = 100_000m;
        List<PaperDay> days = [];
        for (var i = 0; i < 30; i += 2) days.Add(new(new DateOnly(2026, 1, 1).AddDays(i), equity *= 1.02m));
        var book = Of([("x", 1m)], days);
        Assert.Null(PaperReview.Sharpe(book));

        book = Of([("x", 1m)], [.. days, new(new DateOnly(2026, 1, 30), equity)]);

        Assert.Equal(Math.Sqrt(29d / 30d) * Math.Sqrt(365d), (double)PaperReview.Sharpe(book)!, 9);
        Assert.Contains("Sharpe ratio: 18.78 (daily returns × √365, 30 days", PaperReview.Show(book), StringComparison.Ordinal);
    }

    private static PaperBook Of((string Setup, decimal R)[] trades, IEnumerable<PaperDay> days) => PaperBook.Empty with
    {
        Trades =
        [
            .. trades.Select((trade, i) => new PaperTrade(
                $"P{i + 1}", "BTC", PaperSide.Long, trade.Setup, PaperHouse.Morning, PaperHouse.Morning.AddHours(2), trade.R * 100m, trade.R, PaperExit.Stop)),
        ],
        Days = [.. days],
    };
}
