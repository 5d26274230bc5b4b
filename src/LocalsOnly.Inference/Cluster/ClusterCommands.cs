namespace LocalsOnly.Inference.Cluster;

/// <summary>The commands that mend what is wrong with a cluster, as a person would type them.</summary>
public static class ClusterCommands
{
    /// <param name="model">Full model id.</param>
    /// <param name="node">Name of the machine it must be on; null for exo's choice.</param>
    public static string Place(string model, string? node = null) =>
        $"locals cluster place {Quoted(model)}" + (node is null ? "" : $" --on {Quoted(node)}");

    public static string Unplace(string modelOrInstance) => $"locals cluster unplace {Quoted(modelOrInstance)}";

    private static string Quoted(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Any(c => !char.IsLetterOrDigit(c) && c is not ('/' or '-' or '_' or '.' or ':')) ? $"\"{word}\"" : word;
    }
}
