using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>The authors whom a question names: every word of their name is in it.</summary>
internal sealed class NamedAuthors
{
    private readonly HashSet<int> _rows = [];
    private readonly HashSet<string> _terms = new(StringComparer.Ordinal);

    private NamedAuthors()
    {
    }

    /// <summary>The terms of their names.</summary>
    public IReadOnlySet<string> Terms => _terms;

    public static NamedAuthors In(IndexSnapshot snapshot, IEnumerable<string> words)
    {
        var asked = words.ToHashSet(StringComparer.Ordinal);
        var named = new NamedAuthors();
        foreach (var author in snapshot.Authors.Values)
        {
            if (author.Name is null) continue;
            var parts = new List<string>();
            Words.Visit(author.Name, (term, _) => parts.Add(new string(term)), singles: false);
            if (parts.Count == 0 || !parts.TrueForAll(asked.Contains)) continue;
            named._rows.Add(author.Row);
            named._terms.UnionWith(parts);
        }
        return named;
    }

    /// <summary>Whether one of them wrote a message, and somebody else another one beside it: where all are named, nobody is singled out.</summary>
    public bool Holds(DocumentColumns columns, int document)
    {
        if (!_rows.Contains(columns.Author[document])) return false;
        var block = columns.BlockOf[document];
        foreach (var writer in columns.Author.AsSpan(columns.FirstDocument[block], columns.SizeOf(block)))
            if (!_rows.Contains(writer)) return true;
        return false;
    }
}
