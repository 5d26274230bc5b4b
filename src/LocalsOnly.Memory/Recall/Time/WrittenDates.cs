namespace LocalsOnly.Memory.Recall.Time;

/// <summary>Dates in digits: 2023-05-05, 05/06/2023, 5.6.23, 2023-05, 2023年5月5日, and a year by itself.</summary>
internal static class WrittenDates
{
    public static TimeHint? At(DatedQuestion question, int at)
    {
        if (question.Number(at) < 0) return null;
        return EastAsian(question, at) ?? (Separator(question, at) is { } separator ? Separated(question, at, separator) : null);
    }

    /// <summary>A year that something says is one: in 2023, since 2021, the year 2020.</summary>
    public static TimeHint? YearAt(DatedQuestion question, int at)
    {
        if (question.Year(at) is not { } year || question.Digits(at) != 4) return null;
        var said = question[at - 1] is "in" or "since" or "of" or "during" or "from" or "before" or "after" or "until" or "by" or "year" or "early" or "late" or "mid"
            or "en" or "depuis" or "annee" or "avant" or "apres" or "debut" or "fin" or "de" or "jahr" or "seit" or "im" or "desde";
        return said && !IsCounted(question[at + 1]) ? new TimeHint(year) : null;
    }

    private static TimeHint? Separated(DatedQuestion question, int at, char separator)
    {
        var (first, second) = (question.Number(at), question.Number(at + 1));
        var more = Separator(question, at + 1) == separator;
        if (question.Digits(at) == 4)
            return more ? Date(first, second, question.Number(at + 2)) : separator == '-' && question.Digits(at + 1) == 2 && second is >= 1 and <= 12 ? new TimeHint(first, second) : null;
        if (more)
        {
            var year = question.Number(at + 2);
            if (question.Digits(at + 2) == 2) year += 2000;
            else if (question.Digits(at + 2) != 4) return null;
            return Both(year, first, second, separator);
        }
        // Without a year 5/6 may be a share; "on 5/6" is a day.
        return separator == '/' && question[at - 1] is "on" or "le" ? Both(null, first, second, separator) : null;
    }

    // Days come first in most of the world and months in some; a dot is written only by those who put the day first.
    private static TimeHint? Both(int? year, int first, int second, char separator)
    {
        var day = Date(year, second, first);
        var month = separator == '.' || first == second ? null : Date(year, first, second);
        return day is null ? month : day with { Or = month };
    }

    private static TimeHint? Date(int? year, int month, int day) =>
        year is null or (>= 1950 and <= 2100) && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year ?? 2000, month) ? new TimeHint(year, month, day) : null;

    private static char? Separator(DatedQuestion question, int at) =>
        question.Number(at) >= 0 && question.Number(at + 1) >= 0 && question.Gap(at) is [('-' or '/' or '.') and var separator] ? separator : null;

    private static TimeHint? EastAsian(DatedQuestion question, int at)
    {
        int? year = null, month = null, day = null;
        for (; at < question.Count; at++)
        {
            if (question.Number(at) is not (>= 0 and var number)) continue;
            if (question.Gap(at).Length > 0 || question[at + 1] is not [var sign, ..]) break;
            if (sign is '年' or '년' && year is null && month is null) year = number;
            else if (sign is '月' or '월' && month is null && number is >= 1 and <= 12) month = number;
            else if (sign is '日' or '일' or '号' && month is not null && day is null && number is >= 1 and <= 31) day = number;
            else break;
        }
        return year is null && month is null || year is < 1950 or > 2100 ? null : new TimeHint(year, month, day);
    }

    // "in 2000 words" is no year.
    private static bool IsCounted(string word) => word is "words" or "characters" or "tokens" or "lines" or "steps" or "people" or "dollars" or "euros" or "pounds" or "calories"
        or "kcal" or "km" or "m" or "miles" or "meters" or "metres" or "kg" or "hours" or "rows" or "files" or "mots" or "pas" or "personnes" or "lignes" or "calorie" or "metres";
}
