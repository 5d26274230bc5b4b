using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation;

/// <summary>The named scenarios. Times, words and codes are exo's, from the protocol facts.</summary>
internal static class ScenarioCatalog
{
    /// <summary>Weights of the house's larger model load in about half a minute at this rate, in bytes per second and machine.</summary>
    private const double SlowDisk = 3_000_000_000;

    private const string Killed = "signal=9 (Killed: 9)";

    public static IEnumerable<SimulatedScenario> All => [.. Answers, .. Load, .. Lifecycle, .. Faults];

    private static SimulatedScenario[] Answers =>
    [
        SimulatedScenario.Of("plain", "The model answers in plain text.", SimulatedAnswer.Plain),
        SimulatedScenario.Of("thinking", "The model thinks first, apart from its text, and then answers.", SimulatedAnswer.Thinking),
        SimulatedScenario.Of("tool-call", "The model calls the first tool it is offered, whole and in one chunk.", SimulatedAnswer.ToolCall),
        SimulatedScenario.Of("tool-calls", "The model calls two tools in one chunk.", SimulatedAnswer.ToolCalls),
        SimulatedScenario.Of(
            "gpt-oss-tool-call", "As gpt-oss does it: the model thinks, calls one tool, and tells no usage.", SimulatedAnswer.GptOssToolCall),
        SimulatedScenario.Of("logprobs", "Every token comes with its log probability, when the request asks for it.", SimulatedAnswer.Plain),
        SimulatedScenario.Of("length", "Every answer is cut off after 8 tokens, with the finish reason length.", SimulatedAnswer.CutOff),
        SimulatedScenario.Of(
            "stop-in-thinking", "A stop inside the model's thoughts ends the answer, and the last thought leaks into the text.", SimulatedAnswer.StopInThinking),
    ];

    private static SimulatedScenario[] Load =>
    [
        SimulatedScenario.Of(
            "slow-prefill",
            "Prompts are read at 290 tokens a second, so that a long one takes minutes and its progress can be watched.",
            static _ => { },
            static options => options with { PrefillTokensPerSecond = 290 }),
        SimulatedScenario.Of(
            "full-batch",
            "Eight other requests fill the batch for good; yours waits and hears nothing but keep-alives.",
            static node => node.State.FillBatches()),
        SimulatedScenario.Of(
            "newcomer",
            "In the middle of every answer somebody else's prompt of 8,192 tokens is read, and the answer stands still meanwhile.",
            static node => node.MidAnswer(static instance => instance.Engine.SubmitNewcomer(8192), int.MaxValue),
            static options => options.Roofline || double.IsFinite(options.PrefillTokensPerSecond)
                ? options
                : options with { PrefillTokensPerSecond = 2400 }),
        SimulatedScenario.Of(
            "prefill-only",
            "Every instance only prefills for another that is not there: requests are accepted and hang.",
            static node => node.State.LinkAllToNowhere(),
            static options => options with { Disaggregation = true }),
    ];

    private static SimulatedScenario[] Lifecycle =>
    [
        SimulatedScenario.Of(
            "loading",
            "The models load anew for half a minute; requests are accepted and answered when that is done.",
            static node => node.State.Reload(SlowDisk)),
        SimulatedScenario.Of("stuck-loading", "The models stay half loaded for ever.", SimulatedPlacement.Loading),
        SimulatedScenario.Of("not-placed", "No model is placed.", SimulatedPlacement.None),
        SimulatedScenario.Of("runner-failed", "A runner has failed and stays so.", SimulatedPlacement.Failed),
        SimulatedScenario.Of(
            "placement-lost",
            "Nothing is placed, and what is asked for is accepted and never appears.",
            static node =>
            {
                node.Placement = SimulatedPlacement.None;
                node.State.LosesCommands = true;
            }),
        SimulatedScenario.Of(
            "node-silent",
            "In the middle of an answer a machine falls silent: half a minute later it is gone, then its model, then the stream.",
            static node => node.MidAnswer(i => node.State.Silence(node.State.Worker(i.Shards[^1].NodeId)!), 1)),
        SimulatedScenario.Of(
            "master-wipe",
            "In the middle of an answer another node becomes master: 3 s pass, nothing is placed any more, and the stream only pings.",
            static node => node.MidAnswer(_ => node.State.ChangeMaster(), 1)),
        SimulatedScenario.Of(
            "runner-crash",
            "In the middle of an answer the runner dies; everybody's request fails, and the model loads again.",
            static node => node.MidAnswer(i => node.State.Crash(i, Killed), 1)),
        SimulatedScenario.Of(
            "crash-loop",
            "Every answer kills the runner; after the fifth the instance is gone.",
            static node => node.MidAnswer(i => node.State.Crash(i, Killed), int.MaxValue)),
        SimulatedScenario.Of(
            "instance-deleted",
            "In the middle of an answer its instance is deleted: the stream just ends.",
            static node => node.MidAnswer(node.State.Delete, 1)),
    ];

    private static SimulatedScenario[] Faults =>
    [
        SimulatedScenario.Of("endless-keep-alive", "Requests are accepted and hear keep-alives for ever.", SimulatedFault.KeepAliveForever),
        SimulatedScenario.Of("stall-in-prefill", "Half of the prompt is read, and then nothing.", SimulatedFault.StallInPrefill),
        SimulatedScenario.Of("stall-mid-text", "Half of the answer comes, and then nothing.", SimulatedFault.StallMidText),
        SimulatedScenario.Of("silence", "Requests are taken and not answered with a single byte.", SimulatedFault.Silence),
        SimulatedScenario.Of("error-first", "The answer is an error event, under status 200.", SimulatedFault.ErrorFirst),
        SimulatedScenario.Of("error-mid-text", "Half of the answer comes, and then an error event.", SimulatedFault.ErrorMidText),
        SimulatedScenario.Of("malformed-tool-call", "The raw text of a tool call that cannot be read comes as an error.", SimulatedFault.MalformedToolCall),
        SimulatedScenario.Of("eof-without-finish", "Half of the answer comes, and the stream ends as if that were all.", SimulatedFault.EndWithoutFinish),
        SimulatedScenario.Of("missing-done", "The whole answer comes, without the final [DONE].", SimulatedFault.EndWithoutDone),
        SimulatedScenario.Of("empty-200", "The reply is 200 and empty.", SimulatedFault.EmptyBody),
        SimulatedScenario.Of("finish-less-json", "Without streaming: JSON that looks whole and has no finish reason.", SimulatedFault.EndWithoutFinish),
        SimulatedScenario.Of("not-found", "404: no instance of the model, whatever the state says.", SimulatedFault.NotPlaced),
        SimulatedScenario.Of("method-not-allowed", "405, as for any path that exo does not know.", SimulatedFault.MethodNotAllowed),
        SimulatedScenario.Of("unprocessable", "422: the request does not fit the schema.", SimulatedFault.Unprocessable),
        SimulatedScenario.Of("server-error", "500 in plain text.", SimulatedFault.InternalServerError),
        SimulatedScenario.Of("garbage", "What comes is called an event stream and is none.", SimulatedFault.Garbage),
        SimulatedScenario.Of("web-page", "What comes is a web page.", SimulatedFault.WebPage),
        SimulatedScenario.Of(
            "election-pause",
            "Elections go on and on: every request waits 3 s before its headers.",
            static node => node.State.PauseEach = ClusterState.ElectionTime),
        SimulatedScenario.Of("v1-0-71-nulls", "Every delta is full of nulls, as release v1.0.71 writes them.", SimulatedFault.Nulls),
    ];
}
