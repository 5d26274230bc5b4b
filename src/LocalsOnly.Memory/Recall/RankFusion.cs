namespace LocalsOnly.Memory.Recall;

/// <summary>
/// Two rankings become one: scores divided by the best of each, weighted and added. It keeps how far ahead a best hit is, which ranks alone lose (see <c>ScoreFusion</c>).
/// </summary>
internal static class RankFusion
{
    /// <param name="ranked">By words.</param>
    /// <param name="other">The other ranking's scores.</param>
    /// <param name="weight">Of the other, 0 to 1; words have the rest.</param>
    /// <param name="telling">A score of the other from which on a passage tells something whatever its words.</param>
    public static List<Candidate> Of(List<Candidate> ranked, Dictionary<DocumentPlace, float> other, double weight, float telling)
    {
        var (best, most) = (ranked.Count == 0 ? 0 : ranked.Max(candidate => candidate.Score), other.Count == 0 ? 0 : other.Values.Max());
        var fused = ranked.Select(candidate =>
        {
            var likeness = other.GetValueOrDefault(candidate.Place);
            var score = (best > 0 ? (1 - weight) * candidate.Score / best : 0) + (most > 0 ? weight * Math.Max(0, likeness) / most : 0);
            return candidate with { Score = score, IsAlike = candidate.IsAlike || likeness >= telling };
        }).ToList();
        fused.Sort(Order);
        return fused;
    }

    private static int Order(Candidate left, Candidate right)
    {
        var order = right.Score.CompareTo(left.Score);
        if (order != 0) return order;
        order = left.Conversation.CompareTo(right.Conversation);
        return order != 0 ? order : left.Ordinal.CompareTo(right.Ordinal);
    }
}
