using System.Globalization;

namespace LocalsOnly.Memory.Archive;

/// <summary>A place in the archive's lines: the byte <paramref name="Offset"/> of segment <paramref name="Segment"/>, counted from 1.</summary>
internal readonly record struct ArchivePosition(int Segment, long Offset)
{
    public static ArchivePosition Start { get; } = new(1, 0);
}

/// <summary>Where one line is: in the block (a gzip member; of version 1, the line itself) at byte <paramref name="Block"/> of a segment.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="Block">Byte of the file at which the block begins.</param>
/// <param name="Start">Byte of the inflated block at which the line begins.</param>
/// <param name="Length">Bytes of the line without its line feed.</param>
internal readonly record struct LineLocation(int Segment, long Block, int Start, int Length);

/// <summary>A file of the archive.</summary>
/// <param name="Number">Counted from 1. A rewrite keeps it.</param>
/// <param name="Revision">1 as first written, one more with each rewrite.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Sealed">What the manifest says of it; null while it is written to.</param>
internal sealed record Segment(int Number, int Revision, string Path, SealedSegment? Sealed)
{
    /// <summary>Plain lines, as version 1 wrote them.</summary>
    public bool IsPlain => Path.EndsWith(SegmentNames.Plain, StringComparison.Ordinal);

    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary><c>conversations-000001.jsonl.gz</c>, <c>raw-000001.json.gz</c>, after a rewrite <c>conversations-000001.r2.jsonl.gz</c>; of version 1, <c>conversations-000001.jsonl</c>.</summary>
internal static class SegmentNames
{
    public const string Lines = "conversations-";
    public const string Raw = "raw-";
    public const string Plain = ".jsonl";
    private const string LinesExtension = ".jsonl.gz";
    private const string RawExtension = ".json.gz";

    public static string Of(string kind, int number, int revision = 1) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}{number:D6}{(revision > 1 ? $".r{revision}" : "")}{(kind == Lines ? LinesExtension : RawExtension)}");

    /// <summary>Number and revision of a file of some kind; null when its name is another.</summary>
    public static (int Number, int Revision)? Parse(string kind, string name)
    {
        if (!name.StartsWith(kind, StringComparison.Ordinal)) return null;
        var rest = name.AsSpan(kind.Length);
        var dot = rest.IndexOf('.');
        if (dot < 0 || !int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return null;
        var extension = rest[dot..];
        if (kind == Lines && extension is Plain) return (number, 1);
        var usual = kind == Lines ? LinesExtension : RawExtension;
        if (extension.SequenceEqual(usual)) return (number, 1);
        return extension.StartsWith(".r") && extension.EndsWith(usual) &&
            int.TryParse(extension[2..^usual.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && revision > 1
                ? (number, revision)
                : null;
    }
}
