using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// The second look at the candidates that bm25 found: BM25F over a message, its title and its neighbours, with small bonuses. The form and the
/// constants are those of docs/decisions/0002-archive.md, "Recall"; each was measured to help on unseen conversations.
/// </summary>
internal sealed partial class Ranking(Question question, double averageWords, Func<MessageAuthor, double> authorWeight)
{
    private const double Saturation = 0.9;
    private const double TitleWeight = 0.7;

    /// <summary>Term evidence of the message alone: which candidates are worth loading neighbours for.</summary>
    public double OwnScore(Candidate candidate) => Score(candidate, []);

    /// <summary>Sets score and coverage. Neighbours are at distance -2, -1, 1, 2 in the same conversation.</summary>
    public double Score(Candidate candidate, IReadOnlyList<(int Distance, MessageAuthor Author, float[] Counts)> neighbours)
    {
        var own = authorWeight(candidate.Passage.Author);
        var norm = 0.7 + 0.3 * candidate.WordCount / averageWords;
        // The shorter a message, the more its neighbours say what it is about.
        var openness = 10.0 / (10 + candidate.WordCount);
        double score = 0, covered = 0;
        var matched = 0;
        for (var term = 0; term < question.Weights.Count; term++)
        {
            var frequency = own * candidate.Own[term] / norm + (candidate.Title[term] > 0 ? TitleWeight : 0);
            var near = false;
            foreach (var (distance, author, counts) in neighbours)
            {
                if (counts[term] == 0) continue;
                near |= distance is -1 or 1;
                frequency += openness * authorWeight(author) * NeighbourWeight(distance) * counts[term];
            }
            score += question.Weights[term] * 1.9 * frequency / (frequency + Saturation);
            if (candidate.Own[term] == 0 && candidate.Title[term] == 0 && !near) continue;
            covered += question.Evidence[term];
            matched++;
        }
        candidate.Coverage = question.TotalEvidence > 0 ? covered / question.TotalEvidence : 0;
        candidate.Matched = matched;
        return candidate.Score = score;
    }

    /// <summary>Bonuses on scores that were divided by the best one.</summary>
    public double Bonus(Candidate candidate)
    {
        var text = candidate.Passage.Text;
        var bonus = 0.1 * Math.Min(1, Math.Log(1 + candidate.WordCount) / Math.Log(40));
        if (candidate.WordCount <= 25 && text.AsSpan().TrimEnd().EndsWith("?")) bonus -= 0.1;
        var number = text.AsSpan().ContainsAnyInRange('0', '9');
        if (question.AsksAmount && number) bonus += 0.1;
        if (question.AsksWhen && TimeExpression().IsMatch(text)) bonus += 0.1;
        return bonus;
    }

    private static double NeighbourWeight(int distance) => distance switch { -1 => 1.5, 1 => 1.0, -2 => 0.5, 2 => 0.25, _ => 0 };

    [GeneratedRegex(
        @"\b(january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|yesterday|(19|20)\d\d|\d{1,2}:\d\d)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeExpression();
}
