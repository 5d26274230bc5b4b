using LocalsOnly.Memory.Qdrant;

namespace LocalsOnly.Tests.Memory.Qdrant;

public sealed class SparseTermsTests
{
    [Fact]
    public void A_message_of_mean_length_weighs_a_term_by_how_often_it_has_it()
    {
        var vector = SparseTerms.Of([("walnut", 1), ("oak", 3)], length: 10, averageLength: 10);

        // tf * 2.2 / (tf + 1.2)
        Assert.Equal(1f, Weight(vector, "walnut"), 5);
        Assert.Equal(6.6f / 4.2f, Weight(vector, "oak"), 5);
    }

    [Fact]
    public void A_long_message_weighs_its_terms_less_and_a_short_one_more()
    {
        // Twice the mean: 1 * 2.2 / (1 + 1.2 * (0.25 + 1.5)); half of it: 1 * 2.2 / (1 + 1.2 * (0.25 + 0.375)).
        Assert.Equal(2.2f / 3.1f, Weight(SparseTerms.Of([("walnut", 1)], 20, 10), "walnut"), 5);
        Assert.Equal(2.2f / 1.75f, Weight(SparseTerms.Of([("walnut", 1)], 5, 10), "walnut"), 5);
    }

    [Fact]
    public void Dimensions_rise_and_each_comes_once()
    {
        var vector = SparseTerms.OfQuestion(Enumerable.Range(0, 500).Select(i => $"word{i}"));

        Assert.Equal(vector.Indices.Distinct().Order(), vector.Indices);
        Assert.Equal(vector.Indices.Length, vector.Values.Length);
    }

    [Fact]
    public void Terms_that_share_a_dimension_are_summed()
    {
        var (one, other) = Collision();

        var question = SparseTerms.OfQuestion([one, "walnut", other]);
        var message = SparseTerms.Of([(one, 1), (other, 3)], length: 10, averageLength: 10);

        Assert.Equal(2, question.Indices.Length);
        Assert.Equal(2f, Weight(question, one));
        Assert.Equal(1f + 6.6f / 4.2f, Weight(message, other), 5);
    }

    [Fact]
    public void A_question_that_says_a_word_twice_asks_for_it_once() => Assert.Equal([1f], SparseTerms.OfQuestion(["walnut", "walnut"]).Values);

    [Fact]
    public void No_terms_are_no_vector()
    {
        Assert.Empty(SparseTerms.OfQuestion([]).Indices);
        Assert.Empty(SparseTerms.Of([], 0, 10).Indices);
    }

    // The stored vectors were hashed so; the published value of XXH32 of nothing is 02CC5D05, of abc 32D153FF.
    [Fact]
    public void A_dimension_is_the_XXH32_of_the_term()
    {
        Assert.Equal(0x02CC5D05u, SparseTerms.Dimension(""));
        Assert.Equal(0x32D153FFu, SparseTerms.Dimension("abc"));
        Assert.Equal(System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(new string('木', 300))), SparseTerms.Dimension(new string('木', 300)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_mean_length_that_is_none_is_refused(double average) => Assert.Throws<ArgumentOutOfRangeException>(() => SparseTerms.Of([("walnut", 1)], 1, average));

    [Fact]
    public void A_term_that_is_not_there_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => SparseTerms.Of([("walnut", 0)], 1, 1));

    private static float Weight(SparseVector vector, string term) => vector.Values[Array.IndexOf(vector.Indices, SparseTerms.Dimension(term))];

    // Among 200,000 terms there are about five pairs.
    private static (string, string) Collision()
    {
        var seen = new Dictionary<uint, string>();
        for (var i = 0; ; i++)
        {
            var term = $"w{i}";
            if (!seen.TryAdd(SparseTerms.Dimension(term), term)) return (seen[SparseTerms.Dimension(term)], term);
        }
    }
}
