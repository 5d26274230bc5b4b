namespace LocalsOnly.Agents.Tools.General;

/// <summary>Arithmetic of days. Working days are Monday to Friday; no country's holidays are known here.</summary>
internal static class CalendarSums
{
    public static bool IsWorking(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>A number of working days on; from a weekend, the first is the Monday after it, or the Friday before.</summary>
    public static DateOnly AddWorking(DateOnly date, int count)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count) % 5; left > 0;)
        {
            date = date.AddDays(step);
            if (IsWorking(date)) left--;
        }
        // Whole weeks last, from a working day: from a weekend they begin on the day before it, seen from where one goes.
        if (Math.Abs(count) >= 5 && !IsWorking(date)) date = step > 0 ? date.AddDays(date.DayOfWeek == DayOfWeek.Saturday ? -1 : -2) : date.AddDays(date.DayOfWeek == DayOfWeek.Saturday ? 2 : 1);
        return date.AddDays(count / 5 * 7);
    }

    /// <summary>Working days from one day to another: the first is not counted, the last is. Negative backwards.</summary>
    public static int Working(DateOnly from, DateOnly to)
    {
        if (to < from) return -Working(to, from) + (IsWorking(to) ? -1 : 0) - (IsWorking(from) ? -1 : 0);
        var days = to.DayNumber - from.DayNumber;
        var count = days / 7 * 5;
        for (var date = to.AddDays(-(days % 7) + 1); date <= to; date = date.AddDays(1))
            if (IsWorking(date)) count++;
        return count;
    }

    /// <summary>Whole years and months between two days, and the days that are left; the earlier first.</summary>
    public static (int Years, int Months, int Days) Parts(DateOnly from, DateOnly to)
    {
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        if (from.AddMonths(months) > to) months--;
        return (months / 12, months % 12, to.DayNumber - from.AddMonths(months).DayNumber);
    }
}
