using System.Text;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Language;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Recall;

/// <summary>A question as index terms with what they say, whom it names and what it asks for. Words of the question are only ever looked up; none of them is syntax.</summary>
internal sealed class Question
{
    // A pasted page as a question: its rarest words say what it is about.
    private const int MostTerms = 32;
    private const int MostLookups = 128;

    private readonly NamedAuthors _named;
    private readonly TimeHint? _time;
    private readonly TimeZoneInfo _zone;

    private Question(IReadOnlyList<QueryTerm> terms, NamedAuthors named, QuestionCues cues, TimeHint? time, TimeZoneInfo zone)
    {
        (Terms, _named, Cues, _time, _zone) = (terms, named, cues, time, zone);
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

    /// <summary>Terms that name somebody who is remembered.</summary>
    public IReadOnlySet<string> Names => _named.Terms;

    /// <summary>Whether it names somebody who is remembered.</summary>
    public bool NamesAnybody => _named.Terms.Count > 0;

    /// <summary>Reads a question; null when it holds no word at all, or nothing is indexed.</summary>
    public static Question? Read(IndexSnapshot snapshot, PageReader pages, RecallRequest request, DateTimeOffset now, RankingWeights weights)
    {
        if (snapshot.Documents == 0) return null;
        var reader = new TermReader();
        var asked = QueryTerms.Read(request.Query, reader, MostLookups);
        if (asked.Groups.Count == 0) return null;
        var terms = new List<QueryTerm>(asked.Groups.Count);
        foreach (var group in asked.Groups)
        {
            var term = new QueryTerm(group.Word, [.. group.Terms.Select(Encoding.UTF8.GetBytes)]);
            term.Look(snapshot, pages);
            terms.Add(term.IsKnown || weights.Fuzzy <= 0 ? term : Alike(snapshot, pages, term, weights.Fuzzy));
        }
        var zone = request.Zone ?? TimeZoneInfo.Local;
        return new Question(
            [.. terms.OrderBy(term => term.IsKnown ? term.Documents : snapshot.Documents).Take(MostTerms)], NamedAuthors.In(snapshot, request.Query, reader),
            QuestionCues.Of(request.Query), TimeExpression.Find(request.Query, now, zone), zone);
    }

    /// <summary>Whether the question names who wrote a message, and not everybody in that conversation.</summary>
    public bool NamesAuthor(DocumentColumns columns, int document) => _named.Holds(columns, document);

    /// <summary>How near a time is to the one that the question asks for, 0 to 1.</summary>
    /// <param name="minutes">As <see cref="DocumentColumns.Minutes"/> has it.</param>
    public double DateScore(int minutes) =>
        _time is null || minutes == DocumentColumns.NoTime ? 0 : DateKernel.Score(_time, DateTimeOffset.FromUnixTimeSeconds(60L * minutes), _zone);

    // A word that nobody used stands for those most like it.
    private static QueryTerm Alike(IndexSnapshot snapshot, PageReader pages, QueryTerm unknown, double weight)
    {
        if (LikeWords.Find(snapshot, pages, Encoding.UTF8.GetString(unknown.Forms[0])) is not { Count: > 0 } forms) return unknown;
        var alike = new QueryTerm(unknown.Word, forms, weight);
        alike.Look(snapshot, pages);
        return alike;
    }
}
