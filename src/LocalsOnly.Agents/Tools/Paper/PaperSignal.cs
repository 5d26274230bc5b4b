namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>An idea that somebody had, with what speaks for it. It opens nothing.</summary>
internal sealed record PaperSignal
{
    /// <summary>S1, S2, …</summary>
    public required string Id { get; init; }

    public required string Symbol { get; init; }

    public required PaperSide Side { get; init; }

    /// <summary>0 to 100: how large the move would be.</summary>
    public required decimal Strength { get; init; }

    /// <summary>0 to 100: how sure its maker is.</summary>
    public required decimal Confidence { get; init; }

    public required IReadOnlyList<PaperConfirmation> Confirmations { get; init; }

    public required string Setup { get; init; }

    public required string Invalidation { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>The persona that recorded it.</summary>
    public required string By { get; init; }

    /// <summary>What the entry gate has against it; empty when it passes.</summary>
    public required IReadOnlyList<PaperRefusal> Failures { get; init; }

    /// <summary>The position that was opened from it; a signal opens one at most.</summary>
    public string? Position { get; init; }
}

/// <summary>One reading that speaks for a signal.</summary>
/// <param name="Source">One of <see cref="EntryGate.Primary"/> or <see cref="EntryGate.Secondary"/>.</param>
/// <param name="Note">What it shows.</param>
internal sealed record PaperConfirmation(string Source, string Note);

/// <summary>Why something is not opened.</summary>
/// <param name="Reason">The name under which it is counted.</param>
/// <param name="Sentence">The number that failed and its limit.</param>
internal sealed record PaperRefusal(string Reason, string Sentence);
