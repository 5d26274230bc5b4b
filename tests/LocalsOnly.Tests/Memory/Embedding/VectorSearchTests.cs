using System.Numerics.Tensors;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class VectorSearchTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_best_come_first_with_their_cosine_and_equal_ones_by_id()
    {
        using var file = Open(2);
        file.Append(5, 1, 0);
        file.Append(3, 1, 0);
        file.Append(9, 0, 2);
        file.Append(4, -1, 0);
        file.Append(2, 0, 0);

        var found = file.Search([10, 0], 10);

        // A vector of zeros has no direction, so it is not among them.
        Assert.Equal([3, 5, 9, 4], found.Select(scored => scored.Id));
        Assert.Equal([1f, 1f, 0f, -1f], found.Select(scored => MathF.Round(scored.Score, 4)));
        Assert.Equal([3, 5], file.Search([10, 0], 2).Select(scored => scored.Id));
    }

    [Fact]
    public void Nothing_is_found_in_nothing_for_nothing_or_among_nothing()
    {
        using var file = Open(2);
        Assert.Empty(file.Search([1, 0], 5));
        file.Append(1, 1, 0);
        Assert.Empty(file.Search([0, 0], 5));
        Assert.Empty(file.Search([1, 0], 0));
        Assert.Empty(file.Search([1, 0], 5, file.Select([])));
        Assert.Empty(file.Search([1, 0], 5, file.Select([2])));
    }

    [Theory]
    [InlineData(384)]
    [InlineData(100)]
    public void Of_the_ten_nearest_at_least_98_in_100_are_those_of_an_exact_search(int dimensions)
    {
        var source = new Vectors(dimensions, seed: 11);
        var vectors = source.Next(5000);
        using var file = Open(dimensions);
        file.Append(0, vectors);
        var (agreed, worst) = (0, 0f);
        const int queries = 200;
        for (var i = 0; i < queries; i++)
        {
            var query = source.Next();
            var exact = vectors.Select((vector, id) => new Scored(id, TensorPrimitives.Dot<float>(vector, query))).Order().Take(10).ToArray();
            var found = file.Search(query, 10);
            agreed += found.IntersectBy(exact.Select(scored => scored.Id), scored => scored.Id).Count();
            worst = Math.Max(worst, found.Max(scored => MathF.Abs(scored.Score - TensorPrimitives.Dot<float>(vectors[scored.Id], query))));
        }
        Assert.InRange(agreed / (10.0 * queries), 0.98, 1);
        Assert.InRange(worst, 0, 0.01f);
    }

    [Fact]
    public void Two_threads_find_what_a_plain_loop_finds_also_among_some_and_after_deletions()
    {
        const int rows = 40_000;
        var source = new Vectors(16, seed: 5);
        using var file = Open(16);
        for (var first = 0; first < rows; first += 1000) file.Append(first, source.Next(1000));
        file.Delete([.. Enumerable.Range(0, rows).Where(id => id % 7 == 0).Select(id => (long)id)]);
        var query = source.Next();
        var all = Enumerable.Range(0, rows).Where(id => id % 7 != 0)
            .Select(id => new Scored(id, TensorPrimitives.Dot<float>(file.Read(id), query))).ToArray();

        Same(all, file.Search(query, 50));
        Same([.. all.Where(scored => scored.Id % 2 == 0)], file.Search(query, 50, file.Select(Enumerable.Range(0, rows / 2).Select(i => 2L * i))));
        Same([.. all.Where(scored => scored.Id > 39_900)], file.Search(query, 50, file.Select(Enumerable.Range(39_901, 99).Select(i => (long)i))));
        Assert.Equal(all.Length, file.Search(query, rows).Length);

        static void Same(Scored[] expected, Scored[] found)
        {
            Array.Sort(expected);
            Assert.Equal(Math.Min(50, expected.Length), found.Length);
            // What two rounded sums put in another order is as good as equal.
            Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second.Score, pair.First.Score - 1e-3f, pair.First.Score + 1e-3f));
            Assert.True(found.IntersectBy(expected.Take(60).Select(scored => scored.Id), scored => scored.Id).Count() == found.Length);
        }
    }

    [Fact]
    public void What_was_appended_after_rows_were_selected_is_not_among_them()
    {
        using var file = Open(2);
        file.Append(1, 1, 0);
        var selected = file.Select([1, 2]);
        file.Append(2, 1, 0);
        Assert.Equal([1], file.Search([1, 0], 5, selected).Select(scored => scored.Id));
    }

    [Fact]
    public async Task Searches_go_on_while_the_file_grows_and_is_compacted()
    {
        var source = new Vectors(8, seed: 2);
        using var file = Open(8);
        file.Append(1_000_000, [1, 0, 0, 0, 0, 0, 0, 0]);
        using var done = new CancellationTokenSource();
        var searching = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var searches = 0;
            do
            {
                var found = file.Search([1, 0, 0, 0, 0, 0, 0, 0], 3);
                Assert.Equal((1_000_000, 1f), (found[0].Id, MathF.Round(found[0].Score, 4)));
                searches++;
            }
            while (!done.IsCancellationRequested);
            return searches;
        })).ToArray();

        // Enough to be mapped anew several times.
        for (var first = 0; first < 150_000; first += 5000)
        {
            file.Append(first, source.Next(5000));
            if (first % 20_000 != 0) continue;
            file.Delete([.. Enumerable.Range(first, 2500).Select(id => (long)id)]);
            file.Compact();
        }
        await done.CancelAsync();

        Assert.All(await Task.WhenAll(searching), searches => Assert.True(searches > 0));
        Assert.Equal(130_001, file.Count);
    }

    [Fact]
    public void A_closed_file_says_so()
    {
        var file = Open(2);
        file.Append(1, 1, 0);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Search([1, 0], 5));
        Assert.Throws<ObjectDisposedException>(() => file.Append(2, 1, 0));
        Assert.Throws<ObjectDisposedException>(() => file.Delete([1]));
    }

    private VectorFile Open(int dimensions) => VectorFile.Open(_folder.Combine("vectors"), new EmbeddingModel("small", dimensions));
}
