using LocalsOnly.Simulation.Engine;
using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Tests.Treasury.Capacity;

/// <summary>The roofline against what others have measured.</summary>
public sealed class PublishedRunTests
{
    [Theory]
    [InlineData("Qwen3-235B 8 bit", "1 × M3 Ultra", 19.5)]
    [InlineData("Qwen3-235B 8 bit", "2 × M3 Ultra", 26.2)]
    [InlineData("Qwen3-235B 8 bit", "4 × M3 Ultra", 31.9)]
    [InlineData("DeepSeek-V3.1 4 bit", "1 × M3 Ultra", 21.1)]
    [InlineData("DeepSeek-V3.1 8 bit", "2 × M3 Ultra", 27.8)]
    [InlineData("DeepSeek-V3.1 8 bit", "4 × M3 Ultra", 32.5)]
    [InlineData("Kimi-K2-Thinking", "2 × M3 Ultra", 21.6)]
    [InlineData("Kimi-K2-Thinking", "4 × M3 Ultra", 28.3)]
    [InlineData("Llama-3.1-8B fp16", "Spark/Ultra, prefill", 4)]
    [InlineData("Llama-3.1-8B fp16", "Ultra/Spark, writing", 3)]
    [InlineData("Llama-3.1-8B fp16", "both/Ultra", 2.8)]
    public void A_published_figure_is_predicted_within_25_percent_from_specifications(string model, string setup, double published)
    {
        var run = PublishedRun.All.Single(run => run.Model == model && run.Setup == setup);
        Assert.Equal(published, run.Published);
        Assert.InRange(run.Predicted!.Value, published * 0.75, published * 1.25);
    }

    [Fact]
    public void DeepSeek_at_8_bits_does_not_fit_one_mac_so_nothing_is_predicted_and_the_reason_is_told()
    {
        var run = PublishedRun.All.Single(run => run.Model == "DeepSeek-V3.1 8 bit" && run.Setup == "1 × M3 Ultra");
        Assert.Null(run.Predicted);
        Assert.Null(run.ErrorPercent);
        Assert.Equal("713 GB do not fit a Mac with 512, so this figure is of another setup", run.Note);
    }

    [Fact]
    public void Every_published_figure_is_in_the_table_and_no_constant_but_three_was_set()
    {
        Assert.Equal(12, PublishedRun.All.Count);
        Assert.Equal((0.9, 0.85, 0.2e-3), (Roofline.PrefillEfficiency, Roofline.DecodeEfficiency, Roofline.LayerSeconds));
    }

    [Theory]
    [InlineData(5e-6)]
    [InlineData(50e-6)]
    public void The_latency_of_rdma_is_not_what_makes_the_predictions_right(double latency)
    {
        var studio = Node.From("studio", new NodeOptions { Hardware = "mac-studio-512" }).Speed;
        var link = Link.ThunderboltRdma with { LatencySeconds = latency };
        foreach (var (model, machines, published) in ((string, int, double)[])[
            ("Qwen3-235B-A22B-8bit", 2, 26.2), ("Qwen3-235B-A22B-8bit", 4, 31.9), ("DeepSeek-V3.1-8bit", 2, 27.8), ("DeepSeek-V3.1-8bit", 4, 32.5), ("Kimi-K2-Thinking", 2, 21.6), ("Kimi-K2-Thinking", 4, 28.3)])
        {
            var group = Placement.Group([.. Enumerable.Repeat(studio, machines)], link);
            Assert.InRange(1 / Roofline.StepSeconds(ModelCatalog.Find(model).Shape, group, 1), published * 0.75, published * 1.25);
        }
    }
}
