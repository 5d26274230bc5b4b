using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalsOnly.Import.Json;

/// <summary>Reads JSON as vendors write it: any field may be null, absent, of another type, or hold half a character.</summary>
internal static partial class LenientJson
{
    private const double LeastEpochSeconds = 100_000_000;

    private const int LongestRawTime = 64;

    // Above this a number of seconds would be in the year 5138: it is milliseconds.
    private const double LeastEpochMilliseconds = 1e11;

    /// <summary>The property when the element is an object that has it and it is not null.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement? Get(this JsonElement? element, string name) => element?.Get(name);

    /// <summary>The property as text when it is a string.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name)?.AsText();

    public static string? Text(this JsonElement? element, string name) => element?.Text(name);

    public static bool IsTrue(this JsonElement? element, string name) => element?.Get(name)?.ValueKind == JsonValueKind.True;

    /// <summary>Elements of the property when it is an array; none otherwise.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The elements of an array, or the one value itself.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    /// <summary>The string; null for anything else. Half surrogate pairs and bytes that are not UTF-8 become U+FFFD.</summary>
    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
        }
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    /// <summary>Seconds or milliseconds since 1970, or ISO 8601 (UTC unless it says otherwise); null when it is none or out of range.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name)
    {
        if (element.Get(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)) return FromEpoch(number);
        if (value.AsText() is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return FromEpoch(number);
        // Without a date it would be a time of today, without a year one of this year, and the same export another conversation later.
        return FourDigits().IsMatch(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out var time) &&
            time.Year is > 1973 and < 2100 ? new DateTimeOffset(time) : null;
    }

    /// <summary>The time as it stands there, when <see cref="Time(JsonElement, string)"/> can make nothing of it; null when there is none.</summary>
    public static string? UnreadTime(this JsonElement element, string name)
    {
        if (element.Get(name) is not { } value || element.Time(name) is not null) return null;
        var raw = value.ValueKind == JsonValueKind.String ? value.AsText()! : value.GetRawText();
        return raw.Cut(LongestRawTime);
    }

    private static DateTimeOffset? FromEpoch(double number)
    {
        if (number >= LeastEpochMilliseconds) number /= 1000;
        // Microseconds: more digits than that are noise of the floating point.
        return number is >= LeastEpochSeconds and < 4_102_444_800 ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(number * 1e6) * 10) : null;
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        // GetString replaces bytes that are not UTF-8.
        var text = Encoding.UTF8.GetString(raw);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }
            i++;
            if (text[i] == 'u' && i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit))
            {
                result.Append((char)unit);
                i += 4;
                continue;
            }
            result.Append(text[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
        }
        return WithoutHalfPairs(result.ToString());
    }

    private static string WithoutHalfPairs(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) result.Append(rune);
        return result.ToString();
    }

    [GeneratedRegex("[0-9]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex FourDigits();
}
