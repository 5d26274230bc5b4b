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

    private static int NotANumber(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
