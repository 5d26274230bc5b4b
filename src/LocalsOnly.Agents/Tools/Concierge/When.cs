using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>A day that is asked about, and a part of it or a time where one was named.</summary>
/// <param name="Date">In the person's zone.</param>
/// <param name="Minute">Minute of that day; null when no time was named.</param>
internal sealed partial record When(DateOnly Date, int? Minute, Daypart Part)
{
    public const string Forms = "now, today, tonight, tomorrow, a weekday or a date like 2026-07-04, with a part of the day (morning, midday, afternoon, evening) or a time like 20:00 behind it if one is meant";

    private const int MostDaysAhead = 366;

    /// <param name="text">As <see cref="Forms"/> says; empty for today.</param>
    /// <param name="now">The person's local time.</param>
    /// <exception cref="ToolException">It is no day, it is over, or it is more than a year away.</exception>
    public static When Parse(string? text, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        var match = Form().Match((text ?? "").Trim().ToLowerInvariant());
        if (!match.Success) throw new ToolException($"'{PersonSentences.Plain(text!)}' is no day here; write {Forms}.");
        var day = match.Groups["day"].Value;
        var date = day switch
        {
            "" or "now" or "today" or "tonight" => today,
            "tomorrow" => today.AddDays(1),
            _ when Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var weekday) => today.AddDays(((int)weekday - (int)today.DayOfWeek + 7) % 7),
            _ when DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var dated) => dated,
            _ => throw new ToolException($"{day} is a day that no calendar has; write one like 2026-07-04."),
        };
        if (date < today) throw new ToolException($"{Written(date)} is over; ask about today ({Written(today)}) or later.");
        if (date > today.AddDays(MostDaysAhead)) throw new ToolException($"{Written(date)} is more than a year away; ask nearer to it.");

        int? minute = day == "now" ? now.Hour * 60 + now.Minute : null;
        if (match.Groups["time"].Success)
        {
            if (!TimeOnly.TryParseExact(match.Groups["time"].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                throw new ToolException($"{match.Groups["time"].Value} is a time that no clock shows; write one like 20:00.");
            minute = time.Hour * 60 + time.Minute;
            if (date == today && minute < now.Hour * 60 + now.Minute) throw new ToolException($"{match.Groups["time"].Value} is over today, it is {now:HH:mm}; name a later time or another day.");
        }
        var part = match.Groups["part"].Value switch
        {
            "morning" => Daypart.Morning,
            "midday" or "noon" or "lunch" => Daypart.Midday,
            "afternoon" => Daypart.Afternoon,
            "evening" or "dinner" => Daypart.Evening,
            "night" => Daypart.Evening,
            _ => day == "tonight" ? Daypart.Evening : Daypart.Any,
        };
        return new When(date, minute, part);
    }

    /// <summary>Thursday 2026-11-26.</summary>
    public static string Written(DateOnly date) => date.ToString("dddd yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The day, with the time where one is meant.</summary>
    public override string ToString() =>
        Minute is { } minute ? $"{Written(Date)} at {OpeningInterval.Clock(minute)}" : Part == Daypart.Any ? Written(Date) : $"{Written(Date)}, {Part.ToString().ToLowerInvariant()}";

    [GeneratedRegex(@"^(?:this\s+)?(?:(?<day>now|today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}-\d{2}-\d{2})(?:,?\s+|$))?(?:(?:at\s+)?(?<time>\d{1,2}:\d{2})|(?<part>morning|midday|noon|lunch|afternoon|evening|dinner|night))?$")]
    private static partial Regex Form();
}
