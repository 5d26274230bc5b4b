using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Tests.Simulation;

/// <summary>The roofline against what others have measured (protocol facts §4).</summary>
public sealed class RooflineTests
{
    private static readonly SimulatedModel Llama8B = new("llama-3.1-8b-fp16", 1, 32, 16_060_000_000)
    {
        Parameters = 8.03e9,
        ActiveParameters = 8.03e9,
        BytesPerParameter = 2,
    };

    private static readonly SimulatedModel Qwen235B = new("qwen3-235b-8bit", 1, 94, 250_000_000_000)
    {
        Parameters = 235e9,
        ActiveParameters = 22e9,
        BytesPerParameter = 1.0625,
    };

    private static readonly SimulatedMachine Studio = SimulatedMachine.MacStudio;
    private static readonly SimulatedMachine Spark = SimulatedMachine.DgxSpark;

    [Fact]
    public void A_spark_reads_prompts_about_four_times_as_fast_as_an_m3_ultra() =>
        Assert.InRange(Prefill(Spark) / Prefill(Studio), 4 * 0.9, 4 * 1.1);

    [Fact]
    public void An_m3_ultra_writes_about_three_times_as_fast_as_a_spark() =>
        Assert.InRange(Step(Spark, Llama8B) / Step(Studio, Llama8B), 3 * 0.95, 3 * 1.05);

    [Fact]
    public void Prefill_on_the_spark_and_decode_on_the_mac_are_2_8_times_as_fast_as_the_mac_alone()
    {
        const int Prompt = 8192, Answer = 32;
        var decode = Answer * Step(Studio, Llama8B);
        Assert.InRange(((Prompt / Prefill(Studio)) + decode) / ((Prompt / Prefill(Spark)) + decode), 2.8 * 0.95, 2.8 * 1.05);
    }

    [Fact]
    public void One_m3_ultra_decodes_qwen3_235b_at_8_bits_at_19_5_tokens_a_second() =>
        Assert.InRange(1 / Step(Studio, Qwen235B), 19.5 * 0.8, 19.5 * 1.2);

    [Theory]
    [InlineData(2, 1.8)]
    [InlineData(4, 3.2)]
    public void Tensor_parallelism_speeds_up_as_exos_readme_says(int machines, double speedUp)
    {
        var together = Roofline.StepSeconds(Qwen235B, tensor: true, [.. Enumerable.Repeat((Studio, 1.0), machines)], 1);
        Assert.Equal(speedUp, Step(Studio, Qwen235B) / together, 0.05);
    }

    [Fact]
    public void A_batch_shares_the_reading_of_a_dense_models_weights_and_hardly_that_of_its_experts()
    {
        Assert.Equal(Step(Studio, Llama8B), Step(Studio, Llama8B, 8), 6);
        Assert.InRange(Step(Studio, Qwen235B, 8) / Step(Studio, Qwen235B), 4, 8);
    }

    [Fact]
    public void The_house_of_the_demo_writes_at_a_speed_that_one_can_read_along_with()
    {
        var house = new (SimulatedMachine, double)[] { (Studio, 0.67), (SimulatedMachine.MacBookPro, 0.165), (Spark, 0.165) };
        Assert.InRange(1 / Roofline.StepSeconds(SimulatedModel.Heavy, tensor: false, house, 1), 20, 40);
    }

    private static double Prefill(SimulatedMachine machine) => Roofline.PrefillTokensPerSecond(Llama8B, [machine]);

    private static double Step(SimulatedMachine machine, SimulatedModel model, int batch = 1) =>
        Roofline.StepSeconds(model, tensor: false, [(machine, 1)], batch);
}
