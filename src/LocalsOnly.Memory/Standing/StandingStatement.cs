namespace LocalsOnly.Memory.Standing;

/// <summary>What a rule found in one message.</summary>
/// <param name="Kind">What it asks.</param>
/// <param name="Subject">The slot it fills, so that contradictions meet: <c>home</c>, <c>likes:coriander</c>, <c>instruction:bullet-point-use</c>.</param>
/// <param name="Text">The words as they stand in the message, line ends as spaces.</param>
/// <param name="Strength">1 for what is said to hold always or is a fact, 0.5 for a preference or a request.</param>
/// <param name="Start">Where the words begin, in UTF-16 units of the message.</param>
/// <param name="Length">How long they are there.</param>
internal sealed record StandingStatement(StandingKind Kind, string Subject, string Text, double Strength, int Start, int Length)
{
    /// <summary>What fills the slot, in lower case, where the statement can be about one of several: the language of an answer; null for all else.</summary>
    public string? Value { get; init; }

    /// <summary>Says only that an earlier statement of the subject, and of the value if there is one, no longer holds.</summary>
    public bool Ends { get; init; }

    /// <summary>Language of the rule that found it, <c>en</c> or <c>fr</c>.</summary>
    public string Language { get; init; } = "en";
}
