using System.Buffers;

namespace LocalsOnly.Import.Json;

/// <summary>
/// Makes the two kinds of not-quite-JSON that exporters have been seen to write readable: NaN and Infinity become null, control characters within
/// strings are escaped. Only tried on an element that does not parse.
/// </summary>
internal static class JsonRepair
{
    public static ReadOnlyMemory<byte> Repair(ReadOnlySpan<byte> json)
    {
        var repaired = new ArrayBufferWriter<byte>(json.Length + 64);
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (inString)
            {
                if (b == '\\' && i + 1 < json.Length)
                {
                    repaired.Write(json.Slice(i++, 2));
                    continue;
                }
                if (b < 0x20)
                {
                    repaired.Write("\\u00"u8);
                    repaired.Write([Hex(b >> 4), Hex(b & 15)]);
                    continue;
                }
                if (b == '"') inString = false;
            }
            else if (b == '"')
            {
                inString = true;
            }
            else if (NotANumber(json[i..]) is var length and > 0)
            {
                repaired.Write("null"u8);
                i += length - 1;
                continue;
            }
            repaired.Write([b]);
        }
        return repaired.WrittenMemory;
    }

    /// <summary>Cuts every string that is longer than a limit, between characters and never within an escape sequence.</summary>
    /// <param name="json">Well-formed JSON.</param>
    /// <param name="maxBytes">Bytes that are left of a string at most.</param>
    public static ReadOnlyMemory<byte> CutStrings(ReadOnlySpan<byte> json, int maxBytes)
    {
        var cut = new ArrayBufferWriter<byte>(Math.Min(json.Length, 1 << 20));
        while (true)
        {
            var open = json.IndexOf((byte)'"');
            if (open < 0) break;
            var rest = json[(open + 1)..];
            var length = StringLength(rest);
            cut.Write(json[..(open + 1)]);
            cut.Write(rest[..Boundary(rest[..length], maxBytes)]);
            if (length == rest.Length) return cut.WrittenMemory;
            cut.Write("\""u8);
            json = rest[(length + 1)..];
        }
        cut.Write(json);
        return cut.WrittenMemory;
    }

    /// <summary>Whether a string is longer than a limit.</summary>
    /// <param name="json">Well-formed JSON.</param>
    /// <param name="maxBytes">Bytes between its quotes.</param>
    public static bool HasStringLongerThan(ReadOnlySpan<byte> json, int maxBytes)
    {
        while (json.Length > maxBytes)
        {
            var open = json.IndexOf((byte)'"');
            if (open < 0) return false;
            var rest = json[(open + 1)..];
            var length = StringLength(rest);
            if (length > maxBytes) return true;
            json = rest[Math.Min(rest.Length, length + 1)..];
        }
        return false;
    }

    // From behind an opening quote to before the closing one, or to the end.
    private static int StringLength(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (length < rest.Length && rest[length] != '"')
        {
            var next = rest[length..].IndexOfAny((byte)'"', (byte)'\\');
            length = next < 0 ? rest.Length : length + next;
            if (length < rest.Length && rest[length] == '\\') length = Math.Min(rest.Length, length + 2);
        }
        return length;
    }

    // The longest escape is the two of a pair, \ud83d\ude00, and the longest character four bytes.
    private static int Boundary(ReadOnlySpan<byte> content, int maxBytes)
    {
        if (content.Length <= maxBytes) return content.Length;
        var end = maxBytes;
        while (end > 0 && (content[end] & 0xC0) == 0x80) end--;
        var window = content[Math.Max(0, end - 12)..end];
        var escape = window.LastIndexOf((byte)'\\');
        if (escape < 0) return end;
        end = end - window.Length + window.IndexOf((byte)'\\');
        while (end > 0 && content[end - 1] == '\\') end--;
        return end;
    }

    private static int NotANumber(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
