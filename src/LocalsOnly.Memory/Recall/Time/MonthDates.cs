namespace LocalsOnly.Memory.Recall.Time;

/// <summary>Dates with the name of a month: in March, March 2024, on 5 May, May 5th, 2023, le 1er mai, last March.</summary>
internal static class MonthDates
{
    public static TimeHint? At(DatedQuestion question, int at)
    {
        var month = Calendar.Month(question[at]);
        if (month == 0) return null;
        var day = DayBefore(question, at);
        var before = day is not null;
        var next = at + 1;
        if (day is null && question.Digits(next) is 1 or 2 && question.Day(next) is { } after)
        {
            day = after;
            next++;
        }
        if (question[next] is "of" or "de" or "in" or "del") next++;
        var year = question.Year(next);
        if (Calendar.IsAmbiguousMonth(question[at]) && !IsMonth(question, at, before, day, year)) return null;
        // A preposition makes "in mar" a month, "next March" is still to come.
        if (question[at - 1] is "next" || question[at + 1] is "prochain") return null;
        if (year is null && IsLast(question, at)) year = question.Today.Year - (month >= question.Today.Month ? 1 : 0);
        if (day > DateTime.DaysInMonth(year ?? 2000, month)) day = null;
        return new TimeHint(year, month, day);
    }

    // 5 May, the 5th of May, the first of May, le 5 mai.
    private static int? DayBefore(DatedQuestion question, int at)
    {
        if (question.Digits(at - 1) is 1 or 2) return question.Day(at - 1);
        var of = question[at - 1] is "of" or "de";
        if (of && question.Digits(at - 2) is 1 or 2) return question.Day(at - 2);
        var ordinal = Calendar.Ordinal(question[of ? at - 2 : at - 1]);
        return ordinal > 0 && (of || question[at - 1] == "premier") ? ordinal : null;
    }

    private static bool IsLast(DatedQuestion question, int at) => Calendar.IsLast(question[at - 1]) || Calendar.IsDernier(question[at + 1]);

    // May I, the march of, June said: a month only with a number or a preposition beside it.
    private static bool IsMonth(DatedQuestion question, int at, bool dayBefore, int? day, int? year)
    {
        if (year is not null) return true;
        var verb = question[at] is "may" or "march" && !question.IsCapital(at);
        if (day is not null)
        {
            if (!verb) return true;
            return dayBefore
                ? question[at + 1] is not ("be" or "have" or "not" or "i" or "you" or "we" or "he" or "she" or "they" or "it" or "also" or "still" or "need")
                : question[at + 2].Length == 0 || question[at - 1] is "on" or "the" or "of" or "since" or "until" or "before" or "after" or "by" or "from" || !question.Gap(at + 1).StartsWith(' ');
        }
        return question[at - 1] switch
        {
            "in" or "since" or "until" or "till" or "during" or "before" or "after" or "early" or "late" or "mid" or "around" or "of" => true,
            "en" or "de" or "mois" or "depuis" or "avant" or "apres" or "debut" or "fin" or "mi" or "courant" or "im" or "seit" => true,
            "last" or "previous" => question[at - 2] is not ("the" or "a"),
            _ => Calendar.IsDernier(question[at + 1]),
        };
    }
}
