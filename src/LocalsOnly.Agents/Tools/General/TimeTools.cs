using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>The clock and the calendar.</summary>
internal sealed class TimeTools : IToolset
{
    private const int MostAmount = 1_000_000;

    private IReadOnlyList<Tool>? _tools;

    public IReadOnlyList<Tool> Tools => _tools ??=
    [
        new(PlainTool.Of(Now, "time_now", "The date and time now, in the person's zone or another, with weekday, ISO week, day of the year and UTC.")),
        new(PlainTool.Of(Calendar, "time_calendar",
            "Exact calendar arithmetic. operation difference: from date to other, in days, weeks, months and working days. add: amount of unit to date. weekday: of date. next_weekday: the first "
            + "such weekday after date. convert: a date and time of zone, in to_zone.")),
    ];

    private static string Now(
        AIFunctionArguments arguments,
        [Description("IANA name of another zone, like America/New_York. Left out: the person's own.")] string? zone = null)
    {
        var turn = ToolTurn.Of(arguments);
        var its = string.IsNullOrWhiteSpace(zone) ? turn.Zone : ZonedTime.Zone(zone, "zone");
        var local = TimeZoneInfo.ConvertTime(turn.Now, its);
        var week = ISOWeek.GetWeekOfYear(local.DateTime);
        return string.Create(CultureInfo.InvariantCulture, $"""
            Local time: {ZonedTime.Written(turn.Now, its)}
            ISO week: {ISOWeek.GetYear(local.DateTime)}-W{week:00}-{((int)local.DayOfWeek + 6) % 7 + 1}
            Day of the year: {local.DayOfYear} of {(DateTime.IsLeapYear(local.Year) ? 366 : 365)}
            UTC: {turn.Now.ToUniversalTime():yyyy-MM-dd HH:mm}Z
            """);
    }

