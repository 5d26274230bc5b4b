namespace LocalsOnly.Treasury.Cost;

/// <summary>Days and months of a zone as instants.</summary>
internal static class LocalCalendar
{
    /// <summary>First instant of a month and of the next.</summary>
    public static (DateTimeOffset First, DateTimeOffset Next) Month(TimeZoneInfo zone, int year, int month)
    {
        var first = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return (At(zone, first), At(zone, first.AddMonths(1)));
    }

    /// <summary>The first instant of that local time; where clocks skip it, the instant of the skip.</summary>
    public static DateTimeOffset At(TimeZoneInfo zone, DateTime local)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
