using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Import;

/// <summary>Limits of an import, against archives that are broken or hostile. Section <c>Import</c>. Every breach is reported.</summary>
public sealed class ImportOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Import";

    /// <summary>Files in one input, all nested zips included.</summary>
    [Range(1, 10_000_000)]
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>Zips within the zip: 0 allows none.</summary>
    [Range(0, 16)]
    public int MaxNestedZips { get; set; } = 2;

    /// <summary>Expanded bytes read from one input.</summary>
    [Range(typeof(long), "1048576", "1125899906842624")]
    public long MaxExpandedBytes { get; set; } = 64L << 30;

    /// <summary>Expanded size over packed size of one member, counted above 64 MiB.</summary>
    [Range(1, 100_000)]
    public int MaxRatio { get; set; } = 200;

    /// <summary>JSON bytes of one conversation, at most 512 MiB: the buffer doubles beyond it, and an array ends at 2 GiB.</summary>
    [Range(65_536, 512 << 20)]
    public int MaxConversationBytes { get; set; } = 256 << 20;

    /// <summary>Bytes of one JSON string; more are cut, in the message and never in the kept original.</summary>
    [Range(65_536, 512 << 20)]
    public int MaxStringBytes { get; set; } = 64 << 20;

    /// <summary>Characters of one message; more are cut. .NET's JSON writer takes no more than 166 million bytes as one string.</summary>
    [Range(1_000, 48 << 20)]
    public int MaxTextLength { get; set; } = 48 << 20;

    /// <summary>Nesting of JSON.</summary>
    [Range(16, 4_096)]
    public int MaxDepth { get; set; } = 512;
}
