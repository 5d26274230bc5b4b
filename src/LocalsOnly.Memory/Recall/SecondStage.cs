using System.Buffers;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Recall;

/// <summary>The full formula (docs/decisions/0011-ranking.md) over the candidates of the first stage and the messages around them.</summary>
internal sealed class SecondStage(IndexSnapshot snapshot, Question question, DocumentFilter filter, AuthorProfile authors, RankingWeights weights)
{
    private const int ShortQuestion = 25;

    private readonly double[] _neighbourWeights = [weights.BeforeSecond, weights.Before, 0, weights.After, weights.AfterSecond];

    /// <summary>The candidates with their scores, the best first; of the weakest only those that something else speaks for.</summary>
    /// <param name="context">Counts of the terms around what the first stage chose.</param>
    /// <param name="sums">Scores of conversations.</param>
    /// <param name="titles">Of each term, the conversations with it in the title.</param>
    /// <param name="takes">Whether a document may be seen and was asked for.</param>
    /// <param name="isChosen">Whether something else than words speaks for it.</param>
    public List<Candidate> Rank(Context context, Accumulators sums, TitleHits titles, Func<int, int, bool> takes, Func<DocumentPlace, bool> isChosen)
    {
        var candidates = ArrayPool<Candidate>.Shared.Rent(context.RowCount);
        var count = 0;
        double best = 0, bestSaid = 0, bestConversation = 0;
        for (var row = 0; row < context.RowCount; row++)
        {
            var place = context.Place(row);
            if (!takes(place.Segment, place.Document)) continue;
            var columns = snapshot.Segments[place.Segment].Segment.Documents;
            var conversation = columns.Conversation[columns.BlockOf[place.Document]];
            var candidate = Score(context, row, columns, conversation, titles);
            if (candidate.TextScore <= 0 && sums.Conversations[conversation] <= 0 && !isChosen(place)) continue;
            // Until all are known, the score is what a model said by itself.
            if (question.Cues.AboutYou && authors.IsModel(columns.Author[place.Document])) candidate = candidate with { Score = OwnScore(context.Counts(row), columns, place.Document) };
            candidates[count++] = candidate;
            best = Math.Max(best, candidate.TextScore);
            bestSaid = Math.Max(bestSaid, candidate.Score);
            bestConversation = Math.Max(bestConversation, sums.Conversations[conversation]);
        }
        foreach (ref var candidate in candidates.AsSpan(0, count))
        {
            var score = (best > 0 ? candidate.TextScore / best : 0) + Bonus(candidate) +
                (bestConversation > 0 ? weights.Conversation * sums.Conversations[candidate.Conversation] / bestConversation : 0) +
                (bestSaid > 0 ? weights.YouSaid * candidate.Score / bestSaid : 0);
            candidate = candidate with { Score = score };
        }
        var ranked = Best(candidates.AsSpan(0, count), isChosen);
        ArrayPool<Candidate>.Shared.Return(candidates);
        return ranked;
    }

    // Candidates are large, so numbers are sorted in their place first.
    private List<Candidate> Best(ReadOnlySpan<Candidate> candidates, Func<DocumentPlace, bool> isChosen)
    {
        var (scores, order) = (ArrayPool<double>.Shared.Rent(candidates.Length), ArrayPool<int>.Shared.Rent(candidates.Length));
        for (var i = 0; i < candidates.Length; i++) (scores[i], order[i]) = (-candidates[i].Score, i);
        scores.AsSpan(0, candidates.Length).Sort(order.AsSpan(0, candidates.Length));
        var ranked = new List<Candidate>(Math.Min(RecallRequest.MostPassages, candidates.Length));
        foreach (var i in order.AsSpan(0, candidates.Length))
            if (ranked.Count < RecallRequest.MostPassages || isChosen(candidates[i].Place)) ranked.Add(candidates[i]);
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<int>.Shared.Return(order);
        ranked.Sort(Order);
        return ranked;
    }

