namespace LocalsOnly.Memory.Knowledge;

/// <summary>One Markdown file of the knowledge folder, cut into passages.</summary>
/// <param name="Path">Relative to the folder's root, with forward slashes, in Unicode normal form C: <c>solus/the-wheel.md</c>. Its identity.</param>
/// <param name="Folder">First part of the path: a persona's id, or <c>shared</c>; <c>shared</c> too for a file that lies at the root.</param>
/// <param name="Persona">Whose knowledge it is; null when it is everybody's.</param>
/// <param name="Title">Never empty: the front matter's, else the first level 1 heading, else the file's name.</param>
/// <param name="Fields">Front matter by name, without regard to case; empty when there is none or it cannot be read.</param>
/// <param name="ContentHash">XxHash128 of the bytes as 32 hexadecimal digits; empty when they were not read.</param>
/// <param name="ModifiedAt">Last write, UTC.</param>
/// <param name="Updated">UTC; null when the front matter has no <c>updated</c> that is a date.</param>
/// <param name="Problems">Sentences for the person: what could not be read, and what to do. The rest of the file is read all the same where there is a rest.</param>
/// <param name="Chunks">In reading order; empty when nothing could be read.</param>
public sealed record KnowledgeDocument(
    string Path,
    string Folder,
    string? Persona,
    string Title,
    IReadOnlyDictionary<string, KnowledgeField> Fields,
    string ContentHash,
    DateTimeOffset ModifiedAt,
    DateTimeOffset? Updated,
    IReadOnlyList<string> Problems,
    IReadOnlyList<KnowledgeChunk> Chunks)
{
    /// <summary>Name of the folder that every persona reads.</summary>
    public const string Shared = "shared";

    /// <summary>What was adapted without loss, such as a byte order mark: nothing for the person to do.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>One passage: what is found, shown and cited.</summary>
/// <param name="Key">
/// Unique within the document: the slugs of its headings with <c>/</c> between, <c>the-wheel/when-to-roll</c>, then <c>-2</c>, <c>-3</c> where the same headings
/// come again. It depends on the passage's headings only, so that an edit elsewhere in the file leaves it as it was.
/// </param>
/// <param name="HeadingPath">Title and headings, <c>Options income &gt; The wheel &gt; When to roll</c>; of joined passages what they have in common.</param>
/// <param name="Text">Markdown as written, without the headings that are in <paramref name="HeadingPath"/>; line ends are \n.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
public sealed record KnowledgeChunk(string Key, string HeadingPath, string Text, int Line);

/// <summary>One field of the front matter: a text or a list of texts.</summary>
/// <param name="Values">One for a text, any number for a list.</param>
/// <param name="IsList">Whether it was written as a list.</param>
public sealed record KnowledgeField(IReadOnlyList<string> Values, bool IsList)
{
    /// <summary>As one text; a list's values with commas between.</summary>
    public string Text => Values.Count == 1 ? Values[0] : string.Join(", ", Values);
}
