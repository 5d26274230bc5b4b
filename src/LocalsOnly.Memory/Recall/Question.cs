using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Recall;

/// <summary>A question as index terms with their weights. Words of the question are only ever looked up; none of them is syntax.</summary>
internal sealed class Question
{
    // A pasted page as a question: its rarest words say what it is about.
    private const int MostTerms = 32;
    private const int MostLookups = 256;

    // Below this size every matching row can be scored; above it, words in every twentieth message only cost time.
    private const int SmallIndex = 20_000;
    private const double CommonShare = 0.05;

    // A word that no message holds is missing evidence, but less of it than a word that one does hold: people misremember words. Where most words
    // are unknown the question is about something else, and each weighs like one that a single message holds.
    private const double UnknownShare = 0.9;

    // Of two words, either alone holds more than IndexedMemory's least coverage.
    private const double MostShare = 0.55;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _places;

    private Question(string text, List<(string Term, long Documents)> terms, long documents)
    {
        Documents = documents;
        Terms = [.. terms.Select(term => term.Term)];
        Weights = [.. terms.Select(term => Idf(Math.Max(1, term.Documents), documents))];
        Known = terms.Count(term => term.Documents > 0);
        MostlyKnown = 2 * Known >= terms.Count;
        Evidence = EvidenceOf(terms, Weights, MostlyKnown);
        TotalEvidence = Evidence.Sum();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Terms.Count; i++) places[Terms[i]] = i;
        _places = places.GetAlternateLookup<ReadOnlySpan<char>>();
        Match = MatchExpression(terms, documents);
        AsksWhen = StartsWithAny(text, "when ", "since when", "what date", "which date", "what day", "which day", "what time", "on which", "until when");
        AsksAmount = StartsWithAny(text, "how many", "how much", "how long", "how far", "how old", "how big", "how often", "what price", "what percentage", "at what", "what budget") ||
            text.Contains("how much", StringComparison.OrdinalIgnoreCase) || text.Contains("how many", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Messages in the index.</summary>
    public long Documents { get; }

    public IReadOnlyList<string> Terms { get; }

    /// <summary>Inverse document frequency of each term.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>How much each term says about whether a passage speaks to the question: its idf, bounded so that no single word decides.</summary>
    public IReadOnlyList<double> Evidence { get; }

    public double TotalEvidence { get; }

    /// <summary>How many of the terms are in the index at all.</summary>
    public int Known { get; }

    /// <summary>At least half of the terms are in the index.</summary>
    public bool MostlyKnown { get; }

    /// <summary>The FTS5 expression: quoted terms with OR between them; null when no term is in the index.</summary>
    public string? Match { get; }

    public bool AsksWhen { get; }

    public bool AsksAmount { get; }

    /// <summary>Reads a question; null when it holds no word at all.</summary>
    public static Question? Read(SqliteConnection connection, string text)
    {
        var content = new HashSet<string>(StringComparer.Ordinal);
        var all = new HashSet<string>(StringComparer.Ordinal);
        Words.Visit(text, (term, stop) =>
        {
            if (all.Count >= MostLookups) return;
            var word = new string(term);
            all.Add(word);
            if (!stop) content.Add(word);
        }, singles: false);
        var wanted = content.Count > 0 ? content : all;
        if (wanted.Count == 0) return null;
        var documents = (long?)(connection.Scalar("SELECT sum(messages) FROM authors") as long?) ?? 0;
        if (documents == 0) return null;
        using var lookup = connection.Command("SELECT doc FROM terms WHERE term = $term", ("$term", ""));
        var terms = wanted.Select(term =>
        {
            lookup.Parameters[0].Value = term;
            return (Term: term, Documents: lookup.ExecuteScalar() as long? ?? 0);
        }).OrderBy(term => term.Documents == 0 ? documents : term.Documents).Take(MostTerms).ToList();
        return new Question(text, terms, documents);
    }

    /// <summary>How often each term occurs in a text.</summary>
    public float[] Count(string text)
    {
        var counts = new float[Terms.Count];
        Words.Visit(text, (term, _) =>
        {
            if (_places.TryGetValue(term, out var place)) counts[place]++;
        }, singles: true);
        return counts;
    }

    private static double[] EvidenceOf(List<(string Term, long Documents)> terms, IReadOnlyList<double> weights, bool mostlyKnown)
    {
        var known = terms.Zip(weights).Where(pair => pair.First.Documents > 0).Select(pair => pair.Second).DefaultIfEmpty(1).Average();
        double[] evidence = [.. terms.Zip(weights).Select(pair => pair.First.Documents > 0 || !mostlyKnown ? pair.Second : UnknownShare * known)];
        var rarest = Array.IndexOf(evidence, evidence.Max());
        var others = evidence.Sum() - evidence[rarest];
        if (others > 0) evidence[rarest] = Math.Min(evidence[rarest], others * MostShare / (1 - MostShare));
        return evidence;
    }

    private static double Idf(long documents, long all) => Math.Log(1 + (all - documents + 0.5) / (documents + 0.5));

    private static string? MatchExpression(List<(string Term, long Documents)> terms, long documents)
    {
        var present = terms.Where(term => term.Documents > 0).OrderBy(term => term.Documents).ToList();
        var useful = present.Where((term, i) => i < 2 || documents < SmallIndex || term.Documents < documents * CommonShare);
        var expression = string.Join(" OR ", useful.Select(term => $"\"{term.Term}\""));
        return expression.Length == 0 ? null : expression;
    }

    private static bool StartsWithAny(string text, params ReadOnlySpan<string> starts)
    {
        var trimmed = text.AsSpan().TrimStart();
        foreach (var start in starts)
            if (trimmed.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
