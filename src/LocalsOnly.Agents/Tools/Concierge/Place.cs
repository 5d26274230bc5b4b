namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>A place of the person's own list.</summary>
/// <param name="Name">As the person calls it.</param>
/// <param name="Kind">One of <see cref="PlaceKinds"/>, or any other word of the person's.</param>
/// <param name="Town">Empty when the list does not say.</param>
internal sealed record Place(string Name, string Kind, string Town)
{
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string Notes { get; init; } = "";

    public string Phone { get; init; } = "";

    /// <summary>As written: €€, 30-40 EUR.</summary>
    public string Price { get; init; } = "";

    /// <summary>Null when the list does not say.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>Days on which it does not open, whatever the hours say.</summary>
    public IReadOnlyList<YearRange> Closed { get; init; } = [];

    /// <summary>When in the year it opens; empty for all of it.</summary>
    public IReadOnlyList<YearRange> Seasons { get; init; } = [];

    public bool Indoor { get; init; }

    public bool Outdoor { get; init; }

    /// <summary>Meals it is for; null when the list does not say, and then its hours do.</summary>
    public (bool Lunch, bool Dinner)? Meals { get; init; }

    /// <summary>Whether it is out on that day for a reason that the hours do not hold: the season, or a day it is closed.</summary>
    public bool IsShut(DateOnly date) => Closed.Any(range => range.Holds(date)) || (Seasons.Count > 0 && !Seasons.Any(range => range.Holds(date)));

    /// <summary>
    /// When it is open on a day, by the clock on its wall; none when it is not. A place of a kind that is never locked (a beach, a walk) and has no hours is open all day; any
    /// other without hours is not known to be open, and so it is not.
    /// </summary>
    public IReadOnlyList<OpeningInterval> OpenOn(DateOnly date) =>
        IsShut(date) ? []
        : Hours is { } hours ? hours.On(date.DayOfWeek)
        : PlaceKinds.NeverLocked(Kind) ? [OpeningInterval.AllDay]
        : [];

    /// <summary>
    /// What is left of a stay from a minute of a day on: when it closes, in minutes of that day; null when it is not open then. What opened the evening before and closes after
    /// midnight belongs to the day it opened on.
    /// </summary>
    public int? OpenUntil(DateOnly date, int minute)
    {
        foreach (var interval in OpenOn(date))
            if (interval.From <= minute && minute < interval.To) return interval.To;
        foreach (var interval in OpenOn(date.AddDays(-1)))
            if (interval.From <= minute + OpeningInterval.Day && minute + OpeningInterval.Day < interval.To) return interval.To - OpeningInterval.Day;
        return null;
    }
}
