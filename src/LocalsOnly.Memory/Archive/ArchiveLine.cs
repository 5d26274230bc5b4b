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
    private static readonly byte[] s_conversation = Encoding.ASCII.GetBytes(",\"conversation\":");
    private static readonly JsonWriterOptions s_writing = new() { Encoder = ArchiveFormat.Encoder, SkipValidation = true };
    private const int HexLength = 64;

    private static int EntryStart => s_head.Length + HexLength + s_middle.Length;

    /// <summary>A conversation's JSON, as a line holds it and as its digest is made of.</summary>
    public static byte[] Serialise(Conversation conversation) => JsonSerializer.SerializeToUtf8Bytes(conversation, ArchiveFormat.Json.Conversation);

    /// <inheritdoc cref="Serialise(Conversation)"/>
    public static void Serialise(Conversation conversation, IBufferWriter<byte> target)
    {
        using var json = new Utf8JsonWriter(target, s_writing);
        JsonSerializer.Serialize(json, conversation, ArchiveFormat.Json.Conversation);
    }

    /// <summary>Writes a whole line, line feed included.</summary>
    public static void Write(ArrayBufferWriter<byte> target, ArchiveEntry entry) =>
        Write(target, entry with { Conversation = null }, entry.Conversation is { } conversation ? Serialise(conversation) : []);

    /// <summary>Writes a whole line whose conversation was serialised before.</summary>
    /// <param name="target">Where to; the line is appended.</param>
    /// <param name="entry">All of the line but the conversation.</param>
    /// <param name="conversation">Its JSON; empty when the line has none.</param>
    public static void Write(ArrayBufferWriter<byte> target, ArchiveEntry entry, ReadOnlySpan<byte> conversation)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(entry, ArchiveFormat.Json.ArchiveEntry);
        var length = EntryStart + head.Length + (conversation.IsEmpty ? 0 : s_conversation.Length + conversation.Length);
        var line = target.GetSpan(length + 2)[..(length + 2)];
        var end = EntryStart + head.Length;
        head.CopyTo(line[EntryStart..]);
        if (!conversation.IsEmpty)
        {
            end--;
            s_conversation.CopyTo(line[end..]);
            conversation.CopyTo(line[(end += s_conversation.Length)..]);
            line[end += conversation.Length] = (byte)'}';
            end++;
        }
        s_head.CopyTo(line);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line[EntryStart..end], hash);
        Convert.TryToHexStringLower(hash, line[s_head.Length..], out _);
        s_middle.CopyTo(line[(s_head.Length + HexLength)..]);
        "}\n"u8.CopyTo(line[end..]);
        target.Advance(length + 2);
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
            if (read is { Version: > 0 and <= ArchiveEntry.CurrentVersion } && (read.Kind != EntryKind.Observation || read.Conversation is not null)) return read;
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
