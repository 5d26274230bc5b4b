namespace LocalsOnly.Memory.Recall.Time;

/// <summary>Seasons: last summer, this winter, spring 2024, in the autumn, l'été dernier, pendant l'hiver.</summary>
internal static class Seasons
{
    public static TimeHint? At(DatedQuestion question, int at)
    {
        var month = Calendar.Season(question[at]);
        if (month == 0 || question[at - 1] is "next" || question[at + 1] is "prochain") return null;
        var year = question.Year(question[at + 1] is "of" or "de" ? at + 2 : at + 1);
        if (year is { } named)
        {
            var hint = Beginning(named, month);
            return month == 12 ? hint with { Or = Beginning(named - 1, month) } : hint;
        }
        if (Calendar.IsLast(question[at - 1]) || Calendar.IsDernier(question[at + 1])) return Latest(question.Today, month, over: true);
        // This summer is this year's, before it, in it and after it; a winter is the one that began last.
        if (Calendar.IsThis(question[at - 1])) return month == 12 ? Latest(question.Today, month, over: false) : Beginning(question.Today.Year, month);
        return IsSeason(question, at) ? Latest(question.Today, month, over: false) : null;
    }

    // A spring of water, the fall of Rome, j'ai été: a season only where the words before it say so.
    private static bool IsSeason(DatedQuestion question, int at)
    {
        var before = question[at - 1] is "the" or "l" ? question[at - 2] : question[at - 1];
        return question[at] switch
        {
            "spring" or "fall" => before is "in" or "over" or "during" or "since" && question[at + 1] is not "of",
            "ete" => question[at - 1] is "l" or "d" ? before is "pendant" or "durant" or "depuis" or "a" or "de" : before is "en",
            _ => before is "in" or "over" or "during" or "since" or "en" or "pendant" or "durant" or "depuis" or "au" or "a" or "cours",
        };
    }

    private static TimeHint Latest(DateOnly today, int month, bool over)
    {
        for (var year = today.Year; ; year--)
        {
            var season = Beginning(year, month);
            if ((over ? season.To : season.From) <= today) return season;
        }
    }

    private static TimeHint Beginning(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return TimeHint.Between(first, first.AddMonths(3));
    }
}
