namespace LocalsOnly.Memory.Embedding;

/// <summary>What was found, and how good it is.</summary>
/// <param name="Id">Of a row of vectors, or of whatever two rankings have in common.</param>
/// <param name="Score">Higher is better. From a search of vectors: the cosine, -1 to 1.</param>
internal readonly record struct Scored(long Id, float Score) : IComparable<Scored>
{
    /// <summary>Better first; at equal scores the smaller id, so that an order never depends on threads.</summary>
    public int CompareTo(Scored other) => other.Score.CompareTo(Score) is var byScore and not 0 ? byScore : Id.CompareTo(other.Id);
}
