namespace LocalsOnly.Memory;

/// <summary>Projects, and which conversations belong to them: by the export's word, or by the person's.</summary>
public interface IProjects
{
    /// <summary>Every project that is known by its own record, by a conversation in it or by a decision, those with most conversations first.</summary>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be read.</exception>
    Task<IReadOnlyList<ProjectSummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// For each Claude chat without a project, the project it speaks most of, where that is clear; the surest first. Claude's exports hold no link between
    /// the two, so a person must say yes. Nothing is changed.
    /// </summary>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be read.</exception>
    Task<IReadOnlyList<ProjectSuggestion>> SuggestAsync(CancellationToken cancellationToken = default);

    /// <summary>Keeps that conversations belong to projects.</summary>
    /// <exception cref="MemoryStoreException">It cannot be kept.</exception>
    Task ConfirmAsync(IReadOnlyCollection<ProjectSuggestion> suggestions, CancellationToken cancellationToken = default);

    /// <summary>Keeps that a conversation belongs to a project, or with null to none, and says what it is called; null when there is no such conversation.</summary>
    /// <exception cref="MemoryStoreException">It cannot be kept, or there is no such project.</exception>
    Task<string?> AssignAsync(string conversation, string? project, CancellationToken cancellationToken = default);
}

/// <summary>A project.</summary>
/// <param name="Key">What conversations name it by.</param>
/// <param name="Name">As the export has it; null when it does not.</param>
/// <param name="Source"><c>chatgpt</c>, <c>claude</c>.</param>
/// <param name="Conversations">How many belong to it.</param>
/// <param name="Decided">How many of those by the person's word.</param>
public sealed record ProjectSummary(string Key, string? Name, string Source, int Conversations, int Decided);

/// <summary>A conversation that seems to belong to a project.</summary>
/// <param name="Conversation">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Project">Key of the project.</param>
/// <param name="ProjectName">Name of the project.</param>
/// <param name="Score">Share of the chat's telling words that the project's texts hold, by weight, 0 to 1; halved when the chat is older than the project.</param>
/// <param name="Reason">What speaks for it, in a few words.</param>
public sealed record ProjectSuggestion(string Conversation, string Title, string Project, string ProjectName, double Score, string Reason);
