namespace LocalsOnly.Agents.Evaluation;

/// <summary>One thing that must come of a scenario.</summary>
/// <param name="Kind">The key that it stands under.</param>
/// <param name="Line">Where it stands.</param>
internal abstract record Check(string Kind, int Line)
{
    /// <summary>What it wants, in a line.</summary>
    public abstract string Wants { get; }

    /// <summary>How it is not met, as a clause; null when it is.</summary>
    public abstract string? Fault(Performance seen);
}
