using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Language;

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

    /// <param name="question">As it was put.</param>
    public static NamedAuthors In(IndexSnapshot snapshot, string question, TermReader reader)
    {
        var asked = Words(question, reader).ToHashSet(StringComparer.Ordinal);
        var named = new NamedAuthors();
        foreach (var author in snapshot.Authors.Values)
        {
            if (author.Name is null) continue;
            var parts = Words(author.Name, reader);
            if (parts.Count == 0 || !parts.TrueForAll(asked.Contains)) continue;
            named._rows.Add(author.Row);
            named._terms.UnionWith(parts);
        }
        return named;
    }

    // A name has no language: names are indexed as if they were English, so that is how they are compared.
    private static List<string> Words(string text, TermReader reader)
    {
        var visitor = new Collector([]);
        reader.Read(text, TextLanguage.English, singles: false, ref visitor);
        return visitor.Terms;
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

    private readonly struct Collector(List<string> terms) : ITermVisitor
    {
        public List<string> Terms => terms;

        public void Visit(ReadOnlySpan<char> term, bool stop) => terms.Add(new string(term));
    }
}
