using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>The conversations in ChatGPT's <c>chat.html</c>: the value given to <c>jsonData</c>. Only its bytes are read; nothing of the page is ever run.</summary>
internal static class PageScript
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>The page from where the value begins; null when it has none.</summary>
    public static Stream? Find(Stream page)
    {
        var buffer = new byte[2 * ChunkBytes];
        var kept = 0;
        while (true)
        {
            var read = page.ReadAtLeast(buffer.AsSpan(kept, ChunkBytes), ChunkBytes, throwOnEndOfStream: false);
            var seen = buffer.AsSpan(0, kept + read);
            var name = seen.IndexOf("jsonData"u8);
            if (name >= 0)
            {
                var value = seen[name..].IndexOfAny((byte)'[', (byte)'{');
                // The script names it once more where it draws the page; before any value there is an equals sign.
                if (value > 0 && seen[name..(name + value)].Contains((byte)'=')) return new PrefixedStream(seen[(name + value)..].ToArray(), page);
            }
            if (read < ChunkBytes) return null;
            // A mark may lie across the border of two chunks.
            kept = Math.Min(256, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }
    }
}
