using LocalsOnly.Inference;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>What is to come of asking a cluster that a scenario befalls, with nothing standing in.</summary>
/// <param name="Name">Of the scenario.</param>
/// <param name="First">The first time.</param>
/// <param name="Second">The second time, with another question.</param>
internal sealed record ScenarioRow(string Name, Turn First, Turn Second)
{
    /// <summary>What the answers hold; null when they fail or when text is all there is to see.</summary>
    public Action<Outcome>? Check { get; init; }

    /// <summary>What is asked, when the scenario needs more than a greeting.</summary>
    public string Question { get; init; } = "What do the notes say about the garden?";

    /// <summary>Asks without a stream, where the scenario is about that.</summary>
    public bool Whole { get; init; }

    /// <summary>What a look at the cluster makes the router say at once, without asking it; null when it is asked all the same.</summary>
    public InferenceFailure? Seen { get; init; }

    /// <summary>After a look at the cluster, what nobody pinned goes elsewhere at once.</summary>
    public bool Avoided { get; init; }

    public override string ToString() => Name;
}

/// <summary>One time of asking.</summary>
/// <param name="Failure">Null for a whole answer.</param>
/// <param name="Breaker">The breaker's state after it.</param>
/// <param name="Pace">How time passes meanwhile.</param>
internal sealed record Turn(InferenceFailure? Failure, BreakerState Breaker, Pace Pace = Pace.None)
{
    /// <summary>Some of the answer had come.</summary>
    public bool AfterText { get; init; }

    /// <summary>False when the router answers for the cluster.</summary>
    public bool Sent { get; init; } = true;
}

/// <summary>How time passes while an answer is waited for.</summary>
internal enum Pace
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The answer's head has come; the wait for a first token runs out.</summary>
    FirstTokenTimeout,

    /// <summary>The request has arrived and nothing comes back, not even a head; the wait for a first token runs out.</summary>
    FirstTokenTimeoutInSilence,

    /// <summary>Half of the prompt has been read; the wait for a first token runs out.</summary>
    FirstTokenTimeoutInPrefill,

    /// <summary>Half of the answer has come; the wait for the next token runs out.</summary>
    NextTokenTimeout,

    /// <summary>The request has arrived; a minute passes, enough to load a model.</summary>
    Minute,

    /// <summary>The prompt is being read; 40 s pass, enough to read it.</summary>
    Reading,

    /// <summary>Half of the answer has come; 4 s pass, enough to read somebody else's prompt of 8,192 tokens at 2,400 a second.</summary>
    Newcomer,

    /// <summary>The reply is held back by an election, for as long as elections take.</summary>
    Election,
}
