using System.Text.Json;

namespace LocalsOnly.Import.Json;

/// <summary>
/// The first two keys of an element. All elements of one file begin with the same two, and nothing within them does: so where an element that is not
/// closed has swallowed what follows, they tell where the next one begins.
/// </summary>
internal sealed record ElementSignature(string First, string Second)
{
    /// <summary>Null when the bytes do not begin an object with two keys.</summary>
    public static ElementSignature? Of(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, state: default);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
            var first = reader.GetString()!;
            if (!reader.Read() || !reader.TrySkip() || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
            return new ElementSignature(first, reader.GetString()!);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Where, behind the first byte, an element with this signature begins; -1 when none does. Quotes within a string are escaped, so quoted JSON
    /// in a message is not mistaken for one.
    /// </summary>
    /// <param name="bytes">From the beginning of the broken element on.</param>
    /// <param name="lines">The elements stand one below the other instead of in an array: one begins with its line, whatever its keys.</param>
    public int FindNext(ReadOnlySpan<byte> bytes, bool lines = false)
    {
        for (var at = 1; at < bytes.Length; at++)
        {
            var skip = bytes[at..].IndexOf((byte)'{');
            if (skip < 0) return -1;
            at += skip;
            if (lines && bytes[at - 1] == '\n') return at;
            var before = bytes[..at].TrimEnd(" \t\r\n"u8);
            if (before is [.., (byte)','] && Of(bytes[at..]) == this) return at;
        }
        return -1;
    }
}
