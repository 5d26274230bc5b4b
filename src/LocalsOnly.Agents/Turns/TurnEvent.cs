using LocalsOnly.Inference;
using LocalsOnly.Memory;

namespace LocalsOnly.Agents;

/// <summary>Something that happened in a turn, in the order a surface shows it.</summary>
public abstract record TurnEvent;

/// <summary>How far the prompt has been read.</summary>
public sealed record PrefillProgress(int ProcessedTokens, int TotalTokens) : TurnEvent;

/// <summary>The endpoint is busy, and the turn waits there.</summary>
/// <param name="Ahead">Requests before it at this moment.</param>
/// <param name="Wait">How long that will take, from how long it took lately; null when nothing is known.</param>
public sealed record Queued(string Endpoint, int Ahead, TimeSpan? Wait) : TurnEvent;

/// <summary>Who answers and why. May come more than once; the last one before the text is what happened.</summary>
/// <param name="Mode">Whether a model answers at all.</param>
/// <param name="Answered">The tier that answers; null in recall-only mode.</param>
/// <param name="Endpoint">Name of the endpoint; null in recall-only mode.</param>
/// <param name="Model">Full model id; null in recall-only mode.</param>
/// <param name="Simulated">The text is made by a simulator.</param>
/// <param name="Reasons">Short clauses, in the order they were decided.</param>
public sealed record RouteChosen(
    AnswerMode Mode,
    Tier Asked,
    Tier? Answered,
    string? Endpoint,
    string? Model,
    bool Simulated,
    IReadOnlyList<string> Reasons) : TurnEvent
{
    /// <summary>Names the routing decision, for what a person says of it later; empty when there was none.</summary>
    public string Id { get; init; } = "";

    /// <summary>A light answer was found wanting before any of it was shown, so the heavy tier was asked.</summary>
    public bool Escalated { get; init; }
}

/// <summary>A tool is about to be called. It may still be refused.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Writes">It changes something that the house keeps: from now on the turn cannot be run again as if it had not been.</param>
public sealed record ToolCalled(string Tool, bool Writes) : TurnEvent;

/// <summary>A tool was called.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Problem">Why it gave no result, one sentence; null when it gave one.</param>
/// <param name="Took">How long it ran.</param>
public sealed record ToolUsed(string Tool, string? Problem, TimeSpan Took) : TurnEvent
{
    /// <summary>What it was called with: JSON, keys in order.</summary>
    public string Arguments { get; init; } = "{}";
}

/// <summary>More of the reply's text, ready to be shown.</summary>
public sealed record TextDelta(string Text) : TurnEvent;

/// <summary>The reply is whole.</summary>
/// <param name="Sources">Every passage that was recalled, in the order of its number.</param>
/// <param name="Citations">Where the text cites them.</param>
/// <param name="CutAtTokenLimit">The reply ends where its token budget ended.</param>
public sealed record TurnCompleted(
    IReadOnlyList<TurnSource> Sources,
    IReadOnlyList<CitationMark> Citations,
    TurnStats Stats,
    bool CutAtTokenLimit) : TurnEvent
{
    /// <summary>Names the turn, for <c>locals why</c>; empty when it is not kept.</summary>
    public string Turn { get; init; } = "";

    /// <summary>What the host did to the reply, as clauses: a figure that was marked, a name that was taken out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The reply broke off after it had begun. What was shown stays shown.</summary>
/// <param name="Sentence">What happened and what to do, for the person.</param>
/// <param name="Failure">The kind; null when the host is stopping.</param>
public sealed record TurnInterrupted(string Sentence, InferenceFailure? Failure) : TurnEvent;

/// <summary>Whether a model answered.</summary>
public enum AnswerMode
{
    /// <summary>A model wrote the reply.</summary>
    Model,

    /// <summary>No model could be reached; the reply is passages from memory and says so.</summary>
    RecallOnly,
}

/// <summary>A passage that was recalled for the turn.</summary>
/// <param name="Number">What the text cites it by, from 1.</param>
/// <param name="Excerpt">The part of the passage that went into the prompt.</param>
/// <param name="Cited">The reply cites it.</param>
public sealed record TurnSource(int Number, Passage Passage, string Excerpt, bool Cited);

/// <summary>One <c>[n]</c> in the text.</summary>
/// <param name="Number">The source's number.</param>
/// <param name="Start">First UTF-16 unit of the mark in the whole text.</param>
/// <param name="End">One past its last UTF-16 unit.</param>
public sealed record CitationMark(int Number, int Start, int End);

/// <summary>What the reply cost. Null where nobody knows.</summary>
/// <param name="TokensPerSecond">Decode rate.</param>
/// <param name="PromptTokensPerSecond">Prefill rate.</param>
/// <param name="TimeToFirstToken">From the request to the first text shown.</param>
public sealed record TurnStats(
    double? TokensPerSecond,
    double? PromptTokensPerSecond,
    TimeSpan? TimeToFirstToken,
    long? PromptTokens,
    long? CompletionTokens,
    Provenance Provenance);
