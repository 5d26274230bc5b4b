namespace LocalsOnly.Memory;

/// <summary>How a corpus is written.</summary>
public enum CorpusFormat
{
    /// <summary>One Markdown file for each conversation.</summary>
    Markdown,

    /// <summary>One JSON line for each conversation, in the archive's model.</summary>
    Jsonl,

    /// <summary>Examples for fine-tuning with MLX-LM.</summary>
    Mlx,
}

/// <summary>What to take out, and how.</summary>
/// <param name="Directory">Where to; made when it is not there.</param>
/// <param name="Format">In what form.</param>
/// <param name="Scope">Whose, and from which sources.</param>
/// <param name="Filter">Which conversations.</param>
public sealed record CorpusExportRequest(string Directory, CorpusFormat Format, MemoryScope Scope, CorpusFilter Filter)
{
    /// <summary>Also what lies on branches that the person turned away from.</summary>
    public bool IncludeBranches { get; init; }

    /// <summary>In Markdown, also tool calls and results, reasoning, documents and the like.</summary>
    public bool IncludeSideRecords { get; init; }

    /// <summary>Write into a directory that holds something already, and replace what has the same name.</summary>
    public bool Force { get; init; }

    /// <summary>How examples are cut and split.</summary>
    public ExampleOptions Examples { get; init; } = new();
}

/// <summary>How conversations become examples for fine-tuning.</summary>
public sealed record ExampleOptions
{
    /// <summary>Share of the conversations that goes into <c>valid.jsonl</c>, 0 to 1.</summary>
    public double Valid { get; init; } = 0.1;

    /// <summary>Share of the conversations that goes into <c>test.jsonl</c>, 0 to 1.</summary>
    public double Test { get; init; }

    /// <summary>Most tokens of one example, as <c>TokenEstimate</c> counts them.</summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>Fewest turns of one example.</summary>
    public int MinTurns { get; init; } = 2;

    /// <summary>Another seed splits otherwise; the same one always alike.</summary>
    public int Seed { get; init; }
}

/// <summary>What was taken out. Written and left out add up to what was in memory.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="Format">In what form.</param>
/// <param name="Conversations">Conversations of which anything was written.</param>
/// <param name="LeftOut">Conversations of which nothing was, by reason.</param>
/// <param name="Files">What was written; Markdown files as one entry.</param>
/// <param name="Redactions">Secrets that were redacted, by kind.</param>
/// <param name="Dropped">Parts of conversations that were not written, by reason.</param>
/// <param name="Notes">Sentences about what will not work as it is.</param>
public sealed record CorpusExportReport(
    string Directory,
    CorpusFormat Format,
    int Conversations,
    IReadOnlyDictionary<string, int> LeftOut,
    IReadOnlyList<ExportedFile> Files,
    IReadOnlyDictionary<string, int> Redactions,
    IReadOnlyDictionary<string, int> Dropped,
    IReadOnlyList<string> Notes);

/// <summary>A file that was written.</summary>
/// <param name="Name">Within the directory.</param>
/// <param name="Entries">Conversations or examples in it.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ExportedFile(string Name, int Entries, long Bytes);
