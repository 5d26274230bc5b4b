using System.Text.Json.Serialization;

namespace LocalsOnly.Import;

/// <summary>What an import did, so that the numbers add up. Holds names of files and counts, never text of a conversation.</summary>
/// <param name="Inputs">One for each path, in the order given.</param>
/// <param name="Totals">Sums over the inputs.</param>
/// <param name="Elapsed">From start to durable and searchable.</param>
public sealed record ImportReport(IReadOnlyList<ImportedInput> Inputs, ImportTotals Totals, TimeSpan Elapsed)
{
    /// <summary>Nothing was stored: the numbers say what would be. Known conversations count as unchanged.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Number of the import, to undo it by; null when nothing in it was new.</summary>
    public int? Import { get; init; }
}

/// <summary>What became of one path.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Sources">Whose exports were in it: <c>chatgpt</c>, <c>claude</c>; empty when none.</param>
/// <param name="Totals">Its numbers.</param>
/// <param name="Problem">One sentence, with what to do, when the path as a whole could not be imported; else null.</param>
/// <param name="Quarantined">Conversations that could not be read, each with its place and reason.</param>
/// <param name="Warnings">Sentences about what was cut, missing or not understood.</param>
/// <param name="NotUsed">Files that were recognised and are not used yet.</param>
public sealed record ImportedInput(
    string Path,
    IReadOnlyList<string> Sources,
    ImportTotals Totals,
    string? Problem,
    IReadOnlyList<QuarantinedConversation> Quarantined,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> NotUsed)
{
    /// <summary>How many of what was found and read: <c>chats</c>, <c>projects</c>, <c>memories</c>, <c>design chats</c>, <c>code sessions</c>.</summary>
    public IReadOnlyDictionary<string, int> Kinds { get; init; } = new Dictionary<string, int>();

    /// <summary>How many of what was recognised within files and is not used: <c>ratings</c>, <c>published links</c>, and so on.</summary>
    public IReadOnlyDictionary<string, int> Unused { get; init; } = new Dictionary<string, int>();

    /// <summary>Names of parts that a list of parts in it promises and no input holds.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Accounts it was exported from, as <c>{source}:{16 hexadecimal digits of the SHA-256 of the account's id}</c>.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];
}

/// <summary>A conversation that was found and could not be read.</summary>
/// <param name="File">Name of the JSON file within the input.</param>
/// <param name="Offset">Byte in that file (as UTF-8) where it begins.</param>
/// <param name="Reason">The end of a sentence that begins with "it".</param>
public sealed record QuarantinedConversation(string File, long Offset, string Reason);

/// <summary>
/// Numbers of an import. <see cref="Found"/> is always the sum of <see cref="Added"/>, <see cref="Updated"/>, <see cref="Unchanged"/>,
/// <see cref="Empty"/>, <see cref="Forgotten"/> and <see cref="Quarantined"/>.
/// </summary>
public sealed record ImportTotals
{
    /// <summary>Conversations in the files; one that is in two files counts twice.</summary>
    public int Found { get; init; }

    /// <summary>New to the archive.</summary>
    public int Added { get; init; }

    /// <summary>Known before, and grown or richer now.</summary>
    public int Updated { get; init; }

    /// <summary>Known before, and nothing new in them.</summary>
    public int Unchanged { get; init; }

    /// <summary>Without any visible message. Archived all the same.</summary>
    public int Empty { get; init; }

    /// <summary>Met before in the same run, in another shard, batch or export; each is also counted as what became of it.</summary>
    public int Repeated { get; init; }

    /// <summary>The person had them forgotten; nothing of them was kept.</summary>
    public int Forgotten { get; init; }

    /// <summary>Skipped, with a reason each.</summary>
    public int Quarantined { get; init; }

    /// <summary>Memories put together from notes in many conversations, such as ChatGPT's about the person. They are in no file, so nothing else counts them.</summary>
    public int Gathered { get; init; }

    /// <summary>Visible messages on active branches of the conversations read. Those recognised by their bytes are not read again.</summary>
    public int Messages { get; init; }

    /// <summary>References to files that are in the export.</summary>
    public int AssetsResolved { get; init; }

    /// <summary>References to files that are not in the export.</summary>
    public int AssetsMissing { get; init; }

    /// <summary>Bytes of JSON read, unpacked.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether the conversations add up; anything else is a bug.</summary>
    [JsonIgnore]
    public bool Reconciles => Found == Added + Updated + Unchanged + Empty + Forgotten + Quarantined;

    /// <summary>The numbers by name, as the archive keeps them with the import.</summary>
    public IReadOnlyDictionary<string, long> ToCounts() => new Dictionary<string, long>
    {
        ["found"] = Found,
        ["added"] = Added,
        ["updated"] = Updated,
        ["unchanged"] = Unchanged,
        ["empty"] = Empty,
        ["forgotten"] = Forgotten,
        ["quarantined"] = Quarantined,
        ["gathered"] = Gathered,
        ["messages"] = Messages,
        ["bytes"] = Bytes,
    };

    /// <summary>Adds two sets of numbers.</summary>
    public static ImportTotals operator +(ImportTotals one, ImportTotals other) => one.Add(other);

    /// <summary>Adds another set of numbers to these.</summary>
    public ImportTotals Add(ImportTotals other) => new()
    {
        Found = Found + other.Found,
        Added = Added + other.Added,
        Updated = Updated + other.Updated,
        Unchanged = Unchanged + other.Unchanged,
        Empty = Empty + other.Empty,
        Forgotten = Forgotten + other.Forgotten,
        Quarantined = Quarantined + other.Quarantined,
        Repeated = Repeated + other.Repeated,
        Gathered = Gathered + other.Gathered,
        Messages = Messages + other.Messages,
        AssetsResolved = AssetsResolved + other.AssetsResolved,
        AssetsMissing = AssetsMissing + other.AssetsMissing,
        Bytes = Bytes + other.Bytes,
    };
}

/// <summary>How far an import is.</summary>
/// <param name="BytesRead">Of the inputs as they are on disk, packed.</param>
/// <param name="BytesTotal">Size of all inputs on disk.</param>
/// <param name="Conversations">Found so far, in all inputs.</param>
/// <param name="Known">Of those, the ones that were known and have nothing new.</param>
/// <param name="Input">The path being read.</param>
public sealed record ImportProgress(long BytesRead, long BytesTotal, int Conversations, int Known, string Input);

/// <summary>Writes a report as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ImportReport))]
public sealed partial class ImportJson : JsonSerializerContext;
