using LocalsOnly.Inference;

namespace LocalsOnly.Tests.Inference.Routing;

public class TierTests
{
    [Theory]
    [InlineData(RoutedHouse.Hard, Tier.Heavy, "cluster")]
    [InlineData(RoutedHouse.Easy, Tier.Light, "mini")]
    public async Task What_nobody_has_placed_goes_where_its_score_says(string prompt, Tier tier, string endpoint)
    {
        await using var routed = await RoutedHouse.StartTalkingAsync();
        var route = (await routed.AskAsync(prompt)).Route;
        Assert.Equal((tier, tier, endpoint), (route.Asked, route.Answered, route.Endpoint));
        Assert.Contains(route.Reasons, r => r.StartsWith("scored ", StringComparison.Ordinal));
        Assert.NotEmpty(route.Id);
    }

    [Fact]
    public async Task A_persona_moves_the_cut_but_neither_holds_small_talk_on_the_cluster_nor_hard_work_on_the_mini()
    {
        await using var routed = await RoutedHouse.StartTalkingAsync();
        var middling = "Which of the two hotels we talked about is closer to the station, and what does each cost?";
        Assert.Equal("cluster", (await routed.AskAsync(middling, new RouteRequest { Persona = "solus", PersonaTier = Tier.Heavy, Conversation = "a" })).Route.Endpoint);
        Assert.Equal("mini", (await routed.AskAsync(middling, new RouteRequest { Persona = "kelly", PersonaTier = Tier.Light, Conversation = "b" })).Route.Endpoint);
        Assert.Equal("mini", (await routed.AskAsync("Ok?", new RouteRequest { Persona = "solus", PersonaTier = Tier.Heavy, Conversation = "c" })).Route.Endpoint);
        Assert.Equal("cluster", (await routed.AskAsync(RoutedHouse.Hard, new RouteRequest { Persona = "kelly", PersonaTier = Tier.Light, Conversation = "d" })).Route.Endpoint);
    }

    [Fact]
    public async Task A_tasks_own_tier_and_a_persons_pin_decide_whatever_the_score()
    {
        await using var routed = await RoutedHouse.StartTalkingAsync();
        var task = (await routed.AskAsync(RoutedHouse.Easy, new RouteRequest { Task = "standup", TaskTier = Tier.Heavy })).Route;
        Assert.Equal("cluster", task.Endpoint);
        Assert.Contains("standup asks for heavy", task.Reasons);
        var pin = (await routed.AskAsync(RoutedHouse.Hard, new RouteRequest { TaskTier = Tier.Heavy, PinnedTier = Tier.Light })).Route;
        Assert.Equal("mini", pin.Endpoint);
        Assert.Contains("light was asked for by name", pin.Reasons);
    }

    [Fact]
    public async Task A_short_follow_up_inherits_the_tier_of_the_turn_before_for_an_hour()
    {
        await using var routed = await RoutedHouse.StartTalkingAsync();
        var talk = new RouteRequest { Conversation = "talk" };
        await routed.AskAsync(RoutedHouse.Hard, talk);
        var followUp = (await routed.AskAsync("And in July?", talk)).Route;
        Assert.Equal("cluster", followUp.Endpoint);
        Assert.Contains("a short follow-up stays on heavy", followUp.Reasons);
        Assert.Contains("the conversation so far is in its cache", followUp.Reasons);
        Assert.Equal("mini", (await routed.AskAsync("And in July?", talk with { Conversation = "another" })).Route.Endpoint);

        routed.Time.Advance(TimeSpan.FromMinutes(61));
        await routed.House.Directory.RefreshAsync();
        Assert.Equal("mini", (await routed.AskAsync("And in July?", talk)).Route.Endpoint);
    }

    [Fact]
    public async Task A_hard_follow_up_of_an_easy_turn_goes_up()
    {
        await using var routed = await RoutedHouse.StartTalkingAsync();
        var talk = new RouteRequest { Conversation = "talk" };
        Assert.Equal("mini", (await routed.AskAsync(RoutedHouse.Easy, talk)).Route.Endpoint);
        Assert.Equal("cluster", (await routed.AskAsync(RoutedHouse.Hard, talk)).Route.Endpoint);
    }

    [Fact]
    public async Task Only_what_the_person_wrote_is_scored_not_what_was_recalled_around_it()
    {
        await using var routed = await RoutedHouse.StartTalkingAsync();
        var outcome = await routed.AskAsync($"Passages:\n{RoutedHouse.Hard}\n\nQuestion:\nHi!", new RouteRequest { Question = RoutedHouse.Easy });
        Assert.Equal("mini", outcome.Route.Endpoint);
    }
}
