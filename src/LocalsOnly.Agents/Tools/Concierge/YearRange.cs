using System.Globalization;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Days of one year, or of every year.</summary>
/// <param name="From">First day: yyyymmdd, or mmdd for every year.</param>
/// <param name="To">Last day, of the same form. Of every year, it may lie before <paramref name="From"/>: the range then goes over New Year.</param>
internal readonly record struct YearRange(int From, int To)
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public bool Holds(DateOnly date)
    {
        var day = date.Month * 100 + date.Day;
        if (From > 9999) return date.Year * 10_000 + day is var whole && From <= whole && whole <= To;
        return From <= To ? From <= day && day <= To : day >= From || day <= To;
    }

    /// <summary>Reads <c>2026-12-25</c>, <c>12-25</c>, <c>12-24..01-02</c>, <c>2026-11-01..2026-11-20</c>, <c>Apr..Nov</c> (whole months) or <c>Aug</c>.</summary>
    public static bool TryParse(string text, out YearRange range)
    {
        range = default;
        var parts = text.Split("..", 2, StringSplitOptions.TrimEntries);
        if (!TryDay(parts[0], last: false, out var from) || !TryDay(parts[^1], last: true, out var to)) return false;
        if (from > 9999 != to > 9999 || (from > 9999 && from > to)) return false;
        range = new YearRange(from, to);
        return true;
    }

    private static bool TryDay(string text, bool last, out int day)
    {
        day = 0;
        if (text.Length >= 3 && Array.FindIndex(s_months, month => text.StartsWith(month, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            var full = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(index + 1);
            if (!full.StartsWith(text, StringComparison.OrdinalIgnoreCase)) return false;
            day = (index + 1) * 100 + (last ? DateTime.DaysInMonth(2024, index + 1) : 1);
            return true;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var dated))
        {
            day = dated.Year * 10_000 + dated.Month * 100 + dated.Day;
            return true;
        }
        // 2024 has a 29 February, which then is a day of every year.
        if (!DateOnly.TryParseExact("2024-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var yearly)) return false;
        day = yearly.Month * 100 + yearly.Day;
        return true;
    }
}
