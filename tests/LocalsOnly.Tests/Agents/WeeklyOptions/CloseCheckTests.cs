using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class CloseCheckTests
{
    private static readonly CloseReadings s_put = new("p1 SOL put 100", OptionKind.Put, 100, TimeSpan.FromHours(30)) { Premium = 1m };

    [Theory]
    [InlineData(110, CloseAction.Hold)]
    // 0.8 % of 100.8 is 0.8064: just farther away than near.
    [InlineData(100.81, CloseAction.Hold)]
    [InlineData(100.8, CloseAction.CloseNow)]
    [InlineData(95, CloseAction.CloseNow)]
    internal void In_the_last_48_hours_what_is_within_0_8_percent_or_beyond_is_closed_when_assignment_is_not_welcome(double spot, CloseAction action) =>
        Assert.Equal(action, CloseCheck.Of(s_put with { Spot = (decimal)spot, Debit = 1.5m, AssignmentWelcome = false }).Action);

    [Theory]
    [InlineData(48, CloseAction.CloseNow)]
    [InlineData(48.1, CloseAction.Watch)]
    internal void Earlier_than_48_hours_it_is_watched(double hours, CloseAction action) =>
        Assert.Equal(action, CloseCheck.Of(s_put with { Spot = 99, Debit = 1.5m, AssignmentWelcome = false, Left = TimeSpan.FromHours(hours) }).Action);

    [Fact]
    public void Assignment_that_is_welcome_is_waited_for()
    {
        var (action, ruling) = CloseCheck.Of(s_put with { Spot = 98, AssignmentWelcome = true });

        Assert.Equal((CloseAction.Hold, Verdict.Size), (action, ruling.Verdict));
        Assert.Equal("assignment at 100 is no longer welcome", ruling.Invalidation);
    }

    [Theory]
    [InlineData(1.51, CloseAction.Roll)]
    [InlineData(1.5, CloseAction.CloseNow)]
    internal void It_is_rolled_only_for_a_credit(double next, CloseAction action) =>
        Assert.Equal(action, CloseCheck.Of(s_put with { Spot = 99, Debit = 1.5m, NextPremium = (decimal)next, AssignmentWelcome = false }).Action);

    [Fact]
    public void Collateral_that_is_short_closes_whatever_else_is_known()
    {
        var (action, ruling) = CloseCheck.Of(s_put with { Shortfall = 12.345m });

        Assert.Equal((CloseAction.CloseNow, Verdict.Skip, "collateral of 12.35 is added"), (action, ruling.Verdict, ruling.Invalidation));
    }

    [Theory]
    [InlineData(0.20, 57, CloseAction.CloseNow)]
    [InlineData(0.21, 57, CloseAction.Hold)]
    [InlineData(0.20, 56, CloseAction.Hold)]
    internal void What_is_nearly_earned_with_much_time_left_is_closed(double debit, double hours, CloseAction action) =>
        Assert.Equal(action, CloseCheck.Of(s_put with { Spot = 120, Debit = (decimal)debit, Left = TimeSpan.FromHours(hours) }).Action);

    [Theory]
    // Half of a year's 80 % in 30 hours is 4.7 %: one and a half of those are 7 % of spot.
    [InlineData(106, 30, CloseAction.Watch)]
    [InlineData(109, 30, CloseAction.Hold)]
    [InlineData(106, 60, CloseAction.Hold)]
    internal void In_the_last_48_hours_a_strike_within_one_and_a_half_moves_is_watched(double spot, double hours, CloseAction action) =>
        Assert.Equal(action, CloseCheck.Of(s_put with { Spot = (decimal)spot, ImpliedVolatility = 0.8, Left = TimeSpan.FromHours(hours) }).Action);

    [Fact]
    public void A_call_is_near_from_below()
    {
        var call = s_put with { Kind = OptionKind.Call, Debit = 2m, AssignmentWelcome = false };

        Assert.Equal(CloseAction.Hold, CloseCheck.Of(call with { Spot = 99 }).Action);
        var (action, ruling) = CloseCheck.Of(call with { Spot = 99.3m });
        Assert.Equal((CloseAction.CloseNow, "spot is below 99.2063"), (action, ruling.Invalidation));
    }

    [Theory]
    [InlineData("spot", "a live spot is read")]
    [InlineData("welcome", "it is said whether assignment at 100 is welcome")]
    [InlineData("debit", "the debit to close is read")]
    public void A_missing_reading_is_watched(string missing, string comes)
    {
        var (action, ruling) = CloseCheck.Of(missing switch
        {
            "spot" => s_put,
            "welcome" => s_put with { Spot = 99 },
            _ => s_put with { Spot = 99, AssignmentWelcome = false },
        });

        Assert.Equal((CloseAction.Watch, Verdict.Watch, comes), (action, ruling.Verdict, ruling.Invalidation));
    }

    [Fact]
    public async Task A_position_of_the_book_brings_its_strike_premium_and_time()
    {
        using var room = new OptionsRoom();
        await room.Call("option_collateral", new { asset = "USDT0", quantity = 5000m });
        await room.Call("option_open", new { asset = "SOL", kind = "put", strike = 100m, quantity = 10m, premium = 1m });

        var said = await room.Call("option_close_check", new { position = "P2", spot = 120m, debit = 0.1m });

        Assert.Contains("position: p2 SOL put 100 for 2026-11-27, 92.0 hours to settlement", said, StringComparison.Ordinal);
        Assert.Contains("premium received 1 per unit", said, StringComparison.Ordinal);
        Assert.Contains("action: close now\nrule: 90.0 % of the premium is earned with more than 56 hours left\nSkip\nInvalidation: the debit is above 0.2 per unit", said, StringComparison.Ordinal);
        Assert.True(VerdictCheck.Of(said).Holds);

        room.Now = room.Now.AddDays(7);
        Assert.EndsWith("Watch\nInvalidation: how it settled is written down", await room.Call("option_close_check", new { position = "p2", spot = 120m }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_book_kind_and_strike_are_enough_and_needed()
    {
        using var room = new OptionsRoom();

        Assert.Contains("action: hold", await room.Call("option_close_check", new { kind = "call", strike = 110m, spot = 100m }), StringComparison.Ordinal);
        Assert.Equal("Give kind as call or put.", await room.Refusal("option_close_check", new { spot = 100m }));
        Assert.StartsWith("Give strike", await room.Refusal("option_close_check", new { kind = "call", spot = 100m }), StringComparison.Ordinal);
        Assert.Equal("There is no position of that name; none is open, so give kind and strike.", await room.Refusal("option_close_check", new { position = "p9", spot = 100m }));
    }
}
