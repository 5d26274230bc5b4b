using System.Text;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>Names of indexes as Kernel Memory's own connectors have them: lower case, and a dash for what is no letter, digit or dash.</summary>
internal static class IndexNames
{
    // A name is the name of a file, too.
    private const int Longest = 100;

    /// <exception cref="KernelMemoryException">Nothing is left of it, or it is too long.</exception>
    public static string Normalise(string index)
    {
        var name = new StringBuilder(index.Length);
        foreach (var c in index.Trim().ToLowerInvariant()) name.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        if (name.Length > Longest) throw new KernelMemoryException($"The name of an index has {name.Length} characters: {Longest} are the most.");
        var normalised = name.ToString();
        return normalised.AsSpan().ContainsAnyExcept('-') ? normalised : throw new KernelMemoryException($"'{index}' is no name of an index: give it letters or digits.");
    }
}
