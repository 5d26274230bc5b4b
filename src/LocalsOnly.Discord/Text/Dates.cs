using System.Globalization;

namespace LocalsOnly.Discord.Text;

/// <summary>Days and times as people write them, in the person's zone.</summary>
internal static class Dates
{
    /// <summary>"3 Mar 2024".</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"3 Mar 2024, 14:05".</summary>
    public static string Minute(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
