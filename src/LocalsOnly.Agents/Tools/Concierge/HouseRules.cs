namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>
/// What holds in this house, in local time. All of it is computed here and none of it is left to a prompt; what the prompt says about it is the same thing in the words of
/// the persona.
/// </summary>
internal static class HouseRules
{
    public const int SwimMetres = 1000;

    /// <summary>The least that must be left before a place closes, in minutes: who arrives later finds the chairs on the tables.</summary>
    public const int LeastStay = 30;

    public const int LunchFrom = 11 * 60 + 30;

    public const int DinnerFrom = 17 * 60 + 30;

    public const int DinnerTable = 19 * 60;

    public const int DinnerUntil = 22 * 60;

    /// <summary>The last minute of a day at which a lunch is proposed: 14:30, and 15:00 on Sunday.</summary>
    public static int LunchUntil(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? 15 * 60 : 14 * 60 + 30;

    /// <summary>The pool from April to November; the gym from December to March.</summary>
    public static bool IsPoolSeason(DateOnly date) => date.Month is >= 4 and <= 11;

    /// <summary>
    /// When hotels have rooms and quiet: all year but 15 June to 15 September (summer) and 20 December to 4 January (the feasts), by the day of arrival.
    /// </summary>
    public static bool IsOffSeason(DateOnly date) => (date.Month * 100 + date.Day) is not ((>= 615 and <= 915) or >= 1220 or <= 104);

    /// <summary>A night away is an idea on Wednesday, for one night, off season. Who asks for a hotel is answered on any day.</summary>
    public static bool IsHotelIdea(DateOnly date) => date.DayOfWeek == DayOfWeek.Wednesday && IsOffSeason(date);

    /// <summary>What part of the day it is.</summary>
    public static Daypart PartOf(DateOnly date, int minute) =>
        minute < 5 * 60 ? Daypart.Night
        : minute < LunchFrom ? Daypart.Morning
        : minute <= LunchUntil(date) ? Daypart.Midday
        : minute < DinnerFrom ? Daypart.Afternoon
        : minute < 23 * 60 ? Daypart.Evening
        : Daypart.Night;

    /// <summary>From when to when a part of a day is meant, in minutes of it.</summary>
    public static (int From, int To) Window(Daypart part, DateOnly date) => part switch
    {
        Daypart.Morning => (8 * 60, 12 * 60),
        Daypart.Midday => (12 * 60, LunchUntil(date)),
        Daypart.Afternoon => (LunchUntil(date), DinnerTable),
        Daypart.Evening => (DinnerTable, 23 * 60),
        Daypart.Night => (22 * 60, 26 * 60),
        _ => (0, OpeningInterval.Day),
    };
}

internal enum Daypart
{
    /// <summary>No part was named.</summary>
    Any,
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}
