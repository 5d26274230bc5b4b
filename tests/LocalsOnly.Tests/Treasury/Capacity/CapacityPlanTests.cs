using System.Diagnostics;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Tests.Treasury.Capacity;

public sealed class CapacityPlanTests
{
    private const string Qwen = "mlx-community/Qwen3-235B-A22B-8bit";
    private static readonly IReadOnlyList<Arrival> Month = SyntheticArrivals.Of(1.9e9, TokenMix.Agents);

    [Fact]
    public void The_requests_of_1_9_billion_tokens_a_month_offer_733_tokens_a_second()
    {
        Assert.Equal(733, 1.9e9 / TokenMix.SecondsPerMonth, 0.5);
        Assert.Equal(733, Plan(HouseNodes.Example, Qwen).OfferedTokensPerSecond, 1.0);
        Assert.Equal(Month, SyntheticArrivals.Of(1.9e9, TokenMix.Agents));
        Assert.NotEqual(Month, SyntheticArrivals.Of(1.9e9, TokenMix.Agents, seed: 2));
    }

    [Fact]
    public void The_spark_reads_prompts_only_of_a_model_that_it_can_hold()
    {
        var large = Plan(HouseNodes.Example, Qwen);
        Assert.Equal("whole on studio", large.Layout);
        Assert.Contains("spark reads no prompts: it needs a copy for that, 250 GB, and has room for 120.", large.Notes);

        var small = Plan(HouseNodes.Example, "mlx-community/GLM-4.5-Air-4bit");
        Assert.Equal("a copy each on studio and macbook, long prompts of studio read on spark", small.Layout);
    }

    [Fact]
    public void One_more_studio_serves_more_and_can_be_placed_in_more_ways()
    {
        var now = Plan(HouseNodes.Example, Qwen);
        var then = Plan([.. HouseNodes.Example, Node.Added("mac-studio-512", "cluster", 1)], Qwen);
        Assert.Equal(2, then.FlatOutTokensPerMonth / now.FlatOutTokensPerMonth, 0.1);
        Assert.True(then.Saturation.Load > now.Saturation.Load);
        Assert.Contains(then.Ways, way => way.Description == "tensor parallel on studio and mac-studio-512 (added) over Thunderbolt 5 RDMA");
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_with_what_it_needs_and_fits_with_one_more_machine()
    {
        var refused = Assert.Throws<CapacityException>(() => Plan([HouseNodes.Example[1]], "mlx-community/DeepSeek-V3.1-8bit"));
        Assert.StartsWith("mlx-community/DeepSeek-V3.1-8bit takes 713 GB", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("take fewer bits or add a machine.", refused.Message, StringComparison.Ordinal);
        var then = Plan([HouseNodes.Example[1], Node.Added("mac-studio-512", "cluster", 1)], "mlx-community/DeepSeek-V3.1-8bit");
        Assert.StartsWith("tensor parallel on studio", then.Layout, StringComparison.Ordinal);
    }

    [Fact]
    public void Just_below_saturation_the_service_level_is_kept_and_just_above_it_is_not()
    {
        var level = new ServiceLevel(60);
        var report = Plan(HouseNodes.Example, Qwen, level);
        Assert.Equal(SaturationReason.FirstTokenTooLate, report.Saturation.Reason);
        var replay = new ClusterReplay([(new InstanceRates(ModelCatalog.Find(Qwen).Shape, LocalsOnly.Simulation.Engine.Placement.On(HouseNodes.Example[1].Speed)), report.Places)]);
        Assert.True(replay.Open(Month, report.Saturation.Load * 0.999).FirstToken.P95 <= level.FirstTokenSeconds);
        Assert.True(replay.Open(Month, report.Saturation.Load * 1.02).FirstToken.P95 > level.FirstTokenSeconds);
    }

    [Fact]
    public void A_stricter_service_level_never_allows_more_load()
    {
        var loads = new[] { 5.0, 30, 60, 120, 600 }.Select(seconds => Plan(HouseNodes.Example, Qwen, new ServiceLevel(seconds)).Saturation).ToList();
        Assert.Equal(loads.Select(saturation => saturation.Load).Order(), loads.Select(saturation => saturation.Load));
        Assert.Equal(new Saturation(0, SaturationReason.PromptsTooLong), loads[0]);
    }

    [Fact]
    public void Measured_rates_take_the_place_of_predictions_and_say_so()
    {
        var predicted = Plan(HouseNodes.Example, Qwen);
        var measured = Plan(HouseNodes.Example, Qwen, measured: new MeasuredRates("cluster", Qwen, predicted.Prefill.Predicted / 2, predicted.Decode.Predicted / 2, 500));
        Assert.Equal(Provenance.Estimated, predicted.Decode.Used.Provenance);
        Assert.Equal(Provenance.Measured, measured.Decode.Used.Provenance);
        Assert.Equal(predicted.Decode.Predicted, measured.Decode.Predicted);
        Assert.Equal(0.5, measured.FlatOutTokensPerMonth / predicted.FlatOutTokensPerMonth, 0.01);
    }

    [Fact]
    public void Too_few_measurements_change_nothing()
    {
        var report = Plan(HouseNodes.Example, Qwen, measured: new MeasuredRates("cluster", Qwen, 1, 1, MeasuredRates.Fewest - 1));
        Assert.Equal(Provenance.Estimated, report.Prefill.Used.Provenance);
        Assert.Equal(Plan(HouseNodes.Example, Qwen).FlatOutTokensPerMonth, report.FlatOutTokensPerMonth);
    }

    [Fact]
    public void Twice_the_streams_have_half_the_context_each()
    {
        var room = Plan(HouseNodes.Example, Qwen).Context;
        Assert.Equal([1, 2, 4, 8], room.Select(each => each.Streams));
        Assert.All(room, each => Assert.Equal(room[0].TokensEach / each.Streams, each.TokensEach));
    }

    [Fact]
    public void The_frontier_trades_the_speed_of_one_stream_for_that_of_all()
    {
        var report = Plan(HouseNodes.Example, Qwen);
        var within = report.Frontier.Where(point => !point.BeyondPlaces).ToList();
        Assert.Equal(within.Select(point => point.TokensPerSecond).Order(), within.Select(point => point.TokensPerSecond));
        Assert.Equal(within.Select(point => point.StreamTokensPerSecond).OrderDescending(), within.Select(point => point.StreamTokensPerSecond));
        Assert.Equal(within.MaxBy(point => point.TokensPerSecond), report.OperatingPoint);
    }

    [Fact]
    public void A_plan_over_a_day_of_requests_takes_about_a_second_at_most()
    {
        Plan(HouseNodes.Example, Qwen);
        var started = Stopwatch.GetTimestamp();
        Plan(HouseNodes.Example, Qwen);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(0.5, 0.4, 0.2)]
    [InlineData(-0.1, 1, 0.1)]
    public void Shares_that_do_not_add_up_are_refused(double uncached, double cached, double output) =>
        Assert.Throws<CapacityException>(() => new TokenMix(uncached, cached, output, 1000).Checked());

    private static CapacityReport Plan(IReadOnlyList<Node> nodes, string model, ServiceLevel? level = null, MeasuredRates? measured = null) =>
        new CapacityPlan(nodes, ModelCatalog.Find(model), Month, level ?? ServiceLevel.Default, measured).Compute();
}
