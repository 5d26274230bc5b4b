using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Paper;

namespace LocalsOnly.Tests.Agents.Paper;

public sealed class PaperSignalTests : IDisposable
{
    private static readonly string[] s_two = ["funding: shorts pay", "technicals: above the range"];
    private static readonly string[] s_three = [.. s_two, "news: listing"];

    private readonly PaperHouse _house = new();

    public PaperSignalTests()
    {
        _house.Price("BTC", 100m);
        _house.Price("xyz:TSLA", 100m);
    }

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_signal_that_passes_opens_nothing()
    {
        var told = await _house.Signal();

        Assert.Contains("Paper signal S1 recorded: BTC long, strength 60, confidence 60, 2 confirmations, expires 2026-03-10 21:10:00 UTC", told, StringComparison.Ordinal);
        Assert.Contains("It passes the entry gate. Nothing is opened", told, StringComparison.Ordinal);
        Assert.Empty(_house.Book.Positions);
        Assert.Equal((1, 1), (_house.Book.SignalsRecorded, _house.Book.SignalsPassed));
    }

    [Theory]
    [InlineData("BTC", 39.9, 60, 3, "Strength is 39.9, and the entry gate asks for 40 or more.")]
    [InlineData("BTC", 60, 34, 3, "Confidence is 34, and the entry gate asks for 35 or more.")]
    [InlineData("BTC", 54, 60, 2, "2 of 3 confirmations from different sources (two are enough from strength 55 and confidence 55 on).")]
    [InlineData("BTC", 60, 54, 2, "2 of 3 confirmations")]
    [InlineData("xyz:TSLA", 44, 40, 2, "2 of 3 confirmations from different sources (two are enough from strength 45 and confidence 40 on).")]
    [InlineData("BTC", 60, 60, 1, "1 of 2 confirmations")]
    [InlineData("BTC", 40, 35, 3, null)]
    [InlineData("BTC", 55, 55, 2, null)]
    [InlineData("xyz:TSLA", 45, 40, 2, null)]
    public async Task The_entry_gate_says_which_number_failed(string asset, double strength, double confidence, int confirmations, string? expected)
    {
        var told = await _house.Signal(strength, confidence, s_three[..confirmations], asset);

        Assert.Contains(expected ?? "It passes the entry gate.", told, StringComparison.Ordinal);
        Assert.Equal(expected is null ? 1 : 0, _house.Book.SignalsPassed);
    }

