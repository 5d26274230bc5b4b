using System.Globalization;

namespace LocalsOnly.Scheduling;

/// <summary>The common cron expressions in words.</summary>
internal static class CronWords
{
    private static readonly string[] s_days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <returns>Null for an expression that is not of the common ones.</returns>
    public static string? Of(string expression)
    {
        var fields = expression.Split(' ');
        if (fields is not [var minute, var hour, var day, var month, var weekday] || month != "*") return null;
        if (Every(minute) is { } minutes && hour == "*" && day == "*" && weekday == "*") return minutes == 1 ? "every minute" : string.Create(CultureInfo.InvariantCulture, $"every {minutes} minutes");
        if (!int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > 59) return null;
        if (hour == "*" && day == "*" && weekday == "*") return string.Create(CultureInfo.InvariantCulture, $"every hour at :{at:00}");
        if (Times(hour, at) is not { } times) return null;
        return (day, weekday) switch
        {
            ("*", "*") => $"every day at {times}",
            ("*", _) when Days(weekday) is { } days => $"{days} at {times}",
            ("L", "*") => $"on the last day of each month at {times}",
            (_, "*") when int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => string.Create(CultureInfo.InvariantCulture, $"on day {number} of each month at {times}"),
            _ => null,
        };
    }

    private static int? Every(string field) => field == "*" ? 1 : field.StartsWith("*/", StringComparison.Ordinal) && int.TryParse(field.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;

    private static string? Times(string hours, int minute)
    {
        var times = new List<string>();
        foreach (var part in hours.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 23) return null;
            times.Add(string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}"));
        }

        return List(times);
    }

    private static string? Days(string weekdays)
    {
        if (weekdays.ToUpperInvariant() is "1-5" or "MON-FRI") return "Monday to Friday";
        var days = weekdays.Split(',').Select(Day).ToList();
        return days.Contains(null) ? null : $"every {List(days!)}";
    }

    private static string? Day(string text) =>
        text is [>= '0' and <= '7'] ? s_days[(text[0] - '0') % 7] : text.Length == 3 ? Array.Find(s_days, day => day.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;

    private static string List(List<string> items) => items.Count == 1 ? items[0] : $"{string.Join(", ", items[..^1])} and {items[^1]}";
}
