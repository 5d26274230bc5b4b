using System.IO.Compression;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

/// <summary>Reads an archive's files as another program would.</summary>
internal static class ArchiveFile
{
    /// <summary>Every line of every segment.</summary>
    public static List<string> Lines(string directory) =>
        [.. Directory.GetFiles(directory, "conversations-*.gz").Order(StringComparer.Ordinal).SelectMany(path => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Every raw payload of payloads without line feeds in them.</summary>
    public static List<string> Payloads(string directory) =>
        [.. Directory.GetFiles(directory, "raw-*.json.gz").Order(StringComparer.Ordinal).SelectMany(path => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>A file, unpacked.</summary>
    public static string Text(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    /// <summary>Keys of the observations, as the archive's own reader sees them.</summary>
    public static List<string> Keys(string directory)
    {
        var keys = new List<string>();
        foreach (var block in ArchiveReader.ReadFrom(ArchiveLayout.Read(directory), ArchivePosition.Start))
            foreach (var line in block.Lines())
                if (block.Parse(line, out _)?.Conversation is { } conversation) keys.Add(conversation.Key);
        return keys;
    }
}
