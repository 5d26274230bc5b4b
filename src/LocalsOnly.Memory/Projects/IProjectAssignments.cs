namespace LocalsOnly.Memory.Projects;

/// <summary>What the person decided about which conversation belongs to which project; stronger than what an export says.</summary>
internal interface IProjectAssignments
{
    /// <summary>Every decision: project key by conversation key, null where the person said that it belongs to none.</summary>
    /// <exception cref="MemoryStoreException">They cannot be read.</exception>
    IReadOnlyDictionary<string, string?> Read();

    /// <summary>Keeps decisions, durably, all or none.</summary>
    /// <exception cref="MemoryStoreException">They cannot be kept.</exception>
    void Decide(IReadOnlyCollection<ProjectAssignment> decisions);
}

/// <param name="Conversation">Key of the conversation.</param>
/// <param name="Project">Key of the project; null for none.</param>
/// <param name="Decided">When, UTC.</param>
internal sealed record ProjectAssignment(string Conversation, string? Project, DateTimeOffset Decided);
