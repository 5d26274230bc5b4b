using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LocalsOnly.Memory.Archive;

/// <summary>
/// The line format: <c>{"sha256":"&lt;64 hex&gt;","entry":{…}}</c> and a line feed. The sum is over the bytes of the entry, so everything
/// that matters is under it, owner included.
/// </summary>
internal static class ArchiveLine
{
    private static readonly byte[] s_head = Encoding.ASCII.GetBytes("{\"sha256\":\"");
    private static readonly byte[] s_middle = Encoding.ASCII.GetBytes("\",\"entry\":");
    private const int HexLength = 64;

    private static int EntryStart => s_head.Length + HexLength + s_middle.Length;

    /// <summary>Writes a whole line, line feed included.</summary>
    public static ReadOnlyMemory<byte> Format(ArchiveEntry entry)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        bytes.GetSpan(EntryStart);
        bytes.Advance(EntryStart);
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = ArchiveFormat.Encoder }))
            JsonSerializer.Serialize(json, entry, ArchiveFormat.Json.ArchiveEntry);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan[EntryStart..]));
        bytes.Write("}\n"u8);
        var line = new byte[bytes.WrittenCount];
        bytes.WrittenSpan.CopyTo(line);
        s_head.CopyTo(line, 0);
        Encoding.ASCII.GetBytes(hash, line.AsSpan(s_head.Length));
        s_middle.CopyTo(line, s_head.Length + HexLength);
        return line;
    }

    /// <summary>Reads a line without its line feed; null, and why, when it is damaged.</summary>
    public static ArchiveEntry? Parse(ReadOnlySpan<byte> line, out string? fault)
    {
        if (line is [.. var trimmed, (byte)'\r']) line = trimmed;
        if (line.Length < EntryStart + 3 || !line.StartsWith(s_head) || line[^1] != '}' ||
            !line[(s_head.Length + HexLength)..].StartsWith(s_middle))
        {
            fault = "is not a line of an archive";
            return null;
        }
        var entry = line[EntryStart..^1];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entry, actual);
        if (Convert.FromHexString(line.Slice(s_head.Length, HexLength), expected, out _, out _) != OperationStatus.Done || !actual.SequenceEqual(expected))
        {
            fault = "does not match its checksum";
            return null;
        }
        try
        {
            fault = null;
            var read = JsonSerializer.Deserialize(entry, ArchiveFormat.Json.ArchiveEntry);
            if (read is { Version: ArchiveEntry.CurrentVersion }) return read;
            fault = $"has layout version {read?.Version}, this program knows {ArchiveEntry.CurrentVersion}";
            return null;
        }
        catch (JsonException)
        {
            fault = "holds something this program does not know";
            return null;
        }
    }
}
