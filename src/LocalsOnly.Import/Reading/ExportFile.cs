using System.Text.RegularExpressions;

namespace LocalsOnly.Import.Reading;

/// <summary>One file of an input: on disk, in a zip, or in a zip within a zip.</summary>
/// <param name="Name">As the container names it, with <c>/</c>. For display and recognition only: nothing is ever written under it.</param>
/// <param name="Weight">Its share of the input's bytes on disk, for progress.</param>
/// <param name="Length">Unpacked size as the container claims.</param>
/// <param name="Open">Opens the unpacked bytes.</param>
internal sealed partial record ExportFile(string Name, long Weight, long Length, Func<Stream> Open)
{
    /// <summary>When it was last written, as its container says; null when that says nothing. A zip knows no zone: it is taken for UTC, so that it is the same on every machine.</summary>
    public DateTimeOffset? Written { get; init; }

    /// <summary>The last part of the name.</summary>
    public string BaseName { get; } = Name[(Name.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>The last but one part of the name; empty when there is none.</summary>
    public string Folder { get; } = Name.Split('/') is [.., var folder, _] ? folder : "";

    /// <summary>May hold JSON, a value or a value on each line. What is in it decides what it is.</summary>
    public bool IsJson => JsonEnding().IsMatch(BaseName);

    /// <summary>Its name neither says that it holds JSON or is a zip nor what else it is, or says more than one thing, as <c>conversations.json.txt</c> does.</summary>
    public bool MayBeMisnamed =>
        !IsJson && !IsPage && !BaseName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !BaseName.EndsWith(".index", StringComparison.OrdinalIgnoreCase) && HidesEnding().IsMatch(BaseName);

    /// <summary>The page that ChatGPT adds, with all conversations in a script.</summary>
    public bool IsPage => BaseName.EndsWith(".html", StringComparison.OrdinalIgnoreCase) || BaseName.EndsWith(".htm", StringComparison.OrdinalIgnoreCase);

    /// <summary>What macOS adds to zips, and hidden files.</summary>
    public bool IsJunk => BaseName.Length == 0 || BaseName.StartsWith('.') || Name.Contains("__MACOSX/", StringComparison.Ordinal);

    /// <summary>Bears the name that the vendors give to conversations: what is odd in it is a conversation gone wrong. Whether there are any, only its content says.</summary>
    public bool IsNamedConversations => ConversationsName().IsMatch(BaseName);

    /// <summary>A time of a container, or null: what writes none leaves the first that a zip can hold.</summary>
    public static DateTimeOffset? TimeOf(DateTime written) =>
        written.Year > 1980 ? new DateTimeOffset(written.Ticks - written.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero) : null;

    /// <summary>A name without what a browser adds to a second download: <c>part (1).zip</c> is <c>part.zip</c>.</summary>
    public static string WithoutCopyMark(string name) => CopyMark().Replace(name, "");

    [GeneratedRegex(@"\.(json|jsonl|ndjson)( ?\(\d+\))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JsonEnding();

    // No ending at all, but for the assets of ChatGPT, or one behind the ending that counts.
    [GeneratedRegex(@"^(?!file[-_])[^.]+$|\.(json|jsonl|ndjson|zip)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HidesEnding();

    [GeneratedRegex(@"^conversations([-_]\d+)?( ?\(\d+\))?\.json$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ConversationsName();

    [GeneratedRegex(@" ?\(\d+\)(?=(\.[A-Za-z0-9]+)?$)", RegexOptions.CultureInvariant)]
    private static partial Regex CopyMark();
}
