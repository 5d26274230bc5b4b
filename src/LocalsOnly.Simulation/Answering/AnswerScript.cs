using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Answering;

/// <summary>What follows the last token of a script.</summary>
internal enum ScriptEnd
{
    /// <summary>The finish reason on the last token, statistics, <c>[DONE]</c>.</summary>
    Done,

    /// <summary>The same without <c>[DONE]</c>.</summary>
    WithoutDone,

    /// <summary>The stream ends, with nothing said.</summary>
    Nothing,

    /// <summary>An error frame.</summary>
    Error,

    /// <summary>Keep-alives for ever.</summary>
    Stall,
}

/// <summary>One token of an answer.</summary>
internal readonly record struct AnswerToken(string Text, bool Thinking);

/// <summary>A tool call as it will be sent: whole.</summary>
internal sealed record ScriptedCall(string Id, string Name, string Arguments);

/// <summary>Everything one answer will say, known before its first token.</summary>
internal sealed record AnswerScript
{
    public static AnswerScript OneToken { get; } = new() { Tokens = [], Count = 1, FinishReason = "length" };

    public required IReadOnlyList<AnswerToken> Tokens { get; init; }

    public IReadOnlyList<ScriptedCall> Calls { get; init; } = [];

    /// <summary>Tokens that are generated: those of <see cref="Tokens"/> and those of the calls, at least one.</summary>
    public required int Count { get; init; }

    public required string FinishReason { get; init; }

    public ScriptEnd End { get; init; }

    public string? Error { get; init; }

    /// <summary>Half of the prompt is read, and then nothing.</summary>
    public bool StallsInPrefill { get; init; }

    /// <summary>gpt-oss sends neither usage nor statistics with a tool call.</summary>
    public bool WithoutUsage { get; init; }

    /// <summary>What happens to the instance when half of the tokens are there; null for nothing.</summary>
    public Action<Instance>? AtHalfWay { get; init; }

    public int HalfWay => Math.Max(1, Count / 2);

    public int ThinkingTokens => Tokens.Count(t => t.Thinking);
}
