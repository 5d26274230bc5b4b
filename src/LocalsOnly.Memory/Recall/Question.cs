using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>A question as index terms with what they say, whom it names and what it asks for. Words of the question are only ever looked up; none of them is syntax.</summary>
internal sealed class Question
{
    // A pasted page as a question: its rarest words say what it is about.
    private const int MostTerms = 32;
    private const int MostLookups = 256;

    private readonly IndexSnapshot _snapshot;
    private readonly NamedAuthors _named;

    private Question(IndexSnapshot snapshot, IReadOnlyList<QueryTerm> terms, NamedAuthors named, QuestionCues cues)
    {
        (_snapshot, Terms, _named, Cues) = (snapshot, terms, named, cues);
        Known = terms.Count(term => term.IsExact && term.Documents > 0);
        MostlyKnown = 2 * Known >= terms.Count;
        Evidence = Recall.Evidence.Of(terms, MostlyKnown);
        TotalEvidence = Evidence.Sum();
    }

    public IReadOnlyList<QueryTerm> Terms { get; }

    public QuestionCues Cues { get; }

    /// <summary>Of each term, how much it says about whether a passage speaks to the question.</summary>
    public IReadOnlyList<double> Evidence { get; }

    public double TotalEvidence { get; }

    /// <summary>How many of the terms are in the index at all.</summary>
    public int Known { get; }

    /// <summary>At least half of the terms are in the index.</summary>
    public bool MostlyKnown { get; }

    /// <summary>Reads a question; null when it holds no word at all, or nothing is indexed.</summary>
    public static Question? Read(IndexSnapshot snapshot, PageReader pages, string text, RankingWeights weights)
    {
        if (snapshot.Documents == 0) return null;
        var content = new List<string>();
        var all = new List<string>();
        Words.Visit(text, (term, stop) =>
        {
            if (all.Count >= MostLookups) return;
            var word = new string(term);
            all.Add(word);
            if (!stop) content.Add(word);
        }, singles: false);
        var wanted = (content.Count > 0 ? content : all).Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0) return null;
        List<QueryTerm> terms = [.. wanted.Select(word => new QueryTerm(word, [System.Text.Encoding.UTF8.GetBytes(word)]))];
        for (var i = 0; i < terms.Count; i++)
        {
            terms[i].Look(snapshot, pages);
            if (!terms[i].IsKnown && weights.Fuzzy > 0) terms[i] = Alike(snapshot, pages, terms[i], weights.Fuzzy);
        }
        return new Question(
            snapshot, [.. terms.OrderBy(term => term.IsKnown ? term.Documents : snapshot.Documents).Take(MostTerms)], NamedAuthors.In(snapshot, all), QuestionCues.Of(text));
    }

    // A word that nobody used stands for those most like it.
    private static QueryTerm Alike(IndexSnapshot snapshot, PageReader pages, QueryTerm unknown, double weight)
    {
        if (LikeWords.Find(snapshot, pages, unknown.Word) is not { Count: > 0 } forms) return unknown;
        var alike = new QueryTerm(unknown.Word, forms, weight);
        alike.Look(snapshot, pages);
        return alike;
    }

    /// <summary>Terms that name somebody who is remembered.</summary>
    public IReadOnlySet<string> Names => _named.Terms;

    /// <summary>Whether the question names who wrote a message, and not everybody in that conversation.</summary>
    public bool NamesAuthor(DocumentColumns columns, int document) => _named.Holds(columns, document);

    /// <summary>How near a time is to the one that the question asks for, 0 to 1.</summary>
    public double DateScore(int minutes) => _snapshot.Documents < 0 ? minutes : 0;
}
