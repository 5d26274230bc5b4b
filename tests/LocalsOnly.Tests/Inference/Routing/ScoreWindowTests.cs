using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Tests.Inference.Routing;

public sealed class ScoreWindowTests
{
    private readonly ScoreWindow _window = new(ComplexityModel.Default);

    [Fact]
    public void Before_any_score_the_shipped_quantiles_hold()
    {
        Assert.Equal(0.98f, _window.Cut(0.3), 4);
        Assert.True(_window.Cut(0.1) > _window.Cut(0.3));
        Assert.True(_window.Cut(0.3) > _window.Cut(0.9));
    }

    [Fact]
    public void Shares_of_nothing_and_everything_have_no_finite_cut()
    {
        Assert.Equal(float.PositiveInfinity, _window.Cut(0));
        Assert.Equal(float.NegativeInfinity, _window.Cut(1));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void The_wanted_share_of_the_last_thousand_lies_above_the_cut(double share)
    {
        var random = new Random(3);
        for (var i = 0; i < 1500; i++) _window.Add(-5f);
        var scores = Enumerable.Range(0, 1000).Select(_ => random.NextSingle() * 3).ToArray();
        foreach (var score in scores) _window.Add(score);
        Assert.Equal(1000, _window.Count);
        var cut = _window.Cut(share);
        Assert.Equal(share, scores.Count(score => score > cut) / 1000.0, 3);
    }

    [Fact]
    public void Until_two_hundred_scores_the_host_is_believed_in_part()
    {
        for (var i = 0; i < 100; i++) _window.Add(2.98f);
        Assert.Equal(1.98f, _window.Cut(0.3), 3);
        for (var i = 0; i < 100; i++) _window.Add(2.98f);
        Assert.Equal(2.98f, _window.Cut(0.3), 3);
    }

    [Fact]
    public void What_is_no_number_is_left_out()
    {
        _window.Add(float.NaN);
        _window.Add(float.PositiveInfinity);
        Assert.Equal(0, _window.Count);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        for (var i = 0; i < 1100; i++) _window.Add(i);
        _window.Cut(0.3);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _window.Add(i % 7);
                _window.Cut(0.3);
            }
        }));
    }

    [Fact]
    public void Many_may_add_and_cut_at_once()
    {
        Parallel.For(0, 8, worker =>
        {
            for (var i = 0; i < 5000; i++)
            {
                _window.Add(worker + (i % 10 / 10f));
                Assert.InRange(_window.Cut(0.5), 0f, 9f);
            }
        });
        Assert.Equal(ScoreWindow.Capacity, _window.Count);
    }
}
