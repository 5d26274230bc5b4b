using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Tests.Treasury.Capacity;

public sealed class ModelCatalogTests
{
    public static TheoryData<string> Patterns => [.. ModelCatalog.Entries.Select(entry => entry.Pattern)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_architecture_of_a_model_adds_up_to_the_sizes_that_its_maker_states(string pattern)
    {
        var entry = ModelCatalog.Entries.Single(entry => entry.Pattern == pattern);
        var shape = ModelCatalog.Find("mlx-community/" + pattern + "-8bit").Shape;
        Assert.InRange(shape.Parameters / entry.StatedParameters, 0.98, 1.02);
        Assert.InRange(shape.ActiveParameters / entry.StatedActive, 0.9, 1.1);
        Assert.NotEmpty(entry.Source);
        Assert.True(DateOnly.TryParseExact(entry.Date, "yyyy-MM-dd", out _));
    }

    [Theory]
    [InlineData("mlx-community/Qwen3-235B-A22B-Instruct-2507-8bit", 250)]
    [InlineData("mlx-community/DeepSeek-V3.1-8bit", 713)]
    [InlineData("mlx-community/DeepSeek-V3.1-4bit", 378)]
    [InlineData("mlx-community/Kimi-K2-Thinking", 658)]
    [InlineData("mlx-community/Meta-Llama-3.1-8B-Instruct-bf16", 16.06)]
    [InlineData("mlx-community/gpt-oss-120b-MXFP4-Q8", 63.4)]
    public void Weights_take_as_many_gigabytes_as_the_published_files(string id, double gigabytes) =>
        Assert.Equal(1, ModelCatalog.Find(id).Shape.WeightBytes / 1e9 / gigabytes, 0.015);

    [Theory]
    [InlineData("mlx-community/Qwen3-235B-A22B-8bit", 8.5)]
    [InlineData("mlx-community/Qwen3-235B-A22B-Instruct-2507-4bit", 4.5)]
    [InlineData("mlx-community/GLM-4.5-Air-8bit-gs32", 9)]
    [InlineData("mlx-community/Meta-Llama-3.1-8B-Instruct-bf16", 16)]
    [InlineData("qwen3:8b", 4.85)]
    [InlineData("qwen3:8b-q8_0", 8.5)]
    public void Bits_per_weight_are_read_off_the_id(string id, double bits)
    {
        var found = ModelCatalog.Find(id);
        Assert.False(found.Estimated);
        Assert.Equal(bits / 8, found.Shape.CommonBytes, 6);
    }

    [Theory]
    [InlineData("somebody/Novel-300B-A30B-4bit", 300e9, 30e9)]
    [InlineData("somebody/Novel-27b-8bit", 27e9, 27e9)]
    [InlineData("somebody/DeepSeek-R1-Distill-Llama-70B-4bit", 70e9, 70e9)]
    [InlineData("somebody/Old-8x7B-4bit", 56e9, 14e9)]
    public void An_unknown_model_is_guessed_from_the_sizes_in_its_id_and_says_so(string id, double total, double active)
    {
        var found = ModelCatalog.Find(id);
        Assert.True(found.Estimated);
        Assert.StartsWith("estimated: the list does not have it", found.Basis, StringComparison.Ordinal);
        Assert.Equal((total, active), (Math.Round(found.Shape.Parameters), Math.Round(found.Shape.ActiveParameters)));
    }

    [Fact]
    public void A_guess_comes_near_a_model_that_is_known()
    {
        var (known, guess) = (ModelCatalog.Find("Qwen3-32B-8bit").Shape, ModelCatalog.Find("Quen-32B-8bit").Shape);
        Assert.InRange(guess.Layers / (double)known.Layers, 0.7, 1.4);
        Assert.InRange(guess.KeyValueBytes / known.KeyValueBytes, 0.7, 1.4);
    }

    [Fact]
    public void An_id_that_says_nothing_is_refused_with_what_to_do()
    {
        var refused = Assert.Throws<CapacityException>(() => ModelCatalog.Find("my-model"));
        Assert.Equal("Nothing is known of the model 'my-model' and its id names no size such as 8B or 235B-A22B; give one that does with --model.", refused.Message);
    }
}
