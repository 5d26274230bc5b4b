namespace LocalsOnly.Agents.Tools;

/// <summary>What became of a tool call.</summary>
/// <param name="CallId">The model's id of the call.</param>
/// <param name="Name">The name it was called by, whether or not there is such a tool.</param>
/// <param name="Arguments">Canonical JSON of the arguments.</param>
/// <param name="Status">Whether it ran.</param>
/// <param name="Text">What the model reads: the result, or one sentence that says why there is none.</param>
/// <param name="Took">How long it ran.</param>
internal sealed record ToolOutcome(string CallId, string Name, string Arguments, ToolStatus Status, string Text, TimeSpan Took)
{
    /// <summary>The text is words of others: it grounds no figure, name or further call.</summary>
    public bool Foreign { get; init; }
}

/// <summary>Whether a tool call ran.</summary>
internal enum ToolStatus
{
    /// <summary>It ran and gave a result.</summary>
    Done,

    /// <summary>It ran and could not answer, or its arguments were wrong.</summary>
    Failed,

    /// <summary>It did not run: the persona has no such tool, or a rule forbids the call.</summary>
    Refused,

    /// <summary>It was asked for a second time with the same arguments, and not run again.</summary>
    Repeated,
}
