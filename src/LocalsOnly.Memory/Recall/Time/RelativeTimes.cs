namespace LocalsOnly.Memory.Recall.Time;

/// <summary>Times in relation to now: yesterday, last week, this month, two weeks ago, in the past three days; hier, la semaine dernière, il y a un mois.</summary>
internal static class RelativeTimes
{
    public static TimeHint? At(DatedQuestion question, int at) =>
        NamedDay(question, at) ?? Ago(question, at) ?? LastFew(question, at) ?? LastOrThis(question, at);

    /// <summary>A day of the week: the last one of that name before today, or this week's.</summary>
    public static TimeHint? WeekdayAt(DatedQuestion question, int at)
    {
        var weekday = Calendar.Weekday(question[at]);
        if (weekday == 0 || question[at - 1] is "next" or "every" or "each" or "chaque" or "jeden" || question[at + 1] is "prochain") return null;
        var day = question.Monday.AddDays(weekday - 1);
        return TimeHint.On(day >= question.Today && !Calendar.IsThis(question[at - 1]) ? day.AddDays(-7) : day);
    }

    private static TimeHint? NamedDay(DatedQuestion question, int at)
    {
        var today = question.Today;
        switch (question[at])
        {
            case "yesterday": return TimeHint.On(today.AddDays(question.Says(at - 2, "day", "before") ? -2 : -1));
            case "hier": return TimeHint.On(today.AddDays(question[at - 1] == "avant" ? -2 : -1));
            case "gestern" or "ayer" or "ieri": return TimeHint.On(today.AddDays(-1));
            case "vorgestern" or "anteayer": return TimeHint.On(today.AddDays(-2));
            case "today" or "tonight": return TimeHint.On(today);
            case "hui" when question[at - 1] == "aujourd": return TimeHint.On(today);
            case "morning" or "afternoon" or "evening" when question[at - 1] == "this": return TimeHint.On(today);
            case "matin" or "soir" when question[at - 1] == "ce": return TimeHint.On(today);
            case "nuit" when question[at - 1] == "cette": return TimeHint.On(today);
            case "midi" when question.Says(at - 2, "cet", "apres"): return TimeHint.On(today);
            case "night" when question[at - 1] == "last": return TimeHint.On(today.AddDays(-1));
            default: return null;
        }
    }

    // "two weeks ago", "a couple of days ago", "a few months ago"; "il y a deux semaines".
    private static TimeHint? Ago(DatedQuestion question, int at)
    {
        if (question[at] == "ago") return Calendar.Unit(question[at - 1]) is { } unit ? Before(question, unit, question[at - 2] == "of" ? at - 3 : at - 2) : null;
        return question.Says(at, "il", "y", "a") && Calendar.Unit(question[at + 4]) is { } french ? Before(question, french, at + 3) : null;
    }

    // The further back, the less exact: a day, a week around it, a month around it, the year.
    private static TimeHint? Before(DatedQuestion question, TimeUnit unit, int number)
    {
        var today = question.Today;
        if (Calendar.IsFew(question[number])) return unit == TimeUnit.Hour ? TimeHint.On(today) : TimeHint.Between(Back(today, unit, 6), Back(today, unit, 2).AddDays(1));
        var count = Count(question, number);
        if (count == 0) return null;
        if (unit == TimeUnit.Year) return TimeHint.Between(new DateOnly(today.Year - count, 1, 1), new DateOnly(today.Year - count + 1, 1, 1));
        var day = Back(today, unit, count);
        return unit switch
        {
            TimeUnit.Week => TimeHint.Between(day.AddDays(-3), day.AddDays(4)),
            TimeUnit.Month => TimeHint.Between(day.AddDays(-15), day.AddDays(16)),
            _ => TimeHint.On(day),
        };
    }

    // "in the last three days", "over the past week"; "ces deux dernières semaines".
    private static TimeHint? LastFew(DatedQuestion question, int at)
    {
        if (Calendar.Unit(question[at]) is not { } unit) return null;
        var english = Calendar.IsLast(question[at - 2]) || (question[at - 1] == "of" && Calendar.IsLast(question[at - 3]));
        if (!english && !Calendar.IsDernier(question[at - 1])) return question[at - 1] == "past" ? Since(question, unit, 1) : null;
        var number = english && question[at - 1] != "of" ? at - 1 : at - 2;
        // Ces derniers jours, the last few weeks.
        var few = Calendar.IsFew(question[number]) || question[number] == "ces";
        var count = few ? 5 : Count(question, number);
        return count > 0 ? Since(question, unit, count) : null;
    }

    private static TimeHint Since(DatedQuestion question, TimeUnit unit, int count) => TimeHint.Between(Back(question.Today, unit, count), question.Today.AddDays(1));

    private static TimeHint? LastOrThis(DatedQuestion question, int at)
    {
        // Week end, week-end and weekend are one.
        var weekend = question[at] == "weekend" || question.Says(at, "week", "end");
        var unit = Calendar.Unit(question[at]);
        if (!weekend && unit is null) return null;
        var behind = question[weekend && question[at] == "week" ? at + 2 : at + 1];
        if (Calendar.IsLast(question[at - 1]) || Calendar.IsDernier(behind)) return Last(question, weekend, unit);
        if (Calendar.IsThis(question[at - 1])) return This(question, weekend, unit);
        return weekend && question[at - 1] is "the" && question[at - 2] is "over" or "during" or "on" ? Last(question, weekend, unit) : null;
    }

    private static TimeHint? Last(DatedQuestion question, bool weekend, TimeUnit? unit)
    {
        var (monday, month, year) = (question.Monday, question.FirstOfMonth, question.Today.Year);
        if (weekend) return TimeHint.Between(monday.AddDays(-2), monday);
        return unit switch
        {
            TimeUnit.Week => TimeHint.Between(monday.AddDays(-7), monday),
            TimeUnit.Month => TimeHint.Between(month.AddMonths(-1), month),
            TimeUnit.Year => TimeHint.Between(new DateOnly(year - 1, 1, 1), new DateOnly(year, 1, 1)),
            _ => null,
        };
    }

    private static TimeHint? This(DatedQuestion question, bool weekend, TimeUnit? unit)
    {
        var (monday, month, year) = (question.Monday, question.FirstOfMonth, question.Today.Year);
        if (weekend) return TimeHint.Between(monday.AddDays(5), monday.AddDays(7));
        return unit switch
        {
            TimeUnit.Week => TimeHint.Between(monday, monday.AddDays(7)),
            TimeUnit.Month => TimeHint.Between(month, month.AddMonths(1)),
            TimeUnit.Year => TimeHint.Between(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1)),
            _ => null,
        };
    }

    // Numbers beyond a lifetime are not a time ago.
    private static int Count(DatedQuestion question, int at) => question.Number(at) is >= 1 and <= 100 and var digits ? digits : Calendar.Number(question[at]);

    private static DateOnly Back(DateOnly day, TimeUnit unit, int count) => unit switch
    {
        TimeUnit.Hour => day,
        TimeUnit.Day => day.AddDays(-count),
        TimeUnit.Week => day.AddDays(-7 * count),
        TimeUnit.Month => day.AddMonths(-count),
        _ => day.AddYears(-count),
    };
}
