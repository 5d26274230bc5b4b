namespace LocalsOnly.Memory.Recall.Time;

/// <summary>Finds what a question says about time, in English and French; written dates in any language, Chinese, Japanese and Korean among them.</summary>
internal static class TimeExpression
{
    private delegate TimeHint? Reading(DatedQuestion question, int at);

    // What says most comes first: in "the 5th of May last year" the day, in "last Monday in March 2023" the month.
    private static readonly Reading[] s_dates = [WrittenDates.At, MonthDates.At, Feasts.At];
    private static readonly Reading[] s_relative = [RelativeTimes.At, Seasons.At, RelativeTimes.WeekdayAt];

    /// <summary>The time that <paramref name="question"/> names; null when it names none.</summary>
    /// <param name="now">When it is asked.</param>
    /// <param name="zone">The person's zone: today is a local day.</param>
    public static TimeHint? Find(string question, DateTimeOffset now, TimeZoneInfo zone)
    {
        var asked = new DatedQuestion(question, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime));
        if (First(asked, s_dates) is { } date) return date is { Year: null, From: null } && YearOf(asked) is { } year ? date with { Year = year } : date;
        if (First(asked, s_relative) is { } range) return range;
        if (EastAsianTimes.Find(asked) is { } known) return known;
        return First(asked, [WrittenDates.YearAt]);
    }

    private static TimeHint? First(DatedQuestion question, Reading[] readings)
    {
        foreach (var reading in readings)
            for (var at = 0; at < question.Count; at++)
                if (reading(question, at) is { } hint) return hint;
        return null;
    }

    // "in March last year", "in 2022, what did we do at Christmas?"
    private static int? YearOf(DatedQuestion question)
    {
        for (var at = 0; at < question.Count; at++)
        {
            if (WrittenDates.YearAt(question, at) is { Year: { } year }) return year;
            if (Calendar.Unit(question[at]) != TimeUnit.Year) continue;
            if (Calendar.IsLast(question[at - 1]) || Calendar.IsDernier(question[at + 1])) return question.Today.Year - 1;
            if (Calendar.IsThis(question[at - 1])) return question.Today.Year;
        }
        return null;
    }
}
