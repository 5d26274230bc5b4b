using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>
/// Reads what feeds write. Numbers come as JSON numbers or as strings, always with a point; they are read digit for digit, whatever the culture of this machine.
/// What is missing, null or no number is null: a figure is never made up.
/// </summary>
internal static class Wire
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>No figure of a market is larger; two of them can be multiplied in a <see langword="decimal"/>.</summary>
    private const decimal Most = 100_000_000_000_000;

    public static decimal? Number(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when decimal.TryParse(element.GetString(), Style, CultureInfo.InvariantCulture, out var value) => Bounded(value),
        JsonValueKind.Number when element.TryGetDecimal(out var value) => Bounded(value),
        _ => null,
    };

    public static decimal? Number(this JsonElement element, string name) => element.Member(name)?.Number();

    public static double? Real(this JsonElement element, string name) => (double?)element.Number(name);

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>The member of an object; null when there is none, or it is no object.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The items of an array; none when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A time in milliseconds since 1970.</summary>
    public static DateTimeOffset? Milliseconds(this JsonElement element, string name) =>
        element.Number(name) is { } value and >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)value) : null;

    /// <summary>A time in seconds since 1970.</summary>
    public static DateTimeOffset? Seconds(this JsonElement element, string name) =>
        element.Number(name) is { } value and >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds((long)value) : null;

    private static decimal? Bounded(decimal value) => value is > -Most and < Most ? value : null;

    /// <summary>It is JSON, but not what the feed is known to send.</summary>
    public static ToolException Unknown(Feed feed, string what) => new($"{feed.Name} answered in a form that is not known here: there is no {what} in it.");
}
