using System.Security.Cryptography;
using System.Text.Json;

namespace LocalsOnly.Memory.Archive;

/// <summary>
/// <c>manifest.json</c>: which files the archive consists of. Files with a number above all that it lists are still being written; any other file that
/// it does not list is what an interrupted rewrite left.
/// </summary>
/// <param name="Format">Version of the archive's layout.</param>
/// <param name="Archive">Random, made once: an index knows by it whose cache it is.</param>
/// <param name="Generation">Goes up by one whenever segments were rewritten.</param>
/// <param name="Conversations">Sealed segments of lines, ascending.</param>
/// <param name="Raw">Sealed segments of raw payloads, ascending.</param>
internal sealed record Manifest(int Format, string Archive, int Generation, IReadOnlyList<SealedSegment> Conversations, IReadOnlyList<SealedSegment> Raw)
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 2;

    /// <summary>The manifest of a directory; null when there is none, which is an archive of version 1 or none at all.</summary>
    /// <exception cref="MemoryStoreException">There is one that this program cannot read.</exception>
    public static Manifest? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        try
        {
            if (JsonSerializer.Deserialize(bytes, ArchiveFormat.Json.Manifest) is not { Archive: not null, Conversations: not null, Raw: not null } manifest)
                throw new JsonException();
            if (manifest.Format != CurrentFormat)
                throw new MemoryStoreException($"The archive in {directory} has format {manifest.Format}, this program knows {CurrentFormat}: use the program that wrote it, or a newer one.");
            return manifest;
        }
        catch (JsonException fault)
        {
            throw new MemoryStoreException($"{path} is damaged: restore it from a backup, or move it away and run locals archive verify; the lines and payloads beside it are whole without it.", fault);
        }
    }

    public void Write(string directory, ArchiveFiles files)
    {
        var json = new JsonWriterOptions { Indented = true, Encoder = ArchiveFormat.Encoder };
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, json)) JsonSerializer.Serialize(writer, this, ArchiveFormat.Json.Manifest);
        bytes.WriteByte((byte)'\n');
        files.Replace(Path.Combine(directory, FileName), bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}

/// <summary>A file that is never appended to again.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Lines">Lines of a segment of lines, payloads of a segment of payloads.</param>
/// <param name="Sha256">Of the whole file, hexadecimal.</param>
internal sealed record SealedSegment(string File, long Bytes, long Lines, string Sha256)
{
    /// <summary>Reads what is on the disk, not what was meant to be.</summary>
    public static SealedSegment Of(string path, long lines)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        return new SealedSegment(Path.GetFileName(path), file.Length, lines, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