    [Fact]
    public async Task One_confirmation_has_to_come_from_a_primary_source()
    {
        var told = await _house.Signal(confirmations: ["news: listing", "technicals: breakout", "volume: twice the mean"]);

        Assert.Contains("0 of 1 primary sources; one confirmation must come from funding, liquidations, open_interest, options, order_flow, positioning.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_source_twice_is_one_confirmation()
    {
        var told = await _house.Signal(confirmations: ["funding: negative", "funding: still negative"]);

        Assert.Contains("1 of 2 confirmations", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_is_opened_from_a_stored_signal_once_with_the_usual_stop()
    {
        await _house.Signal();
        _house.Restart();

        var told = await _house.Call("paper_open", ("signal", "s1"));

        Assert.Contains("P1 BTC long opened from S1", told, StringComparison.Ordinal);
        var position = _house.Book.Positions["BTC"];
        Assert.Equal((98m, "funding fade", "S1", "funding turns positive"), (position.Stop, position.Setup, position.Signal, position.Invalidation));
        await _house.Call("paper_close", ("position", "P1"));
        _house.Time.Advance(TimeSpan.FromHours(1));
        _house.Price("BTC", 100m);
        Assert.Contains("S1 has opened P1 already", await _house.Refused("paper_open", ("signal", "S1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_that_failed_the_gate_is_refused_with_its_number_and_counted()
    {
        await _house.Signal(strength: 30);

        var sentence = await _house.Refused("paper_open", ("signal", "S1"));

        Assert.Equal("Not opened on paper. Strength is 30, and the entry gate asks for 40 or more.", sentence);
        Assert.Equal((1, 1), (_house.Book.SignalRefusals["strength"], _house.Book.OpeningRefusals["strength"]));
        var status = await _house.Call("paper_status");
        Assert.Contains("signals: 1 recorded, 0 passed the entry gate; refused for: ", status, StringComparison.Ordinal);
        Assert.Contains("strength 1", status, StringComparison.Ordinal);
        Assert.Contains("openings: 0 made; refused for: strength 1", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_expires()
    {
        await _house.Signal(hours: 0.5);
        _house.Time.Advance(TimeSpan.FromMinutes(30));
        _house.Price("BTC", 100m);

        Assert.Equal("Not opened on paper. S1 expired at 2026-03-10 09:40:00 UTC, and it is 2026-03-10 09:40:00 UTC.", await _house.Refused("paper_open", ("signal", "S1")));
    }

    [Theory]
    [InlineData("strength", "101", "strength is 101; give a number from 0 to 100.")]
    [InlineData("confidence", "-1", "confidence is -1; give a number from 0 to 100.")]
    [InlineData("confidence", "NaN", "confidence is 'NaN', which is no number")]
    [InlineData("confidence", null, "confidence is missing; give it.")]
    [InlineData("hours", "0", "more than 0 and at most 168.")]
    [InlineData("hours", "169", "more than 0 and at most 168.")]
    [InlineData("confirmations", "tea leaves: a ship", "has no known source in front")]
    [InlineData("confirmations", "funding", "does not say what funding shows")]
    [InlineData("asset", "NOPE", "No source knows a market NOPE, so no signal was recorded")]
    [InlineData("invalidation", " ", "invalidation is missing; give it.")]
    public async Task Wrong_input_is_one_sentence_and_records_nothing(string name, string? value, string expected)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["asset"] = "BTC",
            ["direction"] = "long",
            ["strength"] = 60,
            ["confidence"] = 60,
            ["confirmations"] = s_two,
            ["invalidation"] = "x",
            ["hours"] = 5,
            [name] = value,
        };

        Assert.Contains(expected, await _house.Refused("paper_signal", [.. arguments.Select(argument => (argument.Key, argument.Value))]), StringComparison.Ordinal);
        Assert.Equal(0, _house.Book.SignalsRecorded);
    }

    [Fact]
    public async Task A_signal_is_recorded_while_no_price_can_be_had()
    {
        _house.Prices.Failure = "Hyperliquid does not answer.";

        Assert.Contains("S1 recorded: BTC long", await _house.Signal(asset: "btc"), StringComparison.Ordinal);
        // A builder's market has to be seen to be known at all.
        Assert.Equal("Hyperliquid does not answer.", (await Assert.ThrowsAsync<ToolException>(() => _house.Signal(asset: "xyz:TSLA"))).Message);
    }

    [Fact]
    public async Task Old_signals_are_forgotten_a_week_after_they_expired()
    {
        await _house.Signal(hours: 1);
        _house.Time.Advance(TimeSpan.FromDays(8));
        await _house.Signal();

        Assert.Equal("S2", Assert.Single(_house.Book.Signals).Key);
        Assert.Equal("There is no signal S1; the last ones are S2.", await _house.Refused("paper_open", ("signal", "S1")));
    }

    [Fact]
    public async Task Confirmations_may_come_as_one_text()
    {
        await _house.Call(
            "paper_signal",
            ("asset", "BTC"),
            ("direction", "short"),
            ("strength", 60),
            ("confidence", 60),
            ("confirmations", "open interest: rising; news: none"),
            ("invalidation", "x"),
            ("hours", 5));

        Assert.Equal([new PaperConfirmation("open_interest", "rising"), new("news", "none")], _house.Book.Signals["S1"].Confirmations);
    }
}
