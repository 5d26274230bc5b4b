namespace LocalsOnly.Memory.Knowledge;

/// <summary>What became of one file between two readings of the folder. A renamed file is one removed and one added.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">As in <see cref="KnowledgeDocument.Path"/>.</param>
/// <param name="Document">As it is now; null when it was removed.</param>
public sealed record KnowledgeChange(KnowledgeChangeKind Kind, string Path, KnowledgeDocument? Document);

/// <summary>What happened to a file.</summary>
public enum KnowledgeChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>Its bytes are others.</summary>
    Changed,

    /// <summary>It is no longer there, and the folder that held it can be read.</summary>
    Removed,
}
