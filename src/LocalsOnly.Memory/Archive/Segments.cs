using System.Globalization;

namespace LocalsOnly.Memory.Archive;

/// <summary>A place in the archive: the byte <paramref name="Offset"/> of segment <paramref name="Segment"/>, counted from 1.</summary>
internal readonly record struct ArchivePosition(int Segment, long Offset)
{
    public static ArchivePosition Start { get; } = new(1, 0);
}

/// <summary>The archive's files: <c>conversations-000001.jsonl</c> and on.</summary>
internal static class Segments
{
    /// <summary>A segment that has reached this size is followed by a new one.</summary>
    public const long FullBytes = 64L << 20;

    private const string Prefix = "conversations-";
    private const string Extension = ".jsonl";

    public static string PathOf(string directory, int segment) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{segment:D6}{Extension}"));

    /// <summary>Numbers of the segments in a directory, ascending; none when the directory does not exist.</summary>
    public static List<int> List(string directory)
    {
        var numbers = new List<int>();
        if (!Directory.Exists(directory)) return numbers;
        foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*" + Extension))
        {
            var name = Path.GetFileNameWithoutExtension(path.AsSpan());
            if (int.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) numbers.Add(number);
        }
        numbers.Sort();
        return numbers;
    }
}
