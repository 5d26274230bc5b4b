using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference;

public abstract class FailoverContract
{
    private protected abstract TestedClient Tested { get; }

    [Fact]
    public async Task The_tier_that_is_asked_for_answers_and_says_why()
    {
        await using var cluster = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Heavy] });
        await using var mini = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Light] });
        await using var house = Tested.HouseOf(cluster, mini);

        var heavy = await Outcome.OfAsync(house.Chat, "Hello");
        var light = await Outcome.OfAsync(house.Chat, "Hello", new ChatOptions().WithRoute(new RouteRequest { TaskTier = Tier.Light }));

        Assert.Equal(("cluster", Tier.Heavy, SimulatedModel.Heavy.Id, true), (heavy.Route.Endpoint, heavy.Route.Answered, heavy.Route.Model, heavy.Route.Simulated));
        Assert.Equal(["the task asks for heavy", "cluster serves heavy"], heavy.Route.Reasons);
        Assert.Equal(("mini", Tier.Light), (light.Route.Endpoint, light.Route.Answered));
        Assert.IsType<RouteContent>(heavy.Updates[0].Contents.Single());
    }

    [Theory]
    [InlineData(SimulatedFault.NotPlaced)]
    [InlineData(SimulatedFault.InternalServerError)]
    [InlineData(SimulatedFault.EmptyBody)]
    [InlineData(SimulatedFault.ErrorFirst)]
    public async Task Before_the_first_token_another_tier_stands_in(SimulatedFault fault)
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini);
        cluster.Fault = fault;

        var outcome = await Outcome.OfAsync(house.Chat, "Hello");

        Assert.Null(outcome.Failure);
        Assert.Equal(("mini", Tier.Heavy, Tier.Light), (outcome.Route.Endpoint, outcome.Route.Asked, outcome.Route.Answered));
        Assert.Contains("mini (light) stands in for heavy", outcome.Route.Reasons);
        Assert.Contains(outcome.Route.Reasons, r => r.StartsWith("cluster: ", StringComparison.Ordinal));
        Assert.Equal(2, house.Usage.Count);
    }

    [Fact]
    public async Task Roles_and_progress_are_not_a_first_token()
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini);
        cluster.Script = ScriptedReply.Whole(
            ": keep-alive\n\n",
            ": prefill_progress {\"PrefillProgressChunk\":{\"model\":\"M\",\"processed_tokens\":10,\"total_tokens\":20}}\n\n",
            ScriptedReply.Role);

        var outcome = await Outcome.OfAsync(house.Chat, "Hello");

        Assert.Null(outcome.Failure);
        Assert.Equal(["cluster", "cluster", "mini"], outcome.Contents<RouteContent>().Select(r => r.Route.Endpoint));
        Assert.Equal(10, outcome.Contents<PrefillProgressContent>().First().ProcessedTokens);
    }

    [Theory]
    [InlineData("\"content\":\"Half\"")]
    [InlineData("\"reasoning_content\":\"Hm\"")]
    public async Task After_the_first_token_nobody_else_is_asked(string delta)
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini);
        cluster.Script = ScriptedReply.Whole(ScriptedReply.Delta(delta));

        var outcome = await Outcome.OfAsync(house.Chat, "Hello");

        Assert.True(outcome.Failure?.AfterFirstToken);
        Assert.Empty(mini.Requests);
    }

    [Fact]
    public async Task An_endpoint_known_to_be_away_is_asked_last_but_is_asked()
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini);
        cluster.Placement = SimulatedPlacement.None;
        await house.Directory.RefreshAsync();
        mini.Fault = SimulatedFault.InternalServerError;

        var passed = await Outcome.OfAsync(house.Chat, "Hello");
        Assert.Equal(["mini", "cluster"], passed.Failure!.Attempts.Select(a => a.Endpoint));

        cluster.Placement = SimulatedPlacement.Ready;
        var healed = await Outcome.OfAsync(house.Chat, "Hello");
        Assert.Equal("cluster", healed.Route.Endpoint);
        Assert.Contains(healed.Route.Reasons, r => r.StartsWith("cluster put off: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_was_exchanged_for_another_is_found_by_the_next_turn()
    {
        await using var cluster = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Heavy] });
        await using var house = Tested.HouseOf(cluster);
        await house.Directory.RefreshAsync();
        cluster.Fault = SimulatedFault.NotPlaced;
        Assert.Equal(InferenceFailure.NotPlaced, (await Outcome.OfAsync(house.Chat, "Hello")).Failure?.Failure);

        cluster.Fault = SimulatedFault.None;
        Assert.Equal(SimulatedModel.Heavy.Id, (await Outcome.OfAsync(house.Chat, "Hello")).Route.Model);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_costs_one_deadline_and_is_then_left_alone_for_a_while()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await SimulatedExoNode.StartAsync(time: time);
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini, time);
        await house.Directory.RefreshAsync();
        cluster.Fault = SimulatedFault.Silence;

        var hung = Outcome.OfAsync(house.Chat, "Hello");
        await cluster.NextRequestAsync();
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("mini", (await hung).Route.Endpoint);

        await house.Directory.RefreshAsync();
        var next = await Outcome.OfAsync(house.Chat, "Hello");
        Assert.Equal("mini", next.Route.Endpoint);
        Assert.Contains(next.Route.Reasons, r => r.StartsWith("cluster put off: ", StringComparison.Ordinal) && r.Contains("no first token", StringComparison.Ordinal));
        Assert.Contains("left alone for some seconds", house.Directory.Endpoints.Single(e => e.Name == "cluster").Detail, StringComparison.Ordinal);
        Assert.Single(cluster.Requests);

        cluster.Script = ScriptedReply.Whole(ScriptedReply.Token("Yes", "stop"), ScriptedReply.Done);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("cluster", (await Outcome.OfAsync(house.Chat, "Hello")).Route.Endpoint);
    }

    [Fact]
    public async Task Two_errors_in_a_row_leave_an_endpoint_alone_and_an_answer_brings_it_back()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini, time);
        await house.Directory.RefreshAsync();
        cluster.Fault = SimulatedFault.InternalServerError;
        for (var turn = 0; turn < 3; turn++)
            Assert.Equal("mini", (await Outcome.OfAsync(house.Chat, "Hello")).Route.Endpoint);
        Assert.Equal(2, cluster.Requests.Count);

        (cluster.Fault, mini.Fault) = (SimulatedFault.None, SimulatedFault.InternalServerError);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("cluster", (await Outcome.OfAsync(house.Chat, "Hello")).Route.Endpoint);
        Assert.Equal("cluster", (await Outcome.OfAsync(house.Chat, "Hello")).Route.Endpoint);
    }

    [Fact]
    public async Task When_all_fail_every_attempt_is_told()
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini);
        cluster.Fault = SimulatedFault.ErrorFirst;
        mini.Fault = SimulatedFault.NotPlaced;

        var outcome = await Outcome.OfAsync(house.Chat, "Hello");

        Assert.Equal(InferenceFailure.ServerError, outcome.Failure!.Failure);
        Assert.Equal([InferenceFailure.ServerError, InferenceFailure.NotPlaced], outcome.Failure.Attempts.Select(a => a.Failure));
        Assert.False(outcome.Failure.AfterFirstToken);
    }

    [Fact]
    public async Task Without_any_endpoint_the_failure_says_what_to_start()
    {
        await using var house = new InferenceHouse(new Dictionary<string, string?> { ["Inference:Discover"] = "false" });
        var outcome = await Outcome.OfAsync(house.Chat, "Hello");
        Assert.Equal(InferenceFailure.NoEndpoint, outcome.Failure?.Failure);
        Assert.Contains("Ollama", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_answer_holds_the_route_that_answered_and_no_progress()
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var mini = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(cluster, mini);
        cluster.Fault = SimulatedFault.ErrorFirst;

        var response = await house.Chat.GetResponseAsync("Hello", Outcome.Heavy);

        var contents = response.Messages.Single().Contents;
        Assert.Equal("mini", contents.OfType<RouteContent>().Single().Route.Endpoint);
        Assert.Empty(contents.OfType<PrefillProgressContent>());
        Assert.StartsWith("[simulated] Hello.", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.True(response.Usage?.OutputTokenCount > 3);
    }
}

public sealed class FailoverTests : FailoverContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
