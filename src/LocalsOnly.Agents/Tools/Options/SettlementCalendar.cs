namespace LocalsOnly.Agents.Tools.Options;

/// <summary>
/// The week of an option at Hypersurface: it settles on Friday at 08:00 UTC, and what is in the money may be exercised up to about 24 hours before. So the decision is
/// made on Thursday evening where the person lives.
/// </summary>
internal static class SettlementCalendar
{
    /// <summary>Hour of the settlement, UTC.</summary>
    public const int SettlementHour = 8;

    /// <summary>Hour of the decision on Thursday, in the person's zone.</summary>
    public const int DecisionHour = 20;

    /// <summary>How long before settlement an option in the money may already be exercised.</summary>
    public static readonly TimeSpan EarlyExercise = TimeSpan.FromHours(24);

    /// <summary>Far west Thursday evening comes after the settlement; there the decision is this long before it.</summary>
    public static readonly TimeSpan LatestDecision = TimeSpan.FromHours(2);

    /// <summary>The first settlement after a moment. At the very moment of one, that one is over and the next is a week away.</summary>
    public static DateTimeOffset After(DateTimeOffset moment)
    {
        var friday = OnWeekOf(moment);
        return friday > moment ? friday : friday.AddDays(7);
    }

    /// <summary>The first settlement at or after a moment: the one to whose week it belongs.</summary>
    public static DateTimeOffset AtOrAfter(DateTimeOffset moment)
    {
        var friday = OnWeekOf(moment);
        return friday >= moment ? friday : friday.AddDays(7);
    }

    /// <summary>The settlement on a date.</summary>
    public static DateTimeOffset On(DateOnly friday) => new(friday.ToDateTime(new TimeOnly(SettlementHour, 0)), TimeSpan.Zero);

    /// <summary>When to decide about what settles then: Thursday at 20:00 in the zone, or two hours before settlement where that is earlier (UTC).</summary>
    public static DateTimeOffset Decision(DateTimeOffset settlement, TimeZoneInfo zone)
    {
        var evening = InZone(settlement.ToUniversalTime().DateTime.Date.AddDays(-1).AddHours(DecisionHour), zone);
        var latest = settlement - LatestDecision;
        return evening < latest ? evening : latest;
    }

    /// <summary>What the calendar says at a moment.</summary>
    public static SettlementWeek At(DateTimeOffset now, TimeZoneInfo zone)
    {
        var settlement = After(now);
        var decision = Decision(settlement, zone);
        return new(
            Now: now.ToUniversalTime(),
            Settlement: settlement,
            Decision: decision,
            NextDecision: now <= decision ? decision : Decision(settlement.AddDays(7), zone));
    }

    private static DateTimeOffset OnWeekOf(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        var days = ((int)DayOfWeek.Friday - (int)utc.DayOfWeek + 7) % 7;
        return new(utc.Date.AddDays(days).AddHours(SettlementHour), TimeSpan.Zero);
    }

    // Where clocks are put forward over that hour it does not exist, and the same moment is named by an hour later; where they are put back, the first of the two counts.
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local)) return new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1))).ToUniversalTime();
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

/// <summary>Where a moment stands in the week of the options.</summary>
/// <param name="Now">The moment (UTC).</param>
/// <param name="Settlement">The next settlement; after <paramref name="Now"/>.</param>
/// <param name="Decision">When to decide about that one; may be past.</param>
/// <param name="NextDecision">The next moment to decide; not before <paramref name="Now"/>.</param>
internal sealed record SettlementWeek(DateTimeOffset Now, DateTimeOffset Settlement, DateTimeOffset Decision, DateTimeOffset NextDecision)
{
    /// <summary>From when on an option in the money may be exercised.</summary>
    public DateTimeOffset ExerciseFrom => Settlement - SettlementCalendar.EarlyExercise;

    /// <summary>Time to the settlement.</summary>
    public TimeSpan Left => Settlement - Now;

    /// <summary>The moment to decide has come, and the settlement has not.</summary>
    public bool DecisionIsDue => Now >= Decision;
}
