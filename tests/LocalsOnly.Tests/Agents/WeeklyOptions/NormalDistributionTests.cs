using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class NormalDistributionTests
{
    [Theory]
    [InlineData(0.0, 0.5)]
    // Abramowitz and Stegun, table 26.1.
    [InlineData(0.5, 0.691462461274013)]
    [InlineData(1.0, 0.841344746068543)]
    [InlineData(2.0, 0.977249868051821)]
    [InlineData(3.0, 0.998650101968370)]
    [InlineData(-1.0, 0.158655253931457)]
    public void It_agrees_with_the_published_table(double x, double published) => Assert.Equal(published, NormalDistribution.Cumulative(x), 1e-15);

    [Fact]
    public void It_agrees_with_a_series_in_66_digits_over_its_whole_range()
    {
        for (var x = -9.0; x <= 9; x += 0.0625 * 1.01)
        {
            var precise = PreciseModel.Cumulative(x);
            Assert.True(Math.Abs(NormalDistribution.Cumulative(x) - precise) <= 5e-16, $"N({x})");
            // The tail keeps its digits: dividing by sqrt(2) alone costs x² roundings.
            Assert.True(Math.Abs((NormalDistribution.Cumulative(x) / precise) - 1) <= 4e-16 * Math.Max(4, x * x), $"N({x}), relative");
        }
    }

    [Theory]
    [InlineData(0.46874)]
    [InlineData(0.46876)]
    [InlineData(-0.46876)]
    [InlineData(3.99)]
    [InlineData(4.01)]
    [InlineData(-4.01)]
    [InlineData(0)]
    public void The_pieces_of_the_error_function_meet(double x)
    {
        Assert.Equal(1, NormalDistribution.Erfc(x) / PreciseModel.Erfc(x), 4e-15);
        Assert.Equal(1, NormalDistribution.Erfcx(x) / (Math.Exp(x * x) * PreciseModel.Erfc(x)), 1e-14);
    }

    [Fact]
    public void Far_tails_end_at_nothing_and_at_everything()
    {
        Assert.Equal(0, NormalDistribution.Cumulative(-50));
        Assert.Equal(1, NormalDistribution.Cumulative(50));
        Assert.True(NormalDistribution.Cumulative(-37) is > 0 and < 1e-290);
    }

    [Fact]
    public void The_inverse_leads_back_from_one_in_10_to_the_300_to_nearly_one()
    {
        foreach (var probability in (double[])[1e-300, 1e-100, 1e-16, 1e-6, 0.01, 0.1, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.9, 0.999999])
            Assert.Equal(1, NormalDistribution.Cumulative(NormalDistribution.Inverse(probability)) / probability, 1e-12);
        Assert.Equal(1.959963984540054, NormalDistribution.Inverse(0.975), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void There_is_no_place_for_what_is_no_probability(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Inverse(probability));
}
