using System.Buffers.Binary;

namespace LocalsOnly.Discord.Attachments;

/// <summary>What the first bytes of a picture say (PNG: w3.org/TR/png 11.2.1; GIF89a 18; JPEG: ITU T.81 B.2.2; WebP: RFC 9649).</summary>
/// <param name="Width">Pixels; 0 when the header is cut off.</param>
internal sealed record ImageHeader(string MediaType, int Width, int Height)
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <returns>Null for what is no picture of these kinds.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(PngSignature)) return Png(bytes);
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return Gif(bytes);
        if (bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) return Jpeg(bytes);
        return bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? Webp(bytes) : null;
    }

    private static ImageHeader Png(ReadOnlySpan<byte> bytes) => bytes.Length < 24 || !bytes[12..].StartsWith("IHDR"u8)
        ? new ImageHeader("image/png", 0, 0)
        : new ImageHeader("image/png", Size(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..])), Size(BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])));

    private static ImageHeader Gif(ReadOnlySpan<byte> bytes) => bytes.Length < 10
        ? new ImageHeader("image/gif", 0, 0)
        : new ImageHeader("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));

    private static ImageHeader Jpeg(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; at + 9 < bytes.Length;)
        {
            if (bytes[at] != 0xFF) break;
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // Start of frame, but for the three of these codes that are tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return new ImageHeader("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            if (marker is 0xD9 or 0xDA) break;
            at += marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return new ImageHeader("image/jpeg", 0, 0);
    }

    private static ImageHeader Webp(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 30) return new ImageHeader("image/webp", 0, 0);
        var (width, height) = (0, 0);
        if (bytes[12..].StartsWith("VP8X"u8)) (width, height) = (Three(bytes[24..]) + 1, Three(bytes[27..]) + 1);
        else if (bytes[12..].StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            (width, height) = ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }
        else if (bytes[12..].StartsWith("VP8 "u8)) (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF);
        return new ImageHeader("image/webp", width, height);
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;

    private static int Size(uint size) => (int)Math.Min(size, int.MaxValue);
}
