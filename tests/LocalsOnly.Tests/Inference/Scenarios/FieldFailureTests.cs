using LocalsOnly.Inference;
using LocalsOnly.Tests.Inference.Routing;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>The ten ways in which exo fails in the field (protocol facts §3), and where each is asserted from the router's seam.</summary>
public abstract class FieldFailureContract
{
    private protected abstract TestedClient Tested { get; }

    private static readonly RouteRequest Pinned = new() { PinnedTier = Tier.Heavy };

    /// <summary>Number of the mode, and the scenarios in which it is played to the end.</summary>
    public static TheoryData<int, string[]> Modes => new()
    {
        { 1, ["endless-keep-alive", "stuck-loading", "runner-failed", "master-wipe", "stall-in-prefill", "stall-mid-text", "prefill-only", "full-batch", "silence"] },
        { 2, ["eof-without-finish", "missing-done", "finish-less-json", "instance-deleted"] },
        { 3, ["error-first", "error-mid-text", "empty-200"] },
        { 4, ["runner-crash", "crash-loop"] },
        { 6, ["malformed-tool-call"] },
        { 7, ["election-pause", "master-wipe"] },
        { 8, ["slow-prefill", "loading", "gpt-oss-tool-call", "newcomer"] },
        { 9, ["node-silent"] },
        { 10, ["stop-in-thinking"] },
    };

    /// <summary>Modes that no scenario plays, with the test that does.</summary>
    private static readonly (int Mode, Type Of, string Test)[] Elsewhere =
    [
        (4, typeof(FaultTests), nameof(FaultTests.A_prompt_that_has_killed_the_runner_twice_is_not_sent_again_and_others_are)),
        (5, typeof(FieldFailureTests), nameof(Words_that_crash_exo_on_purpose_are_answered_and_crash_nothing)),
        (7, typeof(FailureModeTests), nameof(FailureModeTests.Mode_7_an_api_that_never_wakes_from_an_election_is_given_up)),
        (8, typeof(FailureModeTests), nameof(FailureModeTests.Mode_8_a_caller_with_less_patience_is_not_kept_waiting_by_progress)),
        (9, typeof(KillTests), nameof(KillTests.Its_streams_end_with_their_text_kept_and_nobody_elses_do)),
    ];

    [Fact]
    public void Every_failure_mode_of_the_field_has_its_scenario()
    {
        var played = Modes.Select(row => (int)row[0]).Concat(Elsewhere.Select(e => e.Mode));
        Assert.Equal(Enumerable.Range(1, 10), played.Distinct().Order());
        var rows = ScenarioTable.All.Select(row => row.Name).ToHashSet();
        Assert.All(Modes.SelectMany(row => (string[])row[1]), name => Assert.Contains(name, rows));
        Assert.All(Elsewhere, e => Assert.NotEmpty(e.Of.GetMethod(e.Test)!.GetCustomAttributes(typeof(FactAttribute), inherit: true)));
    }

    [Theory]
    [InlineData("EXO RUNNER MUST FAIL")]
    [InlineData("EXO RUNNER MUST OOM")]
    [InlineData("EXO RUNNER MUST TIMEOUT")]
    public async Task Words_that_crash_exo_on_purpose_are_answered_and_crash_nothing(string words)
    {
        await using var house = await Tested.ScenarioAsync();
        for (var i = 0; i < 3; i++)
        {
            var outcome = await house.Ask($"{words}, says the log.", Pinned).Ended.WaitAsync(ScenarioHouse.Patience);
            Assert.Equal((null, "cluster"), (outcome.Failure, outcome.Route.Endpoint));
        }

        Assert.Equal((BreakerState.Closed, 3), (house.Load().Breaker, house.Cluster.Requests.Count));
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task A_stream_that_turns_to_garbage_after_text_counts_against_its_endpoint()
    {
        await using var house = await Tested.ScenarioAsync();
        house.Cluster.Script = context => ScriptedReply.Whole(ScriptedReply.Token("It"), "data: {not json\n\n")(context);
        foreach (var expected in new[] { BreakerState.Closed, BreakerState.Open })
        {
            await house.Inference.Directory.RefreshAsync();
            var outcome = await house.Ask("Hello", Pinned).Ended.WaitAsync(ScenarioHouse.Patience);
            Assert.Equal(("It", InferenceFailure.Protocol, true), (outcome.Text, outcome.Failure!.Failure, outcome.Failure.AfterFirstToken));
            Assert.Equal(expected, house.Load().Breaker);
        }

        await house.ExpectNothingLeftAsync();
    }
}

public sealed class FieldFailureTests : FieldFailureContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
