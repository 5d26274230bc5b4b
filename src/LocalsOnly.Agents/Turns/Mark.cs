namespace LocalsOnly.Agents.Turns;

/// <summary>What a mark does to the text around it.</summary>
internal enum MarkKind
{
    /// <summary>Text, no mark.</summary>
    None,

    /// <summary>More of the stream must come before this can be told.</summary>
    Partial,

    /// <summary>A mark that the end of the stream cut.</summary>
    Cut,

    /// <summary>Begins something that is not for a person.</summary>
    Open,

    /// <summary>Ends it.</summary>
    Close,

    /// <summary>Stands for itself.</summary>
    Lone,

    /// <summary>Begins somebody's turn.</summary>
    TurnStart,

    /// <summary>Ends a turn or a message.</summary>
    TurnEnd,

    /// <summary>Begins the header of a gpt-oss message (Harmony).</summary>
    Channel,
}

/// <summary>What stands between an opening mark and its closing one.</summary>
internal enum MarkFamily
{
    None,

    /// <summary>Thinking.</summary>
    Thought,

    /// <summary>A tool call, or several.</summary>
    Call,

    /// <summary>A parameter of a call, or the answer itself: only the marks go.</summary>
    Part,

    /// <summary>What the prompt held: results of tools, passages, fences.</summary>
    Data,
}

/// <summary>A mark of a chat template at the start of a piece of text.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Length">Its length in characters.</param>
/// <param name="Family">What it encloses.</param>
/// <param name="Name">What its counterpart shares with it; of a <see cref="MarkKind.TurnStart"/> the role, when the mark itself names one.</param>
/// <param name="Sealed">Nobody writes this in a sentence, and only its counterpart or the end of the turn ends it.</param>
internal readonly record struct Mark(MarkKind Kind, int Length = 0, MarkFamily Family = MarkFamily.None, string? Name = null, bool Sealed = false);
