using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// Where something is asked for to be done now, what the person said about how to do such things matters, though it rarely shares a word with the request:
/// standing instructions and preferences compete among themselves, outside the ranked list.
/// </summary>
internal sealed class StandingLane(IndexSnapshot snapshot, AuthorProfile authors, RankingWeights weights)
{
    /// <summary>At most so many.</summary>
    public const int Most = 3;

    private const MessageCue Standing = MessageCue.Instruction | MessageCue.Preference;

    /// <summary>The best of them.</summary>
    /// <param name="ranked">What the question itself found; what is in it keeps its score.</param>
    /// <param name="sums">Scores of conversations.</param>
    /// <param name="takes">Whether a document may be seen and was asked for.</param>
    public List<Candidate> Choose(IReadOnlyList<Candidate> ranked, Accumulators sums, Func<int, int, bool> takes)
    {
        if (weights.Instruction <= 0) return [];
        var scores = ranked.ToDictionary(candidate => candidate.Place, candidate => candidate.Score);
        var best = 0f;
        for (var i = 0; i < sums.Size; i++) best = Math.Max(best, sums.Conversations[i]);
        var found = new List<Candidate>();
        for (var segment = 0; segment < snapshot.Segments.Count; segment++)
        {
            var columns = snapshot.Segments[segment].Segment.Documents;
            for (var document = 0; document < columns.Count; document++)
            {
                var cues = (MessageCue)columns.Cues[document] & Standing;
                if (cues == 0 || authors.IsModel(columns.Author[document]) || !takes(segment, document)) continue;
                var conversation = columns.Conversation[columns.BlockOf[document]];
                var share = best > 0 ? sums.Conversations[conversation] / best : 0;
                // Something must speak for it.
                if (!scores.TryGetValue(new DocumentPlace(segment, document), out var score) && share <= 0) continue;
                if (score == 0) score = weights.Conversation * share;
                score += weights.Instruction * ((cues & MessageCue.Instruction) != 0 ? 1 : 0.5);
                found.Add(new Candidate(new DocumentPlace(segment, document), conversation, columns.Ordinal[document], score, 0, 0, 0));
            }
        }
        return [.. found.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Conversation).ThenBy(candidate => candidate.Ordinal).Take(Most)];
    }
}
