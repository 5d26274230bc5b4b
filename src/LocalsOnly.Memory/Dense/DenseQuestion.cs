using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Dense;

/// <summary>A question with its vector: what is like it in meaning is ranked together with what shares its words.</summary>
/// <param name="index">The vectors of what is remembered.</param>
/// <param name="vector">Of the question.</param>
/// <param name="weight">Of likeness, 0 to 1; words have the rest.</param>
internal sealed class DenseQuestion(VectorIndex index, ReadOnlyMemory<float> vector, double weight)
{
    /// <summary>A cosine from which on a passage tells something without any of the question's words.</summary>
    private const float Alike = 0.6f;

    /// <summary>What is most like it.</summary>
    public Dictionary<DocumentPlace, float> Find(IndexSnapshot snapshot, Func<int, int, bool> takes, string? filter) => index.Find(snapshot, vector.Span, takes, filter);

    /// <summary>Scores divided by the best of each kind, weighted and added: it keeps how far ahead a best hit is, which ranks alone lose (see <c>ScoreFusion</c>).</summary>
    public List<Candidate> Fuse(List<Candidate> ranked, Dictionary<DocumentPlace, float> alike)
    {
        var (best, most) = (ranked.Count == 0 ? 0 : ranked.Max(candidate => candidate.Score), alike.Count == 0 ? 0 : alike.Values.Max());
        var fused = ranked.Select(candidate =>
        {
            var likeness = alike.GetValueOrDefault(candidate.Place);
            var score = (best > 0 ? (1 - weight) * candidate.Score / best : 0) + (most > 0 ? weight * Math.Max(0, likeness) / most : 0);
            return candidate with { Score = score, IsAlike = likeness >= Alike };
        }).ToList();
        fused.Sort((left, right) => right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Conversation != right.Conversation ? left.Conversation.CompareTo(right.Conversation) : left.Ordinal.CompareTo(right.Ordinal));
        return fused;
    }
}
