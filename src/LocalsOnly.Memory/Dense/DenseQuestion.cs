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

    /// <summary>Both rankings as one.</summary>
    public List<Candidate> Fuse(List<Candidate> ranked, Dictionary<DocumentPlace, float> alike) => RankFusion.Of(ranked, alike, weight, Alike);
}
