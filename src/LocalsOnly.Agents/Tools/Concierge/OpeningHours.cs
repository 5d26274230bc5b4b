using System.Globalization;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>From when to when a place is open, in minutes after the midnight with which its day begins.</summary>
/// <param name="From">0 to 1439.</param>
/// <param name="To">After <paramref name="From"/>, at most a day later: 1500 is one o'clock of the next morning.</param>
/// <remarks>
/// Minutes of the wall's clock, not of elapsed time: who closes at two closes when the clock shows two, in the night that has 25 hours as in the one that has 23.
/// </remarks>
internal readonly record struct OpeningInterval(int From, int To)
{
    public const int Day = 24 * 60;

    public static OpeningInterval AllDay { get; } = new(0, Day);

    public override string ToString() => this == AllDay ? "all day" : $"{Clock(From)}-{Clock(To)}";

    /// <summary>Minutes of a day as its clock shows them: 14:30; 24:00 at its end; 01:00 after it.</summary>
    public static string Clock(int minutes) =>
        minutes == Day ? "24:00" : string.Create(CultureInfo.InvariantCulture, $"{minutes % Day / 60:00}:{minutes % 60:00}");
}

/// <summary>When a place is open in a week.</summary>
/// <param name="Week">Seven days from Sunday on, as <see cref="DayOfWeek"/> counts; a day's intervals are in order and apart.</param>
internal sealed record OpeningHours(IReadOnlyList<IReadOnlyList<OpeningInterval>> Week)
{
    public IReadOnlyList<OpeningInterval> On(DayOfWeek day) => Week[(int)day];
}
