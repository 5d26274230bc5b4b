using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using static LocalsOnly.Inference.BreakerState;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>Every scenario of the catalogue and what comes of it.</summary>
internal static class ScenarioTable
{
    public static IReadOnlyList<ScenarioRow> All { get; } = [.. Answers, .. Load, .. Lifecycle, .. Faults];

    private static ScenarioRow[] Answers =>
    [
        Answered("plain", NoReasoning),
        Answered("thinking", outcome => Assert.NotEmpty(outcome.Contents<TextReasoningContent>())),
        Answered("tool-call", outcome => Assert.Equal("look_up", Assert.Single(outcome.Contents<FunctionCallContent>()).Name)),
        Answered("tool-calls", outcome => Assert.Equal(["look_up", "write_down"], outcome.Contents<FunctionCallContent>().Select(c => c.Name))),
        Answered("gpt-oss-tool-call", outcome =>
        {
            Assert.NotEmpty(outcome.Contents<TextReasoningContent>());
            Assert.Single(outcome.Contents<FunctionCallContent>());
            Assert.Empty(outcome.Contents<UsageContent>());
        }),
        Answered("logprobs", outcome => Assert.NotEmpty(outcome.Contents<LogprobsContent>())),
        Answered("length", outcome =>
        {
            Assert.Contains(outcome.Updates, u => u.FinishReason == ChatFinishReason.Length);
            Assert.Equal(8, outcome.Contents<UsageContent>().Single().Details.OutputTokenCount);
        }),
        Answered("stop-in-thinking", outcome =>
        {
            Assert.NotEmpty(outcome.Contents<TextReasoningContent>());
            Assert.Equal(1, outcome.Updates.Count(u => u.Text.Length > 0));
        }),
    ];

    private static ScenarioRow[] Load =>
    [
        Answered("slow-prefill", outcome => Assert.True(outcome.Contents<PrefillProgressContent>().Count() > 3), Pace.Reading) with
        {
            Question = string.Join(' ', Enumerable.Range(0, 1500).Select(i => $"Bed {i} has beans in it.")),
        },
        Hangs("full-batch"),
        Answered("newcomer", NoReasoning, Pace.Newcomer),
        Hangs("prefill-only"),
    ];

    private static ScenarioRow[] Lifecycle =>
    [
        Answered("loading", NoReasoning, Pace.Minute) with { Seen = InferenceFailure.Loading, Avoided = true },
        Hangs("stuck-loading") with { Seen = InferenceFailure.Loading, Avoided = true },
        Refused("not-placed", InferenceFailure.NotPlaced) with { Second = NotSent(InferenceFailure.NotPlaced), Seen = InferenceFailure.NotPlaced, Avoided = true },
        Hangs("runner-failed") with { Avoided = true },
        Refused("placement-lost", InferenceFailure.NotPlaced) with { Second = NotSent(InferenceFailure.NotPlaced), Seen = InferenceFailure.NotPlaced, Avoided = true },
        StopsMidText("node-silent"),
        StopsMidText("master-wipe"),
        new ScenarioRow("runner-crash", BreaksMidText(InferenceFailure.ServerError), new Turn(null, Closed, Pace.Minute)),
        new ScenarioRow("crash-loop", BreaksMidText(InferenceFailure.ServerError), BreaksMidText(InferenceFailure.ServerError, Open) with { Pace = Pace.Minute }),
        new ScenarioRow("instance-deleted", BreaksMidText(InferenceFailure.Truncated), new Turn(InferenceFailure.NotPlaced, Closed)),
    ];

    private static ScenarioRow[] Faults =>
    [
        Hangs("endless-keep-alive"),
        Hangs("stall-in-prefill", Pace.FirstTokenTimeoutInPrefill),
        StopsMidText("stall-mid-text"),
        Hangs("silence", Pace.FirstTokenTimeoutInSilence),
        Fails("error-first", InferenceFailure.ServerError),
        FailsMidText("error-mid-text", InferenceFailure.ServerError),
        Refused("malformed-tool-call", InferenceFailure.MalformedToolCall),
        FailsMidText("eof-without-finish", InferenceFailure.Truncated),
        FailsMidText("missing-done", InferenceFailure.Truncated),
        Refused("empty-200", InferenceFailure.Protocol),
        FailsMidText("finish-less-json", InferenceFailure.Truncated) with { Whole = true },
        Refused("not-found", InferenceFailure.NotPlaced),
        Refused("method-not-allowed", InferenceFailure.Protocol),
        Refused("unprocessable", InferenceFailure.ServerError),
        Fails("server-error", InferenceFailure.ServerError),
        Refused("garbage", InferenceFailure.Protocol),
        Refused("web-page", InferenceFailure.Protocol),
        Answered("election-pause", NoReasoning, Pace.Election),
        Answered("v1-0-71-nulls", NoReasoning),
    ];

    private static ScenarioRow Answered(string name, Action<Outcome> check, Pace pace = Pace.None) =>
        new(name, new Turn(null, Closed, pace), new Turn(null, Closed, pace)) { Check = check };

    /// <summary>It is no outage, however often it happens.</summary>
    private static ScenarioRow Refused(string name, InferenceFailure failure) =>
        new(name, new Turn(failure, Closed), new Turn(failure, Closed));

    private static ScenarioRow Fails(string name, InferenceFailure failure) =>
        new(name, new Turn(failure, Closed), new Turn(failure, Open));

    private static ScenarioRow FailsMidText(string name, InferenceFailure failure) =>
        new(name, BreaksMidText(failure), BreaksMidText(failure, Open));

    /// <summary>A whole deadline is lost once, and then no more.</summary>
    private static ScenarioRow Hangs(string name, Pace pace = Pace.FirstTokenTimeout) =>
        new(name, new Turn(InferenceFailure.Deadline, Open, pace), NotSent(InferenceFailure.CircuitOpen, Open));

    private static ScenarioRow StopsMidText(string name) => new(
        name, new Turn(InferenceFailure.Deadline, Open, Pace.NextTokenTimeout) { AfterText = true }, NotSent(InferenceFailure.CircuitOpen, Open));

    private static Turn BreaksMidText(InferenceFailure failure, BreakerState breaker = Closed) => new(failure, breaker) { AfterText = true };

    private static Turn NotSent(InferenceFailure failure, BreakerState breaker = Closed) => new(failure, breaker) { Sent = false };

    private static void NoReasoning(Outcome outcome)
    {
        Assert.Empty(outcome.Contents<TextReasoningContent>());
        Assert.StartsWith("[simulated]", outcome.Text, StringComparison.Ordinal);
        Assert.Contains(outcome.Updates, u => u.FinishReason == ChatFinishReason.Stop);
        Assert.True(outcome.Contents<UsageContent>().Single().Details.OutputTokenCount > 0);
    }
}
