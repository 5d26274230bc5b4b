using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>The conversations in ChatGPT's <c>chat.html</c>: the value given to <c>jsonData</c>. Only its bytes are read; nothing of the page is ever run.</summary>
internal static class PageScript
{
    private const int ChunkBytes = 1 << 16;

    private static ReadOnlySpan<byte> Name => "jsonData"u8;

    private static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    /// <summary>The page from where the value begins; null when it has none.</summary>
    public static Stream? Find(Stream page)
    {
        var buffer = new byte[2 * ChunkBytes];
        var kept = 0;
        while (true)
        {
            var read = page.ReadAtLeast(buffer.AsSpan(kept, ChunkBytes), ChunkBytes, throwOnEndOfStream: false);
            var seen = buffer.AsSpan(0, kept + read);
            if (Value(seen) is { Length: > 0 } value) return new PrefixedStream(value.ToArray(), page);
            if (read < ChunkBytes) return null;
            // A mark may lie across the border of two chunks.
            kept = Math.Min(256, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }
    }

    // From where the value begins; empty when it does not. The script also names it where it draws the page.
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> script)
    {
        while (script.IndexOf(Name) is var at and >= 0)
        {
            script = script[(at + Name.Length)..];
            if (script.TrimStart(Space) is [(byte)'=', .. var right] && right.TrimStart(Space) is [(byte)'[' or (byte)'{', ..] value) return value;
        }
        return [];
    }
}
