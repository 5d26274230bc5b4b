namespace LocalsOnly.Memory.Recall.Time;

/// <summary>Days that go by their name and fall on the same date each year.</summary>
internal static class Feasts
{
    public static TimeHint? At(DatedQuestion question, int at)
    {
        if (Named(question, at) is not var (month, day, words)) return null;
        var next = at + words;
        if (question[next] is "of" or "de") next++;
        var year = question.Year(next);
        if (year is null && (Calendar.IsLast(question[at - 1]) || Calendar.IsDernier(question[next])))
            year = new DateOnly(question.Today.Year, month, day) < question.Today ? question.Today.Year : question.Today.Year - 1;
        return question[at - 1] is "next" or "every" || question[next] is "prochain" ? null : new TimeHint(year, month, day);
    }

    private static (int Month, int Day, int Words)? Named(DatedQuestion question, int at) => question[at] switch
    {
        "christmas" or "xmas" => question[at + 1] == "eve" ? (12, 24, 2) : (12, 25, question[at + 1] == "day" ? 2 : 1),
        "noel" when IsNoel(question, at) => (12, question.Says(at - 2, "veille", "de") ? 24 : 25, 1),
        "weihnachten" or "navidad" => (12, 25, 1),
        "halloween" => (10, 31, 1),
        "valentine" when question[at + 1] == "day" => (2, 14, 2),
        "saint" when question[at + 1] == "valentin" => (2, 14, 2),
        "saint" when question[at + 1] == "sylvestre" => (12, 31, 2),
        "new" when question[at + 1] is "year" or "years" && question[at + 2] is "eve" or "day" => question[at + 2] == "eve" ? (12, 31, 3) : (1, 1, 3),
        "nouvel" when question[at + 1] == "an" => (1, 1, 2),
        "jour" when question.Says(at + 1, "de", "l", "an") => (1, 1, 4),
        _ => null,
    };

    // Noel is a first name too.
    private static bool IsNoel(DatedQuestion question, int at) =>
        question[at - 1] is "a" or "de" or "pour" or "avant" or "apres" or "depuis" or "joyeux" || Calendar.IsDernier(question[at + 1]) || question.Year(at + 1) is not null;
}
