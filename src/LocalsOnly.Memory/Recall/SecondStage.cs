using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Recall;

/// <summary>The full formula (docs/decisions/0011-ranking.md) over the candidates of the first stage and the messages around them.</summary>
internal sealed class SecondStage(IndexSnapshot snapshot, Question question, AuthorProfile authors, RankingWeights weights)
{
    private const int ShortQuestion = 25;

    private readonly double[] _neighbourWeights = [weights.BeforeSecond, weights.Before, 0, weights.After, weights.AfterSecond];

    /// <summary>The candidates with their scores, best first.</summary>
    /// <param name="context">Counts of the terms around what the first stage chose.</param>
    /// <param name="sums">Scores of conversations.</param>
    /// <param name="titles">Of each term, the conversations with it in the title.</param>
    /// <param name="takes">Whether a document may be seen and was asked for.</param>
    /// <param name="isChosen">Whether something else than words speaks for it.</param>
    public List<Candidate> Rank(Context context, Accumulators sums, TitleHits titles, Func<int, int, bool> takes, Func<DocumentPlace, bool> isChosen)
    {
        var scored = new List<(Candidate Candidate, double Said)>(context.RowCount);
        double best = 0, bestSaid = 0, bestConversation = 0;
        for (var row = 0; row < context.RowCount; row++)
        {
            var place = context.Place(row);
            if (!takes(place.Segment, place.Document)) continue;
            var columns = snapshot.Segments[place.Segment].Segment.Documents;
            var conversation = columns.Conversation[columns.BlockOf[place.Document]];
            var candidate = Score(context, row, columns, conversation, titles);
            if (candidate.TextScore <= 0 && sums.Conversations[conversation] <= 0 && !isChosen(place)) continue;
            var said = question.Cues.AboutYou && authors.IsModel(columns.Author[place.Document]) ? OwnScore(context.Counts(row), columns, place.Document) : 0;
            scored.Add((candidate, said));
            best = Math.Max(best, candidate.TextScore);
            bestSaid = Math.Max(bestSaid, said);
            bestConversation = Math.Max(bestConversation, sums.Conversations[conversation]);
        }
        var ranked = new List<Candidate>(scored.Count);
        foreach (var (candidate, said) in scored)
        {
            var score = (best > 0 ? candidate.TextScore / best : 0) + Bonus(candidate) +
                (bestConversation > 0 ? weights.Conversation * sums.Conversations[candidate.Conversation] / bestConversation : 0) +
                (bestSaid > 0 ? weights.YouSaid * said / bestSaid : 0);
            ranked.Add(candidate with { Score = score });
        }
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
        if ((cues & MessageCue.Time) != 0) bonus += weights.Time + (question.Cues.AsksWhen ? weights.AsksWhen : 0);
        if (question.Cues.AsksAmount && (cues & MessageCue.Number) != 0) bonus += weights.AsksAmount;
        if (question.NamesAuthor(columns, document)) bonus += weights.Author;
        return bonus + weights.Date * question.DateScore(columns.Minutes[document]);
    }
}
