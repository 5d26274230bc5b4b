using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Mirroring;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Recall;

/// <summary>Finds what is remembered on a question, within one transaction of the index.</summary>
internal sealed class PassageRanking(SqliteConnection connection, SnapshotCache snapshots, RankingWeights weights, TimeProvider time, DenseQuestion? dense, MirrorQuestion? mirror = null)
{
    /// <summary>What the second stage looks at; measurements want a few hundred, and more costs little.</summary>
    private const int MostCandidates = 500;

    /// <summary>A passage holds at least this share of the question's evidence, with its title and neighbours; less is coincidence.</summary>
    private const double LeastCoverage = 0.4;

    /// <summary>A passage this much weaker than the best is noise beside it.</summary>
    private const double LeastOfBest = 0.25;

    /// <summary>In a question of no more words than this each is a topic, and half of those that were ever said are enough for a best guess.</summary>
    private const int MostWordsOfShortQuestion = 3;
    private const int MostGuesses = 2;

    private const int MostListed = 24;

    private const double HalfLifeDays = 90;

    public RecallResult Find(MemoryScope scope, RecallRequest request)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        using var pages = new PageReader(connection);
        var snapshot = snapshots.Read(connection, pages);
        if (Question.Read(snapshot, pages, request, time.GetUtcNow(), weights) is not { } question) return new RecallResult([]);
        var filter = DocumentFilter.Of(connection, snapshot, scope, request);
        if (filter.IsEmpty) return new RecallResult([]);
        var (ranked, standing) = Rank(snapshot, pages, question, filter);
        // "In what order" is no word of what is looked for, so that a listing asks less of each passage.
        var listing = question.Cues.AsksOrder || question.Cues.AsksSummary ? Listing(snapshot, Strong(ranked)) : [];
        if (request.OnlyTelling) ranked = Telling(question, ranked);
        ranked = Adjust(snapshot, ranked, request);
        return new RecallResult(PassageReader.Read(connection, ranked.Take(request.Limit)))
        {
            Standing = PassageReader.Read(connection, standing),
            Listing = PassageReader.Read(connection, listing),
        };
    }

    // The best, in the order of time; what has none stands at the end.
    private static IEnumerable<Candidate> Listing(IndexSnapshot snapshot, List<Candidate> ranked)
    {
        return ranked.Take(MostListed).OrderBy(candidate => Minutes(candidate) is var minutes && minutes == DocumentColumns.NoTime ? int.MaxValue : minutes)
            .ThenBy(candidate => candidate.Conversation).ThenBy(candidate => candidate.Ordinal);

        int Minutes(Candidate candidate) => snapshot.Segments[candidate.Place.Segment].Segment.Documents.Minutes[candidate.Place.Document];
    }

    private (List<Candidate> Ranked, List<Candidate> Standing) Rank(IndexSnapshot snapshot, PageReader pages, Question question, DocumentFilter filter)
    {
        var authors = new AuthorProfile(snapshot, weights);
        bool[][] allowed = [.. snapshot.Segments.Select(entry => filter.Blocks(entry.Segment, entry.Dead))];
        using var sums = new Accumulators(snapshot);
        new FirstStage(snapshot, pages, authors, weights).Run(question.Terms, allowed, sums);
        var chosen = sums.Best(MostCandidates, Takes);
        var alike = dense?.Find(snapshot, Takes, filter.Signature) ?? [];
        var mirrored = mirror?.Find(connection, snapshot, Takes) ?? [];
        chosen = [.. chosen.Union(alike.Keys).Union(mirrored.Keys)];
        if (chosen.Count == 0) return ([], []);
        using var context = Context.Read(snapshot, pages, question.Terms, chosen);
        var ranked = new SecondStage(snapshot, question, filter, authors, weights).Rank(context, sums, new TitleHits(snapshot, pages, question.Terms, question.Names), Takes, place => alike.ContainsKey(place) || mirrored.ContainsKey(place));
        if (dense is not null) ranked = dense.Fuse(ranked, alike);
        if (mirror is not null) ranked = RankFusion.Of(ranked, mirrored, mirror.Weight, float.PositiveInfinity);
        // Who asks about somebody asks what was, however it is put.
        var isRequest = question.Cues.IsRequest && !question.NamesAnybody;
        return (ranked, isRequest ? new StandingLane(snapshot, authors, weights).Choose(ranked, sums, Takes) : []);

        bool Takes(int segment, int document)
        {
            var columns = snapshot.Segments[segment].Segment.Documents;
            return allowed[segment][columns.BlockOf[document]] && (!filter.IsByDocument || filter.Takes(columns, document));
        }
    }

    private static List<Candidate> Telling(Question question, List<Candidate> ranked)
    {
        var strong = Strong(ranked);
        var telling = strong.Where(candidate => candidate.IsAlike || candidate.Coverage >= LeastCoverage).ToList();
        return telling.Count > 0 ? telling : Guesses(question, strong);
    }

    private static List<Candidate> Strong(List<Candidate> ranked)
    {
        var best = ranked.Count == 0 ? 0 : ranked.Max(candidate => candidate.TextScore);
        return [.. ranked.Where(candidate => candidate.IsAlike || (candidate.TextScore >= best * LeastOfBest && candidate.TextScore > 0))];
    }

    // The best of each of the best conversations, when most of a short question is known and the floor left nothing.
    private static List<Candidate> Guesses(Question question, List<Candidate> candidates) =>
        question.Terms.Count > MostWordsOfShortQuestion || !question.MostlyKnown
            ? []
            : [.. candidates.Where(candidate => 2 * candidate.Matched >= question.Known).DistinctBy(candidate => candidate.Conversation).Take(MostGuesses)];

    private List<Candidate> Adjust(IndexSnapshot snapshot, List<Candidate> ranked, RecallRequest request)
    {
        if (request.Recency > 0)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
            ranked = [.. ranked.Select(candidate => candidate with { Score = candidate.Score + request.Recency * Freshness(candidate) }).OrderByDescending(candidate => candidate.Score)];

            double Freshness(Candidate candidate)
            {
                var minutes = snapshot.Segments[candidate.Place.Segment].Segment.Documents.Minutes[candidate.Place.Document];
                return minutes == DocumentColumns.NoTime ? 0 : Math.Pow(0.5, Math.Max(0, now - minutes) / (HalfLifeDays * 24 * 60));
            }
        }
        if (request.Diversity <= 0) return ranked;
        var before = new Dictionary<int, int>();
        var diverse = new List<Candidate>(ranked.Count);
        foreach (var candidate in ranked)
        {
            var better = before[candidate.Conversation] = before.GetValueOrDefault(candidate.Conversation) + 1;
            diverse.Add(candidate with { Score = candidate.Score - request.Diversity * (better - 1) });
        }
        return [.. diverse.OrderByDescending(candidate => candidate.Score)];
    }
}
