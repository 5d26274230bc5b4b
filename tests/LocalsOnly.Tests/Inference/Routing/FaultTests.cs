using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Routing;

public class FaultTests
{
    private static readonly RouteRequest Heavy = new() { PinnedTier = Tier.Heavy };

    [Fact]
    public async Task Two_failures_in_a_row_leave_an_endpoint_alone_until_its_probe_succeeds()
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Cluster.Fault = SimulatedFault.InternalServerError;
        Assert.Equal(InferenceFailure.ServerError, (await routed.AskAsync("Hi", Heavy)).Failure!.Failure);
        Assert.Equal(BreakerState.Closed, Load(routed).Breaker);
        Assert.Equal(InferenceFailure.ServerError, (await routed.AskAsync("Hi", Heavy)).Failure!.Failure);
        Assert.Equal(BreakerState.Open, Load(routed).Breaker);
        Assert.Equal(routed.Time.GetUtcNow() + TimeSpan.FromSeconds(15), Load(routed).RetryAt);

        var refused = (await routed.AskAsync("Hi", Heavy)).Failure!;
        Assert.Equal(InferenceFailure.CircuitOpen, refused.Failure);
        Assert.Equal(TimeSpan.FromSeconds(15), refused.RetryAfter);
        Assert.Equal(2, routed.Cluster.Requests.Count);
        Assert.Contains("left alone", routed.House.Directory.Endpoints.Single(e => e.Name == "cluster").Detail, StringComparison.Ordinal);

