using LocalsOnly.Memory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// How much of a question's words each record says, 0 to 1. It is the record's BM25 divided by what BM25 gives a text of average length that says every word of the
/// question once; what has more than that counts 1. Unlike a rank, and unlike a share of the best, it means the same in every answer, so that a threshold can be put to it.
/// </summary>
internal static class WordRanking
{
    // What FTS5 takes in place of the negative weight of a word that most records say (fts5_aux.c).
    private const double LeastWeight = 1e-6;

    /// <param name="words">Of the question, each as the stems that it may stand for.</param>
    /// <param name="among">Rows that are asked for; null for all.</param>
    public static Dictionary<long, double> Shares(IndexFile file, IReadOnlyList<IReadOnlyList<string>> words, HashSet<long>? among)
    {
        var shares = new Dictionary<long, double>();
        var records = (long)file.Scalar("SELECT count(*) FROM records")!;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var most = words.Sum(Weight);
        if (known.Count == 0) return shares;
        var found = file.Rows("SELECT rowid, -bm25(words) FROM words WHERE words MATCH $match", row => (Row: row.GetInt64(0), Score: row.GetDouble(1)), ("$match", string.Join(" OR ", known)));
        foreach (var (row, score) in found)
            if (among is null || among.Contains(row)) shares[row] = Math.Min(1, score / most);
        return shares;

        // Of the stems that a word may stand for, one that nobody says does not count against it, unless it is the only one.
        double Weight(IReadOnlyList<string> stems)
        {
            double heaviest = 0;
            foreach (var stem in stems.Select(stem => $"\"{stem}\""))
            {
                var saying = (long)file.Scalar("SELECT count(*) FROM words WHERE words MATCH $stem", ("$stem", stem))!;
                if (saying == 0) continue;
                known.Add(stem);
                heaviest = Math.Max(heaviest, WeightOf(saying));
            }
            return heaviest > 0 ? heaviest : WeightOf(0);
        }

        double WeightOf(long saying) => Math.Max(LeastWeight, Math.Log((records - saying + 0.5) / (saying + 0.5)));
    }
}
