using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Tests.Simulation;

/// <summary>The roofline's laws; its figures against published ones are tested with the treasury's capacity plan.</summary>
public sealed class RooflineTests
{
    private static readonly ModelShape Llama8B = SimulatedHardware.Shape(new("llama-3.1-8b-fp16", 1, 32, 16_060_000_000)
    {
        Parameters = 8.03e9,
        ActiveParameters = 8.03e9,
        BytesPerParameter = 2,
    });

    private static readonly ModelShape Llama70B = SimulatedHardware.Shape(new("llama-3.3-70b-fp16", 1, 80, 141_000_000_000)
    {
        Parameters = 70.6e9,
        ActiveParameters = 70.6e9,
        BytesPerParameter = 2,
        HiddenSize = 8192,
    });

    private static readonly ModelShape Qwen235B = SimulatedHardware.Shape(new("qwen3-235b-8bit", 1, 94, 250_000_000_000)
    {
        Parameters = 235e9,
        ActiveParameters = 22e9,
        BytesPerParameter = 1.0625,
        KeyValueHeads = 4,
    });

    private static readonly MachineSpeed Studio = SimulatedHardware.Speed(SimulatedMachine.MacStudio);
    private static readonly MachineSpeed MacBook = SimulatedHardware.Speed(SimulatedMachine.MacBookPro);
    private static readonly MachineSpeed Spark = SimulatedHardware.Speed(SimulatedMachine.DgxSpark);

    [Fact]
    public void A_spark_reads_prompts_about_four_times_as_fast_as_an_m3_ultra() =>
        Assert.InRange(Prefill(Studio) / Prefill(Spark), 4 * 0.9, 4 * 1.1);

    [Fact]
    public void An_m3_ultra_writes_about_three_times_as_fast_as_a_spark() =>
        Assert.InRange(Step(Spark, Llama8B) / Step(Studio, Llama8B), 3 * 0.85, 3 * 1.15);

    [Fact]
    public void Prefill_on_the_spark_and_decode_on_the_mac_are_2_8_times_as_fast_as_the_mac_alone()
    {
        const int Prompt = 8192, Answer = 32;
        var decode = Answer * Roofline.StepSeconds(Llama8B, Placement.On(Studio), 1, Prompt);
        var together = Roofline.PrefillSeconds(Llama8B, Placement.On(Studio, reader: Spark), Prompt);
        Assert.InRange((Prefill(Studio) + decode) / (together + decode), 2.8 * 0.95, 2.8 * 1.05);
    }

    [Fact]
    public void One_m3_ultra_decodes_qwen3_235b_at_8_bits_at_19_5_tokens_a_second() =>
        Assert.InRange(1 / Step(Studio, Qwen235B), 19.5 * 0.9, 19.5 * 1.1);

    [Theory]
    [InlineData(2, 1.8)]
    [InlineData(4, 3.2)]
    public void Tensor_parallelism_of_a_large_dense_model_comes_near_what_exos_readme_gives_as_the_most(int machines, double atMost)
    {
        var together = Placement.Group([.. Enumerable.Repeat(Studio, machines)], Link.ThunderboltRdma);
        Assert.InRange(Step(Studio, Llama70B) / Roofline.StepSeconds(Llama70B, together, 1), atMost * 0.85, atMost * 1.05);
    }

    [Fact]
    public void Tensor_parallelism_over_sockets_is_slower_than_one_machine()
    {
        var together = Placement.Group([Studio, Studio], Link.Ethernet10);
        Assert.True(Roofline.StepSeconds(Qwen235B, together, 1) > Step(Studio, Qwen235B));
    }

    [Fact]
    public void A_batch_shares_the_reading_of_a_dense_models_weights_and_hardly_that_of_its_experts()
    {
        Assert.Equal(Step(Studio, Llama8B), Step(Studio, Llama8B, 8), 6);
        Assert.InRange(Step(Studio, Qwen235B, 8) / Step(Studio, Qwen235B), 4, 8);
    }

    [Fact]
    public void A_long_context_slows_every_step_by_reading_its_cache()
    {
        var (none, some) = (Step(Studio, Llama8B), Roofline.StepSeconds(Llama8B, Placement.On(Studio), 1, 100_000));
        Assert.Equal(100_000 * Llama8B.KeyValueBytes / (819e9 * Roofline.DecodeEfficiency), some - none, 6);
    }

    [Fact]
    public void The_second_half_of_a_prompt_takes_longer_than_the_first_because_it_attends_to_more()
    {
        var half = Roofline.PrefillSeconds(Llama8B, Placement.On(Studio), 16_384);
        Assert.True(Roofline.PrefillSeconds(Llama8B, Placement.On(Studio), 16_384, cached: 16_384) > half * 1.2);
    }

    [Fact]
    public void A_pipeline_reads_no_faster_than_its_slowest_machine_lets_it()
    {
        var pipeline = new Placement([new(Studio, 0.8), new(Spark, 0.2)], Tensor: false, Link.Ethernet10);
        var reading = Roofline.PrefillSeconds(Llama8B, pipeline, 200 * Roofline.ChunkTokens);
        Assert.InRange(reading / Roofline.PrefillSeconds(Llama8B, Placement.On(Studio), 200 * Roofline.ChunkTokens), 0.8, 0.82);
    }

    [Fact]
    public void Weights_that_do_not_fit_leave_no_room_for_context()
    {
        Assert.Equal(0, Roofline.ContextTokens(Qwen235B, Placement.On(Spark)));
        Assert.True(Roofline.ContextTokens(Qwen235B, Placement.On(Studio)) > 1_000_000);
    }

    [Fact]
    public void The_house_of_the_demo_writes_at_a_speed_that_one_can_read_along_with()
    {
        var house = new Placement([new(Studio, 0.67), new(MacBook, 0.165), new(Spark, 0.165)], Tensor: false, Link.Ethernet10);
        Assert.InRange(1 / Roofline.StepSeconds(SimulatedHardware.Shape(SimulatedModel.Heavy), house, 1), 20, 40);
    }

    private static double Prefill(MachineSpeed machine) => Roofline.PrefillSeconds(Llama8B, Placement.On(machine), 8192);

    private static double Step(MachineSpeed machine, ModelShape model, int batch = 1) =>
        Roofline.StepSeconds(model, Placement.On(machine), batch);
}
