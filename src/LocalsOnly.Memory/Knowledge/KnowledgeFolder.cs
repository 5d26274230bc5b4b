namespace LocalsOnly.Memory.Knowledge;

/// <summary>The folder of what the personas know: Markdown files, one folder per persona and one that is <c>shared</c>.</summary>
public static class KnowledgeFolder
{
    /// <summary>
    /// Reads every <c>*.md</c> below the folder, one at a time as the caller goes on, in the order of their paths. What cannot be read is in the answer too, without
    /// passages and with a sentence in <see cref="KnowledgeDocument.Problems"/>, and never stops the others.
    /// </summary>
    /// <param name="root">A folder; may itself be a symbolic link. Empty when it is not there.</param>
    /// <exception cref="IOException">The folder is there and cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    public static IEnumerable<KnowledgeDocument> Read(string root)
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var entry in FolderEntry.Below(root))
            if (KnowledgeFile.Read(entry) is { } document) yield return document;
    }
}
