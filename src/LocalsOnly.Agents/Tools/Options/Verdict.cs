namespace LocalsOnly.Agents.Tools.Options;

/// <summary>The one word in which an answer about a position ends.</summary>
internal enum Verdict
{
    /// <summary>The exposure is worth having.</summary>
    Size,

    /// <summary>It is not.</summary>
    Skip,

    /// <summary>A named reading is missing or about to change.</summary>
    Watch,
}

/// <summary>A verdict with what it rests on.</summary>
/// <param name="Verdict">The word.</param>
/// <param name="Reason">The rule that decided, as a clause.</param>
/// <param name="Invalidation">One phrase that an observer can check; when it comes true, the verdict is void.</param>
internal sealed record Ruling(Verdict Verdict, string Reason, string Invalidation)
{
    /// <summary>The figures that it was computed from, a line each.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];

    /// <summary>What an answer can quote as it stands: the figures, the rule, and the two closing lines.</summary>
    public override string ToString() => string.Join('\n', [.. Figures, $"rule: {Reason}", Verdict.ToString(), $"Invalidation: {Invalidation}"]);
}
