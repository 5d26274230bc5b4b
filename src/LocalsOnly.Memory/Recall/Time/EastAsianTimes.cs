namespace LocalsOnly.Memory.Recall.Time;

/// <summary>The commonest times in relation to now in Chinese, Japanese and Korean, which have no words to take apart.</summary>
internal static class EastAsianTimes
{
    public static TimeHint? Find(DatedQuestion question)
    {
        var text = question.Text.AsSpan(0, Math.Min(question.Text.Length, 2_000));
        if (!text.ContainsAnyInRange('\u3000', '\uD7AF')) return null;
        var (today, monday, month, year) = (question.Today, question.Monday, question.FirstOfMonth, question.Today.Year);
        if (HasAny(text, "前天", "一昨日", "おととい", "그저께")) return TimeHint.On(today.AddDays(-2));
        if (HasAny(text, "昨天", "昨日", "きのう", "어제")) return TimeHint.On(today.AddDays(-1));
        if (HasAny(text, "今天", "今日", "오늘")) return TimeHint.On(today);
        if (HasAny(text, "上周", "上週", "上星期", "先週", "지난주")) return TimeHint.Between(monday.AddDays(-7), monday);
        if (HasAny(text, "上个月", "上個月", "先月", "지난달")) return TimeHint.Between(month.AddMonths(-1), month);
        return HasAny(text, "去年", "昨年", "작년") ? TimeHint.Between(new DateOnly(year - 1, 1, 1), new DateOnly(year, 1, 1)) : null;
    }

    private static bool HasAny(ReadOnlySpan<char> text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (text.Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }
}
