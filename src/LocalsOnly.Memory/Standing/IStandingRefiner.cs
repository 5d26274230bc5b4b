namespace LocalsOnly.Memory.Standing;

/// <summary>Makes fewer and clearer records of those that rules found, by a pass of a small model. Whoever implements it asks the model; what it answers goes through <see cref="StandingRefinement"/>.</summary>
public interface IStandingRefiner
{
    /// <summary>The records as they should be, and what of the model's answer was refused.</summary>
    /// <param name="records">What holds now, of one owner.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<RefinedRecords> RefineAsync(IReadOnlyList<StandingRecord> records, CancellationToken cancellationToken = default);
}

/// <summary>What came of a refinement.</summary>
/// <param name="Records">All records: those that were left alone as they were, and those of the model, which cite the same messages.</param>
/// <param name="Refused">One sentence for each change that was not made, and why.</param>
public sealed record RefinedRecords(IReadOnlyList<StandingRecord> Records, IReadOnlyList<string> Refused);
