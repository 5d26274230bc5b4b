namespace LocalsOnly.Memory;

/// <summary>What a person does with the archive as a whole: look at imports and undo them, have things forgotten, check and compact the files.</summary>
/// <remarks>
/// Everything that changes the archive takes its lock, and throws <see cref="MemoryStoreException"/>, one sentence with what to do, when another writer
/// has it or the disk fails; what was committed before is kept.
/// </remarks>
public interface IConversationArchive
{
    /// <summary>All imports that brought something new, in the order of their numbers.</summary>
    Task<IReadOnlyList<ImportSummary>> ListImportsAsync(CancellationToken cancellationToken = default);

    /// <summary>One import, with what it touched; null when there is none of that number.</summary>
    Task<ImportDetails?> FindImportAsync(int number, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes what an import brought, and no other holds, not count any more: what the house knows is then what the other imports make together, later ones included.
    /// Nothing is deleted before <see cref="CompactAsync"/>. Null when there is no such import.
    /// </summary>
    Task<UndoResult?> UndoAsync(int number, CancellationToken cancellationToken = default);

    /// <summary>What forgetting would remove.</summary>
    /// <exception cref="ArgumentException">The selection selects by nothing.</exception>
    Task<ForgetPreview> PreviewForgetAsync(ForgetSelection selection, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes conversations everywhere: lines and raw payloads from the archive's files, which are written anew without them, rows and terms from the
    /// index, and from other copies. Notes that were made in them go too. Importing them again brings nothing back until <see cref="AllowAsync"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The selection selects by nothing.</exception>
    Task<ForgetResult> ForgetAsync(ForgetSelection selection, CancellationToken cancellationToken = default);

    /// <summary>Lets a forgotten conversation be imported again. Returns how many that are.</summary>
    /// <param name="conversationKey">Key of the conversation; null for all that were ever forgotten.</param>
    Task<int> AllowAsync(string? conversationKey, CancellationToken cancellationToken = default);

    /// <summary>Keeps which project a person says a conversation belongs to; it stands above what an export says.</summary>
    /// <param name="conversationKey">Key of the conversation.</param>
    /// <param name="project">Key of the project; null when it belongs to none.</param>
    Task AssignProjectAsync(string conversationKey, string? project, CancellationToken cancellationToken = default);

    /// <summary>Keeps several such decisions in one step.</summary>
    Task AssignProjectsAsync(IReadOnlyCollection<ProjectAssignment> assignments, CancellationToken cancellationToken = default);

    /// <summary>Reads every byte of the archive and checks every checksum and reference. Changes nothing.</summary>
    Task<ArchiveVerdict> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes from the files what counts no more, because its imports are undone, and payloads that no line refers to.</summary>
    Task<CompactResult> CompactAsync(CancellationToken cancellationToken = default);
}

/// <summary>A person's word on which project a conversation belongs to.</summary>
/// <param name="ConversationKey">Key of the conversation.</param>
/// <param name="Project">Key of the project; null when it belongs to none.</param>
public sealed record ProjectAssignment(string ConversationKey, string? Project);

/// <summary>An import, as listed.</summary>
/// <param name="Number">To name it by; never used again.</param>
/// <param name="Started">UTC.</param>
/// <param name="Ended">UTC; null when it runs, or was killed.</param>
/// <param name="Outcome"><c>completed</c>, <c>interrupted</c>; null when it runs, was killed, or is of an archive of version 1.</param>
/// <param name="Inputs">Names of the files and folders that were imported.</param>
/// <param name="Conversations">Conversations of which it brought something new and that is still in the archive.</param>
/// <param name="Undone">When it was undone, UTC; null when it counts.</param>
/// <param name="Totals">What it reported at its end, by name; empty when it did not come to that.</param>
public sealed record ImportSummary(
    int Number, DateTimeOffset Started, DateTimeOffset? Ended, string? Outcome, IReadOnlyList<string> Inputs, int Conversations, DateTimeOffset? Undone,
    IReadOnlyDictionary<string, long> Totals);

/// <summary>An import, with what it touched.</summary>
/// <param name="Import">As listed.</param>
/// <param name="Conversations">The conversations of which it brought something new, at most a thousand, by title.</param>
public sealed record ImportDetails(ImportSummary Import, IReadOnlyList<ConversationLabel> Conversations);

/// <summary>Enough of a conversation to recognise it in a list.</summary>
/// <param name="Key">Opens it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Source"><c>chatgpt</c>, <c>claude</c>.</param>
/// <param name="UpdatedAt">UTC; null when no export says.</param>
/// <param name="Messages">All of its messages.</param>
public sealed record ConversationLabel(string Key, string Title, string Source, DateTimeOffset? UpdatedAt, int Messages);

/// <summary>What undoing an import changed.</summary>
/// <param name="Number">Of the import.</param>
/// <param name="AlreadyUndone">It was undone before; nothing changed.</param>
/// <param name="Removed">Conversations that no other import knows.</param>
/// <param name="Restored">Conversations that are again what the other imports make of them.</param>
/// <param name="Kept">Conversations of which it brought something, and that stay as they are, because other imports hold that too.</param>
public sealed record UndoResult(int Number, bool AlreadyUndone, int Removed, int Restored, int Kept);

/// <summary>Which conversations are meant: those that meet every condition that is given.</summary>
public sealed record ForgetSelection
{
    /// <summary>The conversation of this key.</summary>
    public string? ConversationKey { get; init; }

    /// <summary>From this source, e.g. <c>chatgpt</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Last updated before this instant.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Begun at or after this instant.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>With all of these words in the title or in one message, on any branch, hidden records included; as parts of words, in any case.</summary>
    public string? Words { get; init; }

    internal bool IsEmpty => ConversationKey is null && Source is null && Before is null && After is null && string.IsNullOrWhiteSpace(Words);
}

/// <summary>What forgetting would remove.</summary>
/// <param name="Conversations">All that are meant, newest first.</param>
/// <param name="Messages">Messages in them.</param>
/// <param name="Notes">Notes that were made in them and stand in the memory that is gathered of such, which go with them.</param>
public sealed record ForgetPreview(IReadOnlyList<ConversationLabel> Conversations, int Messages, int Notes);

/// <summary>What was forgotten.</summary>
/// <param name="Conversations">Removed.</param>
/// <param name="Messages">Messages in them.</param>
/// <param name="Notes">Notes that were made in them, and went with them.</param>
/// <param name="FreedBytes">By how much the archive's files are smaller.</param>
public sealed record ForgetResult(int Conversations, int Messages, int Notes, long FreedBytes);

/// <summary>What compacting did.</summary>
/// <param name="Observations">Lines of conversations that were removed.</param>
/// <param name="Payloads">Raw payloads that were removed.</param>
/// <param name="FreedBytes">By how much the archive's files are smaller.</param>
public sealed record CompactResult(int Observations, int Payloads, long FreedBytes);

/// <summary>What is in the archive, and what of it is wrong.</summary>
/// <param name="Segments">Files of lines and of payloads.</param>
/// <param name="Bytes">Size of all of them.</param>
/// <param name="Lines">Lines that are sound.</param>
/// <param name="Conversations">Different conversations among them.</param>
/// <param name="Payloads">Raw payloads that are sound.</param>
/// <param name="Unreferenced">Payloads that no line refers to: harmless, an import was killed; compacting removes them.</param>
/// <param name="Faults">Each with file and byte, without any text of a conversation; empty for a sound archive.</param>
public sealed record ArchiveVerdict(int Segments, long Bytes, int Lines, int Conversations, int Payloads, int Unreferenced, IReadOnlyList<string> Faults);
