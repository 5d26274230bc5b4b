namespace LocalsOnly.Import.Reading;

/// <summary>One file of an input: on disk, in a zip, or in a zip within a zip.</summary>
/// <param name="Name">As the container names it, with <c>/</c>. For display and recognition only: nothing is ever written under it.</param>
/// <param name="Weight">Its share of the input's bytes on disk, for progress.</param>
/// <param name="Length">Unpacked size as the container claims.</param>
/// <param name="Open">Opens the unpacked bytes.</param>
internal sealed record ExportFile(string Name, long Weight, long Length, Func<Stream> Open)
{
    /// <summary>The last part of the name.</summary>
    public string BaseName { get; } = Name[(Name.LastIndexOfAny(['/', '\\']) + 1)..];

    public bool IsJson => BaseName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>What macOS adds to zips, and hidden files.</summary>
    public bool IsJunk => BaseName.Length == 0 || BaseName.StartsWith('.') || Name.Contains("__MACOSX/", StringComparison.Ordinal);
}
