using System.Globalization;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>Times of a clock in a zone, also in the two nights of a year in which it is changed.</summary>
internal static class ZonedTime
{
    /// <exception cref="ToolException">It is no zone of the IANA database.</exception>
    public static TimeZoneInfo Zone(string name, string parameter) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name.Trim(), out var zone) && zone.HasIanaId
            ? zone
            : throw new ToolException($"{parameter} is '{PersonSentences.Plain(name)}', which is no zone; write an IANA name like Europe/Paris, America/New_York or UTC.");

    /// <summary>The instants at which a clock shows a time: one, or two where it is set back over it.</summary>
    /// <exception cref="ToolException">It never does: it is set forward over it.</exception>
    public static IReadOnlyList<DateTimeOffset> Instants(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
            throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"{wall:yyyy-MM-dd HH:mm} does not exist in {zone.Id}: the clocks are set forward over it; name a time before or after the change."));
        return zone.IsAmbiguousTime(wall)
            ? [.. zone.GetAmbiguousTimeOffsets(wall).OrderDescending().Select(offset => new DateTimeOffset(wall, offset))]
            : [new DateTimeOffset(wall, zone.GetUtcOffset(wall))];
    }

    /// <summary>Thursday 2026-11-26 12:31 +01:00 (Europe/Paris).</summary>
    public static string Written(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return string.Create(CultureInfo.InvariantCulture, $"{local:dddd yyyy-MM-dd HH:mm} {local:zzz} ({zone.Id})");
    }
}
