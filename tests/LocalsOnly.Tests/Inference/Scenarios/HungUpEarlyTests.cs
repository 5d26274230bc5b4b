using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>A stream that ends before its first token tells nothing; asking once more does.</summary>
public abstract class HungUpEarlyContract
{
    private protected abstract TestedClient Tested { get; }

    private static readonly RouteRequest Pinned = new() { PinnedTier = Tier.Heavy };
    private static readonly RouteRequest Free = new() { TaskTier = Tier.Heavy };

    [Fact]
    public async Task An_instance_deleted_while_it_reads_is_told_by_the_second_time_of_asking()
    {
        await using var house = await ReadingAsync();
        var answer = await DeletedWhileReadingAsync(house, Free);
        Assert.Null(answer.Failure);
        Assert.Equal("mini", answer.Route.Endpoint);
        Assert.Contains("cluster hung up before the first token: asked once more", answer.Route.Reasons);
        Assert.Equal(2, house.Cluster.Requests.Count);
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task Where_nothing_may_stand_in_the_true_reason_is_what_the_person_reads()
    {
        await using var house = await ReadingAsync();
        var answer = await DeletedWhileReadingAsync(house, Pinned);
        Assert.Equal(InferenceFailure.NotPlaced, answer.Failure!.Failure);
        Assert.Contains("locals cluster place", LocalsOnly.Agents.PersonSentences.NoModel(answer.Failure), StringComparison.Ordinal);
        Assert.Equal((BreakerState.Closed, 2), (house.Load().Breaker, house.Cluster.Requests.Count));
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task A_model_that_is_still_there_answers_the_second_time()
    {
        await using var house = await Tested.ScenarioAsync();
        house.Cluster.Script = context =>
        {
            house.Cluster.Script = null;
            return ScriptedReply.Whole(ScriptedReply.Role)(context);
        };
        var answer = await house.Ask("Hello", Free).Ended.WaitAsync(ScenarioHouse.Patience);
        Assert.Null(answer.Failure);
        Assert.Equal("cluster", answer.Route.Endpoint);
        Assert.Contains("cluster hung up before the first token: asked once more", answer.Route.Reasons);
        Assert.Empty(house.Mini.Requests);
        Assert.Equal(["Truncated", "ok"], house.Inference.Usage.Select(u => u.Outcome));
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task Twice_is_enough_and_then_it_is_left_alone()
    {
        await using var house = await Tested.ScenarioAsync();
        house.Cluster.Script = context => ScriptedReply.Whole(ScriptedReply.Role)(context);
        var answer = await house.Ask("Hello", Pinned).Ended.WaitAsync(ScenarioHouse.Patience);
        Assert.Equal((InferenceFailure.Truncated, false), (answer.Failure!.Failure, answer.Failure.AfterFirstToken));
        Assert.Contains("hung up before it said anything", LocalsOnly.Agents.PersonSentences.NoModel(answer.Failure), StringComparison.Ordinal);
        Assert.Equal((BreakerState.Open, 2), (house.Load().Breaker, house.Cluster.Requests.Count));
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task An_endpoint_that_has_failed_before_is_not_asked_again()
    {
        await using var house = await Tested.ScenarioAsync();
        house.Cluster.Fault = SimulatedFault.InternalServerError;
        await house.Ask("Hello", Pinned).Ended.WaitAsync(ScenarioHouse.Patience);
        house.Cluster.Script = context => ScriptedReply.Whole(ScriptedReply.Role)(context);
        var answer = await house.Ask("Hello again", Free).Ended.WaitAsync(ScenarioHouse.Patience);
        Assert.Equal("mini", answer.Route.Endpoint);
        Assert.DoesNotContain(answer.Route.Reasons, r => r.Contains("asked once more", StringComparison.Ordinal));
        Assert.Equal((BreakerState.Open, 2), (house.Load().Breaker, house.Cluster.Requests.Count));
        await house.ExpectNothingLeftAsync();
    }

    private Task<ScenarioHouse> ReadingAsync() => Tested.ScenarioAsync(options => options with { PrefillTokensPerSecond = 1 });

    private static async Task<Outcome> DeletedWhileReadingAsync(ScenarioHouse house, RouteRequest route)
    {
        var listener = house.Ask("Hello", route);
        await listener.UntilHeard<PrefillProgressContent>().WaitAsync(ScenarioHouse.Patience);
        house.Cluster.State.Delete(house.Cluster.State.Instances.Single());
        return await listener.Ended.WaitAsync(ScenarioHouse.Patience);
    }
}

public sealed class HungUpEarlyTests : HungUpEarlyContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