    private static string Calendar(
        AIFunctionArguments arguments,
        [Description("difference, add, weekday, next_weekday or convert.")] string operation,
        [Description("A date like 2026-07-04, with a time like 20:30 behind it if one is meant; or today, tomorrow, yesterday, now.")] string date,
        [Description("For difference: the other date, in the same form.")] string? other = null,
        [Description("For add: how many, negative for back.")] int? amount = null,
        [Description("For add: minutes, hours, days, weeks, months, years or business_days.")] string? unit = null,
        [Description("For next_weekday: monday to sunday.")] string? weekday = null,
        [Description("IANA zone in which date is meant. Left out: the person's own.")] string? zone = null,
        [Description("For convert: the IANA zone to tell it in. Left out: the person's own.")] string? to_zone = null)
    {
        var turn = ToolTurn.Of(arguments);
        var its = string.IsNullOrWhiteSpace(zone) ? turn.Zone : ZonedTime.Zone(zone, "zone");
        var now = TimeZoneInfo.ConvertTime(turn.Now, its);
        var from = CalendarText.Parse(date, "date", now);
        try
        {
            return (operation ?? "").Trim().ToLowerInvariant() switch
            {
                "difference" => Difference(from, CalendarText.Parse(other ?? throw new ToolException("other is missing; give the date to count to."), "other", now), its),
                "add" => Add(from, amount ?? throw new ToolException("amount is missing; give a whole number."), unit, its),
                "weekday" => string.Create(CultureInfo.InvariantCulture, $"{from.Date:yyyy-MM-dd} is a {from.Date.DayOfWeek}, in ISO week {ISOWeek.GetYear(from.Wall)}-W{ISOWeek.GetWeekOfYear(from.Wall):00}, day {from.Date.DayOfYear} of the year."),
                "next_weekday" => Next(from.Date, weekday),
                "convert" => Convert(from, its, string.IsNullOrWhiteSpace(to_zone) ? turn.Zone : ZonedTime.Zone(to_zone, "to_zone")),
                _ => throw new ToolException($"operation is '{PersonSentences.Plain(operation ?? "")}'; it is difference, add, weekday, next_weekday or convert."),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ToolException("The result lies outside the years 1 to 9999; ask for less.");
        }
    }

    private static string Difference(CalendarText from, CalendarText to, TimeZoneInfo zone)
    {
        var days = to.Date.DayNumber - from.Date.DayNumber;
        var (first, last) = days < 0 ? (to.Date, from.Date) : (from.Date, to.Date);
        var (years, months, rest) = CalendarSums.Parts(first, last);
        var weeks = Math.Abs(days);
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            From {from} to {to}:
            Days: {days}
            Weeks and days: {weeks / 7} weeks {weeks % 7} days{(days < 0 ? ", back" : "")}
            Years, months and days: {years} years {months} months {rest} days{(days < 0 ? ", back" : "")}
            Working days (Monday to Friday, no holidays counted out; the last day counts, the first does not): {CalendarSums.Working(from.Date, to.Date)}
            """);
        if (from.Time is null && to.Time is null) return text;
        var elapsed = ZonedTime.Instants(to.Wall, zone)[0] - ZonedTime.Instants(from.Wall, zone)[0];
        return text + string.Create(CultureInfo.InvariantCulture, $"\nElapsed: {(long)elapsed.TotalMinutes} minutes, which is {(elapsed < TimeSpan.Zero ? "-" : "")}{(long)Math.Abs(elapsed.TotalHours)} h {Math.Abs(elapsed.Minutes)} min (changes of the clock counted)");
    }

    private static string Add(CalendarText from, int amount, string? unit, TimeZoneInfo zone)
    {
        if (Math.Abs((long)amount) > MostAmount) throw new ToolException($"amount is too large; the most is {MostAmount}.");
        var word = (unit ?? "").Trim().ToLowerInvariant();
        if (word is "minutes" or "hours")
        {
            var start = ZonedTime.Instants(from.Wall, zone)[0];
            var end = start + (word == "hours" ? TimeSpan.FromHours(amount) : TimeSpan.FromMinutes(amount));
            return $"{ZonedTime.Written(start, zone)} and {amount.ToString(CultureInfo.InvariantCulture)} {word} is {ZonedTime.Written(end, zone)}.";
        }
        var date = word switch
        {
            "days" => from.Date.AddDays(amount),
            "weeks" => from.Date.AddDays(checked(amount * 7)),
            "months" => from.Date.AddMonths(amount),
            "years" => from.Date.AddYears(amount),
            "business_days" => CalendarSums.AddWorking(from.Date, amount),
            _ => throw new ToolException($"unit is '{PersonSentences.Plain(unit ?? "")}'; it is minutes, hours, days, weeks, months, years or business_days."),
        };
        var note = word switch
        {
            "months" or "years" when date.Day != from.Date.Day => " That month has no such day, so it is its last.",
            "business_days" => " Business days are Monday to Friday; holidays are not known here.",
            _ => "",
        };
        var to = @from with { Date = date };
        return string.Create(CultureInfo.InvariantCulture, $"{from} and {amount} {word.Replace('_', ' ')} is {to}.{note}");
    }

    private static string Next(DateOnly date, string? weekday)
    {
        if (!Enum.TryParse<DayOfWeek>((weekday ?? "").Trim(), ignoreCase: true, out var day) || !Enum.IsDefined(day) || int.TryParse(weekday, CultureInfo.InvariantCulture, out _))
            throw new ToolException($"weekday is '{PersonSentences.Plain(weekday ?? "")}'; write monday, tuesday, wednesday, thursday, friday, saturday or sunday.");
        var ahead = ((int)day - (int)date.DayOfWeek + 6) % 7 + 1;
        return string.Create(CultureInfo.InvariantCulture, $"The first {day} after {CalendarText.Day(date)} is {date.AddDays(ahead):yyyy-MM-dd}, {ahead} days later.");
    }

    private static string Convert(CalendarText from, TimeZoneInfo zone, TimeZoneInfo to)
    {
        if (from.Time is null) throw new ToolException("date has no time; write one like 2026-07-04 20:30.");
        var instants = ZonedTime.Instants(from.Wall, zone);
        var lines = instants.Select(at => $"{ZonedTime.Written(at, zone)} is {ZonedTime.Written(at, to)}.");
        return string.Join('\n', lines) + (instants.Count > 1 ? "\nThe clock shows that time twice on that day: the clocks are set back over it." : "");
    }
}
