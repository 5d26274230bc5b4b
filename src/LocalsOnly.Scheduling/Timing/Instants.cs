namespace LocalsOnly.Scheduling;

/// <summary>From a local clock to instants.</summary>
internal static class Instants
{
    /// <summary>A time that the clocks skip is the instant at which they do; of a time that comes twice, the first.</summary>
    public static DateTimeOffset Of(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            // No gap is longer than a day; its end is the first time that there is again.
            var (low, high) = (local, local.AddDays(1));
            while (high - low > TimeSpan.FromSeconds(1))
            {
                var middle = low + ((high - low) / 2);
                if (zone.IsInvalidTime(middle)) low = middle;
                else high = middle;
            }

            local = new DateTime(high.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
            if (zone.IsInvalidTime(local)) local = local.AddSeconds(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
