namespace LocalsOnly.Memory.Recall.Time;

/// <summary>
/// When a question is about: a date in the calendar with the parts that were named (March 2024, 5 May, 2023), or a range of local days for what was said in
/// relation to now (last week, two weeks ago). One or the other, never both.
/// </summary>
/// <param name="Day">Never without a month.</param>
/// <param name="From">The first local day of the range.</param>
/// <param name="To">The local day after its last.</param>
internal sealed record TimeHint(int? Year = null, int? Month = null, int? Day = null, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>A second reading: 05/06/2023 is the fifth of June or the sixth of May, the winter of 2023 began in that year or ended in it.</summary>
    public TimeHint? Or { get; init; }

    public static TimeHint Between(DateOnly from, DateOnly to) => new(From: from, To: to);

    public static TimeHint On(DateOnly day) => Between(day, day.AddDays(1));
}
