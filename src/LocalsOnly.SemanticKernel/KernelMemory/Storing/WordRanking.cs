using LocalsOnly.Memory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// How much of a question's words each record says, 0 to 1: its BM25 divided by what a text of average length gets that says every word of the question once; more than
/// that counts 1. Unlike a rank, and unlike a share of the best, it means the same in every answer, so that a threshold can be put to it.
/// </summary>
internal static class WordRanking
{
    /// <param name="words">Of the question, each as the stems that it may stand for.</param>
    /// <param name="among">Rows that are asked for; null for all.</param>
    public static Dictionary<long, double> Shares(IndexFile file, IReadOnlyList<IReadOnlyList<string>> words, HashSet<long>? among)
    {
        var shares = new Dictionary<long, double>();
        var records = (long)file.Scalar("SELECT count(*) FROM records")!;
        double most = 0;
        foreach (var word in words)
        {
            var (weight, scores) = Score(file, records, word, among);
            most += weight;
            foreach (var (row, score) in scores) shares[row] = shares.GetValueOrDefault(row) + score;
        }
        foreach (var row in shares.Keys) shares[row] = Math.Min(1, shares[row] / most);
        return shares;
    }

    // The weight of a word, and its part of each record's BM25. Of its stems that somebody says the best counts.
    private static (double Weight, Dictionary<long, double> Scores) Score(IndexFile file, long records, IReadOnlyList<string> stems, HashSet<long>? among)
    {
        var scores = new Dictionary<long, double>();
        double heaviest = 0;
        foreach (var stem in stems)
        {
            var found = file.Rows("SELECT rowid, -bm25(words) FROM words WHERE words MATCH $stem", row => (Row: row.GetInt64(0), Score: row.GetDouble(1)), ("$stem", $"\"{stem}\""));
            if (found.Count == 0) continue;
            var weight = Weight(records, found.Count);
            heaviest = Math.Max(heaviest, weight);
            // FTS5's own weight gives a word that half of the records say next to nothing (fts5_aux.c), and a small index has no other.
            var factor = weight / FullTextWeight(records, found.Count);
            foreach (var (row, score) in found)
                if (among is null || among.Contains(row)) scores[row] = Math.Max(scores.GetValueOrDefault(row), factor * score);
        }
        return (heaviest > 0 ? heaviest : Weight(records, 0), scores);
    }

    // Robertson and Zaragoza's, with 1 added so that it is never negative, as Lucene has it.
    private static double Weight(long records, long saying) => Math.Log(1 + ((records - saying + 0.5) / (saying + 0.5)));

    private static double FullTextWeight(long records, long saying) => Math.Log((records - saying + 0.5) / (saying + 0.5)) is > 0 and var weight ? weight : 1e-6;
}
