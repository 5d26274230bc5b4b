namespace LocalsOnly.Import.Reading;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
internal enum FileStart
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>A zip, also an empty one.</summary>
    Zip,

    /// <summary>A JSON object or array, behind white space and a mark.</summary>
    Json,
}

/// <summary>Looks at the first bytes of files.</summary>
internal static class FileStarts
{
    private const int Bytes = 256;

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileStart Of(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> buffer = stackalloc byte[Bytes];
        var head = (ReadOnlySpan<byte>)buffer[..stream.ReadAtLeast(buffer, Bytes, throwOnEndOfStream: false)];
        if (head.StartsWith("PK\x3\x4"u8) || head.StartsWith("PK\x5\x6"u8)) return FileStart.Zip;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head = head[3..];
        return head.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] ? FileStart.Json : FileStart.Other;
    }
}
