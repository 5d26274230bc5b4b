using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Tests.Agents.Feeds;

public sealed class FeedPauseTests
{
    [Fact]
    public async Task A_feed_that_failed_is_left_alone_for_half_a_minute_while_something_is_held()
    {
        await using var house = await FeedHouse.StartAsync();
        await house.GetAsync();
        house.Server.Status(500);
        house.Time.Advance(TimeSpan.FromMinutes(2));
        await house.GetAsync();
        house.Time.Advance(TimeSpan.FromSeconds(29));

        var paused = await house.GetAsync();
        Assert.Equal(2, house.Server.Calls.Count);
        Assert.Equal("it has a fault of its own (500), at 07:03:02 UTC, and is asked again after 07:03:32 UTC", paused.Stale);

        house.Server.Json("[2]");
        house.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await house.GetAsync()).Stale);
        Assert.Equal(3, house.Server.Calls.Count);
    }

    [Fact]
    public async Task A_feed_that_failed_is_asked_all_the_same_when_nothing_is_held()
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Status(500);
        await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());
        house.Server.Json("[1]");

        Assert.Equal(1, (await house.GetAsync()).Root[0].GetInt32());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_feed_that_told_to_wait_is_not_asked_before_and_nothing_else_of_it_is(int status)
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Status(status, headers: ("Retry-After", "60"));
        await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());
        house.Server.Json("[1]");
        house.Time.Advance(TimeSpan.FromSeconds(59));

        var waiting = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync("/other"));
        Assert.Contains("and is asked again after 07:02:02 UTC", waiting.Message, StringComparison.Ordinal);
        Assert.Single(house.Server.Calls);

        house.Time.Advance(TimeSpan.FromSeconds(1));
        await house.GetAsync("/other");
        Assert.Equal(2, house.Server.Calls.Count);
    }

    [Theory]
    [InlineData("Thu, 26 Nov 2026 07:02:32 GMT", 90)]
    [InlineData("86400", 300)]
    [InlineData("0", 30)]
    [InlineData("soon", 30)]
    public async Task The_time_to_wait_may_be_a_date_is_five_minutes_at_most_and_half_a_minute_when_it_cannot_be_read(string header, int seconds)
    {
        await using var house = await FeedHouse.StartAsync();
        house.Server.Status(429, headers: ("Retry-After", header));
        await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());
        house.Server.Json("[1]");

        house.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());
        Assert.Single(house.Server.Calls);
        house.Time.Advance(TimeSpan.FromSeconds(1));
        await house.GetAsync();
    }

    [Fact]
    public async Task What_a_feed_does_not_know_says_nothing_of_its_other_answers()
    {
        await using var house = await FeedHouse.StartAsync();
        await house.GetAsync("/known");
        house.Time.Advance(TimeSpan.FromMinutes(2));
        house.Server.Status(404);
        await Assert.ThrowsAsync<ToolException>(() => house.GetAsync("/unknown"));
        house.Server.Json("[2]");

        Assert.Null((await house.GetAsync("/known")).Stale);
    }
}
