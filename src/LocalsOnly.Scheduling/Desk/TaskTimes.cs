using System.Globalization;

namespace LocalsOnly.Scheduling;

/// <summary>Instants as people read them, on a task's own clock.</summary>
internal static class TaskTimes
{
    private const string Minute = "ddd d MMM yyyy HH:mm";
    private const string Second = "ddd d MMM yyyy HH:mm:ss";
    private static readonly string[] s_typed = ["yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss", "d MMM yyyy H:mm", "d MMM yyyy H:mm:ss", "ddd d MMM yyyy H:mm", "ddd d MMM yyyy H:mm:ss"];

    /// <summary><c>Thu 26 Nov 2026 08:00</c>, with seconds where there are any.</summary>
    public static string Text(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.ToString(local.Second == 0 ? Minute : Second, CultureInfo.InvariantCulture);
    }

    /// <summary><c>08:00:07</c>.</summary>
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Text"/> writes, <c>2026-11-26 08:00</c>, or an instant with its offset.</summary>
    /// <returns>Null when it is no time.</returns>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        var typed = text.Trim().Replace('T', ' ');
        if (DateTime.TryParseExact(typed, s_typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || DateTime.TryParseExact(text.Trim(), s_typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out local))
            return Instants.Of(local, zone);
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
    }
}