    // Of equals the newer, and then any order that is always the same.
    private int Order(Candidate left, Candidate right)
    {
        var order = right.Score.CompareTo(left.Score);
        if (order != 0) return order;
        order = Minutes(right).CompareTo(Minutes(left));
        if (order != 0) return order;
        order = left.Conversation.CompareTo(right.Conversation);
        return order != 0 ? order : left.Ordinal.CompareTo(right.Ordinal);
    }

    private int Minutes(Candidate candidate) => snapshot.Segments[candidate.Place.Segment].Segment.Documents.Minutes[candidate.Place.Document];

    private Candidate Score(Context context, int row, DocumentColumns columns, int conversation, TitleHits titles)
    {
        var document = context.Place(row).Document;
        var writer = columns.Author[document];
        var own = authors.Weight(writer);
        var isModel = authors.IsModel(writer);
        // The shorter a message, the more its neighbours say what it is about.
        var openness = isModel ? 0 : weights.ContextReach / (weights.ContextReach + columns.Length[document]);
        Span<int> rows = stackalloc int[5];
        Span<double> shares = stackalloc double[5];
        var length = (double)columns.Length[document];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i == 2 || openness == 0 ? -1 : context.RowAt(row, i - 2);
            if (rows[i] < 0) continue;
            var near = context.Place(rows[i]);
            var nearColumns = snapshot.Segments[near.Segment].Segment.Documents;
            shares[i] = openness * _neighbourWeights[i] * authors.Weight(nearColumns.Author[near.Document]);
            length += shares[i] * nearColumns.Length[near.Document];
        }
        var norm = authors.Norm(writer, (float)length);
        var counts = context.Counts(row);
        double score = 0, covered = 0;
        var matched = 0;
        for (var term = 0; term < counts.Length; term++)
        {
            double frequency = own * counts[term];
            var isNear = false;
            for (var i = 0; i < rows.Length; i++)
            {
                if (rows[i] < 0 || context.Counts(rows[i])[term] is not (> 0 and var count)) continue;
                frequency += shares[i] * count;
                isNear |= i is 1 or 3;
            }
            var inTitle = titles.Holds(term, conversation);
            frequency = frequency / norm + (inTitle ? weights.Title : 0);
            score += question.Terms[term].Idf * (weights.Saturation + 1) * frequency / (frequency + weights.Saturation);
            if (counts[term] == 0 && !inTitle && !isNear) continue;
            covered += question.Evidence[term];
            matched++;
        }
        return new Candidate(context.Place(row), conversation, columns.Ordinal[document], 0, question.TotalEvidence > 0 ? covered / question.TotalEvidence : 0, matched, score);
    }

    // What a model said by itself.
    private double OwnScore(ReadOnlySpan<float> counts, DocumentColumns columns, int document)
    {
        var norm = authors.Norm(columns.Author[document], columns.Length[document]);
        var score = 0.0;
        for (var term = 0; term < counts.Length; term++)
        {
            var frequency = authors.Weight(columns.Author[document]) * counts[term] / norm;
            score += question.Terms[term].Idf * (weights.Saturation + 1) * frequency / (frequency + weights.Saturation);
        }
        return score;
    }

    private double Bonus(Candidate candidate)
    {
        var (columns, document) = (snapshot.Segments[candidate.Place.Segment].Segment.Documents, candidate.Place.Document);
        var cues = (MessageCue)columns.Cues[document];
        var bonus = weights.Density * Math.Min(1, Math.Log(1 + columns.Words[document]) / Math.Log(40));
        if (columns.Words[document] <= ShortQuestion && (cues & MessageCue.Question) != 0) bonus -= weights.ShortQuestion;
        if ((cues & MessageCue.Question) != 0 && filter.IsHere(columns, columns.BlockOf[document]) && !authors.IsModel(columns.Author[document])) bonus -= weights.Asked;
        if ((cues & MessageCue.Time) != 0) bonus += weights.Time + (question.Cues.AsksWhen ? weights.AsksWhen : 0);
        if (question.Cues.AsksAmount && (cues & MessageCue.Number) != 0) bonus += weights.AsksAmount;
        if (question.NamesAuthor(columns, document)) bonus += weights.Author;
        return bonus + weights.Date * question.DateScore(columns.Minutes[document]);
    }
}
