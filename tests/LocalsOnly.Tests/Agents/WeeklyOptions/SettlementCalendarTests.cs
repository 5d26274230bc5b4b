using System.Globalization;
using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class SettlementCalendarTests
{
    [Theory]
    [InlineData("2026-11-23T12:00Z", "2026-11-27T08:00Z")]
    [InlineData("2026-11-27T07:59:59Z", "2026-11-27T08:00Z")]
    // At the very moment that settlement is over.
    [InlineData("2026-11-27T08:00Z", "2026-12-04T08:00Z")]
    [InlineData("2026-11-27T08:00:01Z", "2026-12-04T08:00Z")]
    // Friday morning in Auckland is Thursday evening in UTC.
    [InlineData("2026-11-27T09:00+13:00", "2026-11-27T08:00Z")]
    [InlineData("2026-12-26T00:00Z", "2027-01-01T08:00Z")]
    [InlineData("2026-12-31T23:59Z", "2027-01-01T08:00Z")]
    [InlineData("2027-01-01T08:00Z", "2027-01-08T08:00Z")]
    [InlineData("2028-02-25T09:00Z", "2028-03-03T08:00Z")]
    public void The_next_settlement_is_the_first_Friday_at_eight_UTC_that_is_still_to_come(string now, string expected) =>
        Assert.Equal(Moment(expected), SettlementCalendar.After(Moment(now)));

    [Fact]
    public void A_settlement_belongs_to_its_own_week()
    {
        Assert.Equal(Moment("2026-11-27T08:00Z"), SettlementCalendar.AtOrAfter(Moment("2026-11-27T08:00Z")));
        Assert.Equal(Moment("2026-12-04T08:00Z"), SettlementCalendar.AtOrAfter(Moment("2026-11-27T08:00:01Z")));
    }

    [Theory]
    // Winter and summer in Paris: 20:00 is 19:00 and 18:00 UTC.
    [InlineData("Europe/Paris", "2026-11-27T08:00Z", "2026-11-26T19:00Z")]
    [InlineData("Europe/Paris", "2026-07-03T08:00Z", "2026-07-02T18:00Z")]
    // The weeks in which the clocks change (on Sunday 29 March and 25 October 2026) and those after.
    [InlineData("Europe/Paris", "2026-03-27T08:00Z", "2026-03-26T19:00Z")]
    [InlineData("Europe/Paris", "2026-04-03T08:00Z", "2026-04-02T18:00Z")]
    [InlineData("Europe/Paris", "2026-10-23T08:00Z", "2026-10-22T18:00Z")]
    [InlineData("Europe/Paris", "2026-10-30T08:00Z", "2026-10-29T19:00Z")]
    [InlineData("America/New_York", "2026-11-27T08:00Z", "2026-11-27T01:00Z")]
    // The year ends between decision and settlement.
    [InlineData("Europe/Paris", "2027-01-01T08:00Z", "2026-12-31T19:00Z")]
    [InlineData("Pacific/Auckland", "2026-11-27T08:00Z", "2026-11-26T07:00Z")]
    // In Honolulu Thursday 20:00 is Friday 06:00 UTC, just two hours before; in Pago Pago it would be one.
    [InlineData("Pacific/Honolulu", "2026-11-27T08:00Z", "2026-11-27T06:00Z")]
    [InlineData("Pacific/Pago_Pago", "2026-11-27T08:00Z", "2026-11-27T06:00Z")]
    public void The_decision_is_on_Thursday_evening_where_the_person_lives(string zone, string settlement, string expected) =>
        Assert.Equal(Moment(expected), SettlementCalendar.Decision(Moment(settlement), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void An_evening_that_a_change_of_clocks_skips_or_repeats_is_still_one_moment()
    {
        var skips = Changing(forwardOnThursday: true);
        var repeats = Changing(forwardOnThursday: false);

        // 20:00 does not exist and is 21:00 of the new time; 20:00 twice is the first of them.
        Assert.Equal(Moment("2026-11-26T20:00Z"), SettlementCalendar.Decision(Moment("2026-11-27T08:00Z"), skips));
        Assert.Equal(Moment("2026-11-26T19:00Z"), SettlementCalendar.Decision(Moment("2026-11-27T08:00Z"), repeats));
    }

    [Theory]
    [InlineData("2026-11-26T18:59Z", false, "2026-11-26T19:00Z")]
    [InlineData("2026-11-26T19:00Z", true, "2026-11-26T19:00Z")]
    [InlineData("2026-11-26T19:01Z", true, "2026-12-03T19:00Z")]
    [InlineData("2026-11-27T07:59Z", true, "2026-12-03T19:00Z")]
    [InlineData("2026-11-27T08:00Z", false, "2026-12-03T19:00Z")]
    public void From_Thursday_evening_to_settlement_the_decision_is_due(string now, bool due, string next)
    {
        var week = SettlementCalendar.At(Moment(now), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

        Assert.Equal(due, week.DecisionIsDue);
        Assert.Equal(Moment(next), week.NextDecision);
    }

    [Fact]
    public async Task The_calendar_says_settlement_exercise_and_decision_in_both_times()
    {
        using var room = new OptionsRoom { Now = Moment("2026-11-26T12:30Z") };

        var said = await room.Call("option_calendar");

        Assert.Contains("now Thursday 2026-11-26 13:30 Europe/Paris", said, StringComparison.Ordinal);
        Assert.Contains("next settlement Friday 2026-11-27 08:00 UTC, Friday 2026-11-27 09:00 Europe/Paris", said, StringComparison.Ordinal);
        Assert.Contains("left 19.5 hours (0.813 days)", said, StringComparison.Ordinal);
        Assert.Contains("can be exercised now, since Thursday 2026-11-26 08:00 UTC", said, StringComparison.Ordinal);
        Assert.Contains("the decision is due Thursday 2026-11-26 20:00 Europe/Paris, in 6.5 hours", said, StringComparison.Ordinal);

        room.Now = Moment("2026-11-26T19:00Z");
        Assert.Contains("the decision is due now", await room.Call("option_calendar"), StringComparison.Ordinal);
    }

    internal static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    // UTC, or an hour ahead of it, changing on Thursday 26 November 2026 in the hour of the decision.
    private static TimeZoneInfo Changing(bool forwardOnThursday)
    {
        var thursday = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, forwardOnThursday ? 20 : 21, 0, 0), 11, 26);
        var other = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), forwardOnThursday ? 12 : 2, 20);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new DateTime(2000, 1, 1), new DateTime(2100, 1, 1), TimeSpan.FromHours(1), forwardOnThursday ? thursday : other, forwardOnThursday ? other : thursday);
        return TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.Zero, "test", "test", "test", [rule]);
    }
}
