namespace LocalsOnly.Import;

/// <summary>Limits of an import, against archives that are broken or hostile. Section <c>Import</c>. Every breach is reported.</summary>
public sealed class ImportOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Import";

    /// <summary>Files in one input, all nested zips included.</summary>
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>Zips within the zip: 0 allows none.</summary>
    public int MaxNestedZips { get; set; } = 2;

    /// <summary>Expanded bytes read from one input.</summary>
    public long MaxExpandedBytes { get; set; } = 64L << 30;

    /// <summary>Expanded size over packed size of one member, counted above 64 MiB.</summary>
    public int MaxRatio { get; set; } = 200;

    /// <summary>JSON bytes of one conversation.</summary>
    public int MaxConversationBytes { get; set; } = 256 << 20;

    /// <summary>Characters of one message; more are cut. .NET's JSON writer takes no more than 166 million bytes as one string.</summary>
    public int MaxTextLength { get; set; } = 48 << 20;

    /// <summary>Nesting of JSON.</summary>
    public int MaxDepth { get; set; } = 512;
}
