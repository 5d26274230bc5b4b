using LocalsOnly.Memory.Embedding;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class ScoreFusionTests
{
    [Fact]
    public void Each_ranking_counts_by_its_weight_as_a_share_of_its_best()
    {
        // Lexical: 1, 0.5. Dense: 1, 0.75, 0.25.
        Equal(
            [(2, 0.6f * 0.5f + 0.4f * 0.75f), (1, 0.6f + 0.4f * 0.25f), (3, 0.4f)],
            Fuse([new(1, 20), new(2, 10)], [new(3, 0.8f), new(2, 0.6f), new(1, 0.2f)], new ScoreWeights()));
    }

    [Fact]
    public void Weights_are_the_callers()
    {
        Equal([(2, 3f), (1, 1f)], Fuse([new(1, 20)], [new(2, 0.8f)], new ScoreWeights(Lexical: 1, Dense: 3)));
    }

    [Fact]
    public void When_one_ranking_is_empty_the_other_stands()
    {
        Equal([(1, 0.6f), (2, 0.3f)], Fuse([new(2, 10), new(1, 20)], [], new ScoreWeights()));
        Equal([(2, 0.4f)], Fuse([], [new(2, 0.1f)], new ScoreWeights()));
        Assert.Empty(Fuse([], [], new ScoreWeights()));
    }

    [Fact]
    public void What_points_away_counts_nothing_and_takes_nothing()
    {
        Equal([(1, 0.6f), (2, 0f)], Fuse([new(1, 5)], [new(1, -0.5f), new(2, -0.1f)], new ScoreWeights()));
    }

    [Fact]
    public void Only_the_best_are_kept_and_equal_ones_by_id()
    {
        Equal([(1, 0.6f), (5, 0.6f)], Fuse([new(9, 1), new(5, 1), new(1, 1)], [], new ScoreWeights(), most: 2));
    }

    [Fact]
    public void A_heap_keeps_what_sorting_would_keep()
    {
        var random = new Random(1);
        for (var most = 0; most < 40; most++)
        {
            var offered = Enumerable.Range(0, 200).Select(id => new Scored(id, random.Next(50))).ToArray();
            var kept = new Scored[most];
            var best = new BestScores(kept);
            foreach (var scored in offered) best.Offer(scored);
            Assert.Equal(most, best.Sort());
            Assert.Equal(offered.Order().Take(most), kept);
        }
    }

    private static Scored[] Fuse(Scored[] lexical, Scored[] dense, ScoreWeights weights, int most = 10)
    {
        var results = new Scored[most];
        return results[..ScoreFusion.Fuse(lexical, dense, weights, results)];
    }

    private static void Equal((long Id, float Score)[] expected, Scored[] fused)
    {
        Assert.Equal(expected.OrderByDescending(pair => pair.Score).Select(pair => pair.Id), fused.Select(scored => scored.Id));
        Assert.All(expected.OrderByDescending(pair => pair.Score).Zip(fused), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 5));
    }
}