        routed.Cluster.Fault = SimulatedFault.None;
        routed.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null((await routed.AskAsync("Hi", Heavy)).Failure);
        Assert.Equal((BreakerState.Closed, null), (Load(routed).Breaker, Load(routed).RetryAt));
    }

    [Fact]
    public async Task While_one_is_left_alone_another_stands_in_at_once_and_says_so()
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Cluster.Fault = SimulatedFault.InternalServerError;
        var heavy = new RouteRequest { TaskTier = Tier.Heavy };
        await routed.AskAsync("Hi", heavy);
        await routed.AskAsync("Hi", heavy);
        var third = (await routed.AskAsync("Hi", heavy)).Route;
        Assert.Equal(("mini", Tier.Heavy, Tier.Light), (third.Endpoint, third.Asked, third.Answered));
        Assert.Contains(third.Reasons, r => r.StartsWith("cluster put off: left alone", StringComparison.Ordinal));
        Assert.Equal(2, routed.Cluster.Requests.Count);
    }

    [Theory]
    [InlineData(SimulatedFault.NotPlaced, InferenceFailure.NotPlaced)]
    [InlineData(SimulatedFault.Unprocessable, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.MethodNotAllowed, InferenceFailure.Protocol)]
    [InlineData(SimulatedFault.MalformedToolCall, InferenceFailure.MalformedToolCall)]
    public async Task What_is_no_outage_opens_no_breaker(SimulatedFault fault, InferenceFailure expected)
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Cluster.Fault = fault;
        for (var i = 0; i < 3; i++)
            Assert.Equal(expected, (await routed.AskAsync("Hi", Heavy)).Failure!.Failure);
        Assert.Equal(BreakerState.Closed, Load(routed).Breaker);
        Assert.Equal(3, routed.Cluster.Requests.Count);
    }

    [Fact]
    public async Task A_caller_who_gives_up_says_nothing_about_the_endpoint_and_frees_its_place()
    {
        await using var routed = await RoutedHouse.StartAsync(("Inference:Endpoints:cluster:MaxConcurrent", "1"));
        routed.Cluster.Fault = SimulatedFault.StallMidText;
        for (var i = 0; i < 3; i++)
        {
            using var enough = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var update in routed.House.Chat.GetStreamingResponseAsync(
                    [new ChatMessage(ChatRole.User, "Hi")], new ChatOptions().WithRoute(Heavy), enough.Token))
                {
                    if (update.Text.Length > 0)
                        await enough.CancelAsync();
                }
            });
        }

        Assert.Equal((BreakerState.Closed, 0, 0), (Load(routed).Breaker, Load(routed).InFlight, Load(routed).Queued));
        Assert.All(routed.House.Usage, u => Assert.Equal("cancelled", u.Outcome));
        Assert.Equal(3, routed.House.Usage.Count);
    }

    [Fact]
    public async Task A_prompt_that_has_killed_the_runner_twice_is_not_sent_again_and_others_are()
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Cluster.Fault = SimulatedFault.ErrorFirst;
        for (var i = 0; i < 2; i++)
            Assert.True((await routed.AskAsync("Poison", Heavy)).Failure!.RunnerDied);
        // One death may be the endpoint's; the second of the same prompt is the prompt's, and no reason to leave the endpoint alone.
        Assert.Equal(BreakerState.Closed, Load(routed).Breaker);
        routed.Cluster.Fault = SimulatedFault.None;
        Assert.Equal(InferenceFailure.PoisonedPrompt, (await routed.AskAsync("Poison", Heavy)).Failure!.Failure);
        Assert.Equal(2, routed.Cluster.Requests.Count);
        Assert.Null((await routed.AskAsync("Something else", Heavy)).Failure);
    }

    [Fact]
    public async Task A_model_that_is_being_loaded_is_not_asked_and_says_how_far_it_is()
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Cluster.Placement = SimulatedPlacement.Loading;
        await routed.House.Directory.RefreshAsync();
        var failure = (await routed.AskAsync("Hi", Heavy)).Failure!;
        Assert.Equal(InferenceFailure.Loading, failure.Failure);
        Assert.Contains("47 of 94 layers", failure.Message, StringComparison.Ordinal);
        Assert.Empty(routed.Cluster.Requests);

        // As soon as it is ready it is asked, whenever the last look was.
        routed.Cluster.Placement = SimulatedPlacement.Ready;
        routed.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null((await routed.AskAsync("Hi", Heavy)).Failure);
    }

    [Fact]
    public async Task A_busy_endpoint_makes_people_wait_in_line_and_says_how_many_are_ahead()
    {
        await using var routed = await RoutedHouse.StartAsync(("Inference:Endpoints:cluster:MaxConcurrent", "1"));
        var first = new ScriptedReply();
        routed.Cluster.Script = first.RunAsync;
        await using var one = routed.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "One")], new ChatOptions().WithRoute(Heavy)).GetAsyncEnumerator();
        Assert.True(await one.MoveNextAsync());

        await using var two = routed.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Two")], new ChatOptions().WithRoute(Heavy)).GetAsyncEnumerator();
        Assert.True(await two.MoveNextAsync());
        var queued = Assert.IsType<QueuedContent>(two.Current.Contents.Single());
        Assert.Equal(("cluster", 0), (queued.Endpoint, queued.Ahead));
        Assert.Equal((1, 1), (Load(routed).InFlight, Load(routed).Queued));

        RoutedHouse.Say(routed.Cluster, "Second.");
        first.Send(ScriptedReply.Token("First.", "stop") + ScriptedReply.Done);
        first.End();
        while (await one.MoveNextAsync())
        {
        }

        var text = "";
        while (await two.MoveNextAsync())
            text += two.Current.Text;
        Assert.Equal("Second.", text);
        Assert.Equal((0, 0), (Load(routed).InFlight, Load(routed).Queued));
    }

    [Fact]
    public async Task Who_leaves_while_waiting_in_line_leaves_no_hole_in_it()
    {
        await using var routed = await RoutedHouse.StartAsync(("Inference:Endpoints:cluster:MaxConcurrent", "1"));
        var first = new ScriptedReply();
        routed.Cluster.Script = first.RunAsync;
        await using (var one = routed.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "One")], new ChatOptions().WithRoute(Heavy)).GetAsyncEnumerator())
        {
            Assert.True(await one.MoveNextAsync());
            await using (var two = routed.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Two")], new ChatOptions().WithRoute(Heavy)).GetAsyncEnumerator())
                Assert.True(await two.MoveNextAsync());
            Assert.Equal((1, 0), (Load(routed).InFlight, Load(routed).Queued));
        }

        Assert.Equal((0, 0), (Load(routed).InFlight, Load(routed).Queued));
        await first.Gone;
    }

    [Fact]
    public async Task A_full_line_turns_the_next_away_before_anything_is_sent()
    {
        await using var routed = await RoutedHouse.StartAsync(
            ("Inference:Endpoints:cluster:MaxConcurrent", "1"), ("Inference:Endpoints:cluster:MaxQueued", "0"));
        routed.Cluster.Script = new ScriptedReply().RunAsync;
        await using var one = routed.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "One")], new ChatOptions().WithRoute(Heavy)).GetAsyncEnumerator();
        Assert.True(await one.MoveNextAsync());
        var failure = (await routed.AskAsync("Two", Heavy)).Failure!;
        Assert.Equal(InferenceFailure.Overloaded, failure.Failure);
        Assert.Single(routed.Cluster.Requests);
        // Work that nobody pinned goes to the one who has time.
        Assert.Equal("mini", (await routed.AskAsync("Two", new RouteRequest { TaskTier = Tier.Heavy })).Route.Endpoint);
    }

    private static EndpointLoad Load(RoutedHouse routed) => routed.House.Directory.Endpoints.Single(e => e.Name == "cluster").Load;
}
