using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>A day, with a time of it where one was given, as it is written.</summary>
internal sealed partial record CalendarText(DateOnly Date, TimeOnly? Time)
{
    public DateTime Wall => Date.ToDateTime(Time ?? TimeOnly.MinValue);

    /// <summary>Reads <c>2026-07-04</c>, <c>2026-07-04 20:30</c>, <c>today</c>, <c>tomorrow</c>, <c>yesterday</c> and <c>now</c>.</summary>
    /// <exception cref="ToolException">It is none of them.</exception>
    public static CalendarText Parse(string? text, string parameter, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        switch ((text ?? "").Trim().ToLowerInvariant())
        {
            case "today": return new(today, null);
            case "tomorrow": return new(today.AddDays(1), null);
            case "yesterday": return new(today.AddDays(-1), null);
            case "now": return new(today, new TimeOnly(now.Hour, now.Minute));
        }
        var match = Form().Match((text ?? "").Trim());
        if (!match.Success) throw new ToolException($"{parameter} is '{PersonSentences.Plain(text ?? "")}'; write a date like 2026-07-04, with a time like 20:30 behind it if one is meant, or today, tomorrow, yesterday or now.");
        if (!DateOnly.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new ToolException($"{match.Groups[1].Value} is a day that no calendar has; correct {parameter}.");
        if (!match.Groups[2].Success) return new(date, null);
        return TimeOnly.TryParseExact(match.Groups[2].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new(date, time)
            : throw new ToolException($"{match.Groups[2].Value} is a time that no clock shows; correct {parameter}.");
    }

    public override string ToString() => Time is { } time ? string.Create(CultureInfo.InvariantCulture, $"{Day(Date)} {time:HH:mm}") : Day(Date);

    /// <summary>Thursday 2026-11-26.</summary>
    public static string Day(DateOnly date) => date.ToString("dddd yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{1,2}:\d{2}))?$")]
    private static partial Regex Form();
}
