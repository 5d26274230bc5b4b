using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>What can be wrong with a knowledge file.</summary>
internal enum FindingKind
{
    /// <summary>It cannot be read, or is no Markdown file, so no persona knows it.</summary>
    Unread,

    /// <summary>The same text as another file.</summary>
    Duplicate,

    /// <summary>Nearly the same text as another file.</summary>
    NearDuplicate,

    /// <summary>Last reviewed too long ago.</summary>
    Stale,

    /// <summary>It does not say when it was last reviewed.</summary>
    NoReview,

    /// <summary>It speaks of years long past.</summary>
    OldYears,

    /// <summary>Few words.</summary>
    Thin,

    /// <summary>No headings to be found by.</summary>
    NoHeadings,

    /// <summary>No front matter.</summary>
    NoFrontMatter,

    /// <summary>Absolute prices where method should stand.</summary>
    DataHeavy,
}

/// <summary>One thing that is wrong with a file.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Reason">What was found, as a clause.</param>
/// <param name="Remedy">What to do, as a clause.</param>
internal sealed record Finding(FindingKind Kind, string Reason, string Remedy);

/// <summary>A file of the folder.</summary>
/// <param name="Path">Relative, with forward slashes.</param>
/// <param name="Folder">First part of it; <c>shared</c> for a file at the root.</param>
/// <param name="Words">Of its text; 0 when it was not read.</param>
/// <param name="Score">Red flags, 0 (none) to 100.</param>
/// <param name="Findings">The gravest first.</param>
internal sealed record FileReport(string Path, string Folder, int Words, int Score, IReadOnlyList<Finding> Findings);

/// <summary>A folder of a persona, or what is shared.</summary>
/// <param name="Folder">Its name.</param>
/// <param name="Files">In it and below.</param>
/// <param name="Words">Of all that were read.</param>
/// <param name="Score">Mean of its files' scores, 0 to 100, to one place.</param>
internal sealed record FolderReport(string Folder, int Files, int Words, decimal Score);

/// <summary>Two files that say the same.</summary>
/// <param name="First">Path of the one, the longer.</param>
/// <param name="Second">Path of the other.</param>
/// <param name="Likeness">Jaccard coefficient of their runs of five words, 0 to 1; 1 for the same words throughout.</param>
internal sealed record LikePair(string First, string Second, double Likeness);

/// <summary>The audit of a knowledge folder.</summary>
/// <param name="Root">The folder.</param>
/// <param name="At">When it was audited (UTC).</param>
/// <param name="Files">All that were found.</param>
/// <param name="Words">Of all that were read.</param>
/// <param name="Counts">Files by kind of finding; kinds without any are left out.</param>
/// <param name="Folders">The worst first.</param>
/// <param name="Reports">Every file, the worst first.</param>
/// <param name="Alike">Duplicates and near-duplicates.</param>
/// <param name="Note">What the audit could not look at for its bounds, one sentence; null when it looked at all.</param>
internal sealed record KnowledgeReport(
    string Root, DateTimeOffset At, int Files, int Words, IReadOnlyDictionary<FindingKind, int> Counts, IReadOnlyList<FolderReport> Folders, IReadOnlyList<FileReport> Reports,
    IReadOnlyList<LikePair> Alike, string? Note);

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KnowledgeReport))]
[JsonSerializable(typeof(string))]
internal sealed partial class ResearchJson : JsonSerializerContext;
