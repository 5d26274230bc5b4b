using System.Globalization;
using Quartz;

namespace LocalsOnly.Scheduling;

/// <summary>When a task is due. Instants are UTC; what a person wrote is in the task's zone.</summary>
internal abstract record TaskSchedule
{
    /// <summary>The first instant after another at which it is due; null when there is none.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    /// <summary>In words, without the zone: <c>every 15 minutes</c>.</summary>
    public abstract string Words { get; }
}

/// <summary>
/// A cron expression of five fields (crontab's) or of six or seven (Quartz's, with <c>L</c>, <c>W</c> and <c>#</c>). Quartz reads both. A time that the clocks skip is due when they have
/// skipped; a time that comes twice is due the first time, unless the expression is one of intervals.
/// </summary>
internal sealed record CronSchedule : TaskSchedule
{
    private const int LargestValue = 59;
    private readonly CronExpression _expression;

    /// <exception cref="FormatException">One clause that says what is wrong.</exception>
    public CronSchedule(string expression, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(zone);
        Expression = string.Join(' ', expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var fields = Expression.StartsWith('@') ? 5 : Expression.Split(' ').Length;
        if (fields is < 5 or > 7) throw new FormatException($"cron '{Expression}' has {fields} fields; write five (minute hour day month weekday), like 0 8 * * *");
        // 98 and 99 are Quartz's own marks for any and for all, and it takes them from others too.
        if (Expression.Split(' ').Take(fields == 5 ? 5 : 6).SelectMany(field => field.Split(',', '-', '/', '#')).FirstOrDefault(value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > LargestValue) is { } beyond)
            throw new FormatException($"cron '{Expression}' cannot be read: {beyond} is more than any of its fields takes (minutes to 59, hours to 23, days to 31, months to 12, weekdays to 7)");
        try
        {
            _expression = CronExpression.Parse(Expression, fields == 5 ? CronFormat.Unix : CronFormat.Quartz).WithTimeZone(zone);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or OverflowException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException($"cron '{Expression}' cannot be read: {wrong.Message.Split('\n', 2)[0].TrimEnd('.', '\r')}", wrong);
        }
    }

    /// <summary>As it was written, with single spaces.</summary>
    public string Expression { get; }

    public override DateTimeOffset? Next(DateTimeOffset after) => _expression.GetNextValidTimeAfter(after);

    public override string Words => CronWords.Of(Expression) ?? $"cron {Expression}";

    public bool Equals(CronSchedule? other) => other is not null && other.Expression == Expression && other._expression.TimeZone.Equals(_expression.TimeZone);

    public override int GetHashCode() => Expression.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Every so often, counted from the same instant for ever, so that a restart moves nothing: 15 minutes means at :00, :15, :30 and :45.</summary>
/// <param name="Period">A minute to a day; longer ones are a matter of the calendar, which cron has.</param>
internal sealed record EverySchedule(TimeSpan Period) : TaskSchedule
{
    public override DateTimeOffset? Next(DateTimeOffset after) => new DateTimeOffset(((after.UtcTicks / Period.Ticks) + 1) * Period.Ticks, TimeSpan.Zero);

    public override string Words => $"every {Durations.Words(Period)}";
}

/// <summary>One time only.</summary>
/// <param name="At">When.</param>
/// <param name="Local">As it was written, in the task's zone.</param>
internal sealed record OnceSchedule(DateTimeOffset At, DateTime Local) : TaskSchedule
{
    public override DateTimeOffset? Next(DateTimeOffset after) => At > after ? At.ToUniversalTime() : null;

    public override string Words => string.Create(CultureInfo.InvariantCulture, $"once, on {Local:yyyy-MM-dd} at {Local:HH:mm}");
}

/// <summary>When another task has succeeded. It is due at the instant at which the other one was.</summary>
/// <param name="Task">Id of the other one.</param>
internal sealed record AfterSchedule(string Task) : TaskSchedule
{
    public override DateTimeOffset? Next(DateTimeOffset after) => null;

    public override string Words => $"after {Task}";
}
