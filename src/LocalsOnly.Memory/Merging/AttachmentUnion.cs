using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Merging;

/// <summary>
/// The attachments of a message that several exports list. ChatGPT gives a file an opaque id, and an export that lacks the list of names has only that: where another names the file in the same place, the id is not listed beside the name.
/// </summary>
internal static partial class AttachmentUnion
{
    /// <summary>The longest list in its order, of equals one with names, then what only others have: a rule that does not ask which came first.</summary>
    /// <param name="lists">Sorted by this.</param>
    public static string[] Of(List<IReadOnlyList<string>> lists)
    {
        lists.Sort(Compare);
        var named = NamedIds(lists);
        return [.. lists.SelectMany(list => list).Where(name => !named.Contains(name)).Distinct(StringComparer.Ordinal)];
    }

    // Two lists are of the same files where they differ in nothing but ids.
    private static HashSet<string> NamedIds(List<IReadOnlyList<string>> lists)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            if (!list.Any(IsId)) continue;
            foreach (var other in lists)
            {
                if (other.Count != list.Count || !Enumerable.Range(0, list.Count).All(i => list[i] == other[i] || IsId(list[i]) || IsId(other[i]))) continue;
                for (var i = 0; i < list.Count; i++)
                    if (IsId(list[i]) && !IsId(other[i])) named.Add(list[i]);
            }
        }
        return named;
    }

    private static int Compare(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var order = other.Count.CompareTo(one.Count);
        if (order == 0) order = one.Count(IsId).CompareTo(other.Count(IsId));
        for (var i = 0; order == 0 && i < one.Count; i++) order = string.CompareOrdinal(one[i], other[i]);
        return order;
    }

    private static bool IsId(string name) => FileId().IsMatch(name);

    [GeneratedRegex(@"\Afile[-_][A-Za-z0-9]{6,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileId();
}
