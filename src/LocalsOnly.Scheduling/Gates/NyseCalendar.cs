namespace LocalsOnly.Scheduling;

/// <summary>
/// Trading days of the New York Stock Exchange by its own rules (Rule 7.2; nyse.com/markets/hours-calendars), in New York's time. A close that is called for one day, as for a
/// day of mourning or a storm, is not in it.
/// </summary>
internal static class NyseCalendar
{
    /// <summary>Juneteenth is kept from this year on.</summary>
    private const int Juneteenth = 2022;

    public static TimeOnly Opens { get; } = new(9, 30);

    public static TimeOnly Closes { get; } = new(16, 0);

    private static TimeOnly ClosesEarly { get; } = new(13, 0);

    /// <summary>When trading ends on a trading day.</summary>
    public static TimeOnly ClosesOn(DateOnly day) => IsEarly(day) ? ClosesEarly : Closes;

    /// <summary>Trading ends at 13:00 on the day after Thanksgiving, and on 24 December and 3 July where those are trading days before a holiday.</summary>
    private static bool IsEarly(DateOnly day) => WhyClosed(day) is null
        && (day == Nth(4, DayOfWeek.Thursday, day.Year, 11).AddDays(1) || (day is { Month: 12, Day: 24 } or { Month: 7, Day: 3 } && WhyClosed(day.AddDays(1)) is not (null or Weekend)));

    private const string Weekend = "the weekend";

    /// <summary>The holiday or the weekend; null on a trading day.</summary>
    public static string? WhyClosed(DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return Weekend;
        var year = day.Year;
        return day switch
        {
            // On a Saturday it is not moved: the Friday ends a year's accounts.
            { Month: 1 } when day == Observed(year, 1, 1) => "New Year's Day",
            { Month: 1 } when day == Nth(3, DayOfWeek.Monday, year, 1) => "Martin Luther King Jr. Day",
            { Month: 2 } when day == Nth(3, DayOfWeek.Monday, year, 2) => "Washington's Birthday",
            { Month: 3 or 4 } when day == Easter(year).AddDays(-2) => "Good Friday",
            { Month: 5, DayOfWeek: DayOfWeek.Monday, Day: > 24 } => "Memorial Day",
            { Month: 6, Year: >= Juneteenth } when day == Observed(year, 6, 19) => "Juneteenth",
            { Month: 7 } when day == Observed(year, 7, 4) => "Independence Day",
            { Month: 9 } when day == Nth(1, DayOfWeek.Monday, year, 9) => "Labor Day",
            { Month: 11 } when day == Nth(4, DayOfWeek.Thursday, year, 11) => "Thanksgiving Day",
            { Month: 12 } when day == Observed(year, 12, 25) => "Christmas Day",
            _ => null,
        };
    }

    /// <summary>A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after.</summary>
    private static DateOnly Observed(int year, int month, int day)
    {
        var date = new DateOnly(year, month, day);
        return date.DayOfWeek switch { DayOfWeek.Saturday when date.DayOfYear > 1 => date.AddDays(-1), DayOfWeek.Sunday => date.AddDays(1), _ => date };
    }

    private static DateOnly Nth(int count, DayOfWeek weekday, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((weekday - first.DayOfWeek + 7) % 7) + (7 * (count - 1)));
    }

    /// <summary>Easter Sunday of the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8).</summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (b - ((b + 8) / 25) + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var l = (32 + (2 * e) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
