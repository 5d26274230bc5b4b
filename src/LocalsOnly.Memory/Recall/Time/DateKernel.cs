namespace LocalsOnly.Memory.Recall.Time;

/// <summary>How well the time of a message fits the time that a question names. Weights as measured on LoCoMo; the sum of a passage's score takes 0.8 of it.</summary>
internal static class DateKernel
{
    private const double SameDay = 1;
    private const double SameMonth = 1;
    private const double WithinThreeDays = 0.7;
    private const double WithinTenDays = 0.4;
    private const double SameMonthOtherDay = 0.2;
    private const double NextMonth = 0.3;
    private const double SameYear = 0.3;

    /// <summary>
    /// Day and month: 1 on the day, 0.7 within three days, 0.4 within ten, 0.2 in the same month. Month alone: 1 in it, 0.3 in the next, when people tell of it.
    /// Year alone: 0.3. Where a year is named it has to agree, counted in days across the turn of the year. A range: 1 inside, 0.7 within three days, 0.4 within
    /// ten. Of two readings the better.
    /// </summary>
    /// <param name="said">When the message was written.</param>
    /// <param name="zone">The person's zone, which decides what day that was.</param>
    /// <returns>0 to 1.</returns>
    public static double Score(TimeHint hint, DateTimeOffset said, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(said, zone).DateTime);
        var score = 0.0;
        for (var reading = hint; reading is not null; reading = reading.Or) score = Math.Max(score, Score(reading, day));
        return score;
    }

    private static double Score(TimeHint hint, DateOnly said)
    {
        if (hint is { From: { } from, To: { } to })
            return Near(said < from ? from.DayNumber - said.DayNumber : said >= to ? said.DayNumber - to.DayNumber + 1 : 0);
        if (hint.Month is not { } month) return hint.Year == said.Year ? SameYear : 0;
        if (hint.Day is { } day) return OfDay(hint.Year, month, day, said);
        var months = hint.Year is { } year ? Months(said) - (year * 12 + month) : (said.Month - month + 12) % 12;
        return months == 0 ? SameMonth : months == 1 ? NextMonth : 0;
    }

    private static double OfDay(int? year, int month, int day, DateOnly said)
    {
        var score = 0.0;
        // Without a year the nearest of that date: the second of January is near the thirtieth of December.
        for (var each = year ?? said.Year - 1; each <= (year ?? said.Year + 1); each++)
        {
            if (each is < 1 or > 9999) continue;
            var named = new DateOnly(each, month, Math.Min(day, DateTime.DaysInMonth(each, month)));
            score = Math.Max(score, Near(Math.Abs(said.DayNumber - named.DayNumber)));
            if (said.Year == each && said.Month == month) score = Math.Max(score, SameMonthOtherDay);
        }
        return score;
    }

    private static double Near(int days) => days switch { 0 => SameDay, <= 3 => WithinThreeDays, <= 10 => WithinTenDays, _ => 0 };

    private static int Months(DateOnly day) => day.Year * 12 + day.Month;
}
