using LocalsOnly.Agents;
using LocalsOnly.Inference;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>What a person has of each scenario of the protocol facts' §6: the answer or the right sentence, with nothing left behind.</summary>
public abstract class ScenarioContract
{
    private protected abstract TestedClient Tested { get; }

    private static readonly RouteRequest Pinned = new() { PinnedTier = Tier.Heavy };
    private static readonly RouteRequest Free = new() { TaskTier = Tier.Heavy };

    public static TheoryData<string> Names => [.. ScenarioTable.All.Select(row => row.Name)];

    public static TheoryData<string> SeenNames => [.. ScenarioTable.All.Where(row => row.Seen is not null).Select(row => row.Name)];

    public static TheoryData<string> AvoidedNames => [.. ScenarioTable.All.Where(row => row.Avoided).Select(row => row.Name)];

    [Fact]
    public void Every_scenario_of_the_catalogue_has_its_row() =>
        Assert.Equal(SimulatedScenario.All.Select(s => s.Name).Order(), ScenarioTable.All.Select(row => row.Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Where_nothing_may_stand_in_it_ends_as_it_must(string name)
    {
        var row = Row(name);
        await using var play = await Tested.PlayAsync(row);
        var sent = 0;
        foreach (var (prefix, turn) in new[] { ("", row.First), ("Once more: ", row.Second) })
        {
            var outcome = await play.AskAsync(prefix, turn, Pinned);
            Expect(turn, outcome, row);
            Assert.Equal(turn.Breaker, play.House.Load().Breaker);
            sent += turn.Sent ? 1 : 0;
            Assert.Equal(sent, play.House.Cluster.Requests.Count);
        }

        Assert.Empty(play.House.Mini.Requests);
        await play.House.ExpectNothingLeftAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_mini_stands_in_before_the_first_token_and_never_after_it(string name)
    {
        var row = Row(name);
        await using var play = await Tested.PlayAsync(row);
        var outcome = await play.AskAsync("", row.First, Free);
        if (row.First is { Failure: not null, AfterText: false })
        {
            Assert.Null(outcome.Failure);
            Assert.StartsWith("[simulated]", outcome.Text, StringComparison.Ordinal);
            Assert.Equal(("mini", Tier.Heavy, Tier.Light), (outcome.Route.Endpoint, outcome.Route.Asked, outcome.Route.Answered));
            Assert.Contains(outcome.Route.Reasons, r => r.StartsWith("cluster: ", StringComparison.Ordinal));
            Assert.Single(play.House.Mini.Requests);
        }
        else
        {
            Expect(row.First, outcome, row);
            Assert.Empty(play.House.Mini.Requests);
        }

        await play.House.ExpectNothingLeftAsync();
    }

    [Theory]
    [MemberData(nameof(SeenNames))]
    public async Task What_a_look_has_told_is_said_at_once_and_nothing_is_sent(string name)
    {
        var row = Row(name);
        await using var play = await Tested.PlayAsync(row);
        await play.House.Inference.Directory.RefreshAsync();
        var outcome = await play.AskAsync("", new Turn(row.Seen, BreakerState.Closed), Pinned);
        Expect(new Turn(row.Seen, BreakerState.Closed), outcome, row);
        Assert.Empty(play.House.Cluster.Requests);
        await play.House.ExpectNothingLeftAsync();
    }

    [Theory]
    [MemberData(nameof(AvoidedNames))]
    public async Task What_a_look_has_told_sends_elsewhere_at_once_what_nobody_pinned(string name)
    {
        await using var play = await Tested.PlayAsync(Row(name));
        await play.House.Inference.Directory.RefreshAsync();
        var outcome = await play.AskAsync("", new Turn(null, BreakerState.Closed), Free);
        Assert.Equal((null, "mini"), (outcome.Failure, outcome.Route.Endpoint));
        Assert.Contains(outcome.Route.Reasons, r => r.StartsWith("cluster put off: ", StringComparison.Ordinal));
        Assert.Empty(play.House.Cluster.Requests);
        await play.House.ExpectNothingLeftAsync();
    }

    private static ScenarioRow Row(string name) => ScenarioTable.All.Single(row => row.Name == name);

    private static void Expect(Turn turn, Outcome outcome, ScenarioRow row)
    {
        Assert.Equal(turn.Failure, outcome.Failure?.Failure);
        if (outcome.Failure is not { } failure)
        {
            Assert.Equal("cluster", outcome.Route.Endpoint);
            row.Check?.Invoke(outcome);
            return;
        }

        Assert.Equal(("cluster", turn.AfterText), (failure.Endpoint, failure.AfterFirstToken));
        if (!row.Whole)
            Assert.Equal(turn.AfterText, outcome.Text.StartsWith("[simulated]", StringComparison.Ordinal));
        var sentence = turn.AfterText ? PersonSentences.Interrupted(failure) : PersonSentences.NoModel(failure);
        Assert.All(turn.AfterText ? Interrupted(failure.Failure) : NoModel(failure.Failure), words => Assert.Contains(words, sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("garden", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What happened, and what to do.</summary>
    private static string[] NoModel(InferenceFailure failure) => failure switch
    {
        InferenceFailure.Deadline => ["cluster", "did not begin to answer in time", "Try again"],
        InferenceFailure.CircuitOpen => ["cluster", "left alone for now", "Ask again in 15 s"],
        InferenceFailure.NotPlaced => ["cluster is up", "locals cluster place"],
        InferenceFailure.Loading => ["cluster is still loading", "Ask again when it is done"],
        InferenceFailure.ServerError => ["cluster answered with an error", "Try again"],
        InferenceFailure.Protocol => ["cluster does not speak like a model server", "Check its Url and Protocol"],
        InferenceFailure.MalformedToolCall => ["unreadable", "Try again"],
        InferenceFailure.Truncated => ["cluster hung up", "Try again"],
        _ => throw new InvalidOperationException($"No row expects {failure} before text."),
    };

    private static string[] Interrupted(InferenceFailure failure) => failure switch
    {
        InferenceFailure.Deadline => ["cluster stopped in the middle", "incomplete", "Ask again"],
        InferenceFailure.ServerError => ["cluster failed in the middle", "incomplete", "Ask again"],
        InferenceFailure.Truncated => ["The connection to cluster broke in the middle", "incomplete", "Ask again"],
        _ => throw new InvalidOperationException($"No row expects {failure} after text."),
    };
}

public sealed class ScenarioTests : ScenarioContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
