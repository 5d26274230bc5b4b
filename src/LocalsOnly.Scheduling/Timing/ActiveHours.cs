using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Scheduling;

/// <summary>The hours of the week in which a task may be due, on the clock of its zone: <c>08:00-22:00</c>, <c>mon-fri 09:00-17:30</c>, <c>sat,sun 10:00-02:00</c>.</summary>
/// <param name="Days">By <see cref="DayOfWeek"/>; those on which the hours begin.</param>
/// <param name="From">First minute.</param>
/// <param name="To">The minute that is no longer of them; earlier than <paramref name="From"/> when they end on the next day.</param>
internal sealed partial record ActiveHours(IReadOnlySet<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    private static readonly DayOfWeek[] s_week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>As it was written.</summary>
    public string Text { get; private init; } = "";

    /// <exception cref="FormatException">One clause that says what to write.</exception>
    public static ActiveHours Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Pattern().Match(text.Trim().ToLowerInvariant());
        if (!match.Success
            || !TimeOnly.TryParseExact(match.Groups["from"].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            || !TimeOnly.TryParseExact(match.Groups["to"].Value == "24:00" ? "0:00" : match.Groups["to"].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            || (from == to && match.Groups["to"].Value != "24:00"))
            throw new FormatException($"active is '{text}'; write hours like 08:00-22:00, or with days: mon-fri 09:00-17:30");
        return new ActiveHours(DaysOf(match.Groups["days"].Value), from, to) { Text = text.Trim() };
    }

    public bool Contains(DateTime local)
    {
        var at = TimeOnly.FromDateTime(local);
        if (From < To) return at >= From && at < To && Days.Contains(local.DayOfWeek);
        return (at >= From && Days.Contains(local.DayOfWeek)) || (at < To && Days.Contains(local.AddDays(-1).DayOfWeek));
    }

    /// <summary>The first local minute of theirs after a time that is not of them.</summary>
    public DateTime NextOpening(DateTime local)
    {
        for (var day = local.Date; ; day = day.AddDays(1))
            if (Days.Contains(day.DayOfWeek) && day + From.ToTimeSpan() > local) return day + From.ToTimeSpan();
    }

    private static HashSet<DayOfWeek> DaysOf(string text)
    {
        if (text.Length == 0) return [.. s_week];
        var days = new HashSet<DayOfWeek>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Index(ends[0]), Index(ends[^1]));
            for (var day = first; ; day = (day + 1) % 7)
            {
                days.Add(s_week[day]);
                if (day == last) break;
            }
        }

        return days;
    }

    private static int Index(string day) => Array.FindIndex(s_week, each => each.ToString().StartsWith(day, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("^(?:(?<days>(?:mon|tue|wed|thu|fri|sat|sun)(?:[-,](?:mon|tue|wed|thu|fri|sat|sun))*) +)?(?<from>[0-9]{1,2}:[0-9]{2}) ?- ?(?<to>[0-9]{1,2}:[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
