using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Discord.Text;
using LocalsOnly.Inference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class StatusLineTests
{
    private readonly StatusLine _line = new();

    [Theory]
    [InlineData(2, 18.0, "-# waiting for cluster, 2 ahead, about 20 s")]
    [InlineData(1, 3.0, "-# waiting for cluster, 1 ahead, a few seconds")]
    [InlineData(0, null, "-# waiting for cluster")]
    [InlineData(3, 54.0, "-# waiting for cluster, 3 ahead, about 60 s")]
    [InlineData(3, 100.0, "-# waiting for cluster, 3 ahead, about 2 min")]
    [InlineData(3, 9999.0, "-# waiting for cluster, 3 ahead, an hour or more")]
    public void A_queue_is_told_with_how_long_it_takes(int ahead, double? seconds, string line) =>
        Assert.Equal(line, After(new Queued("cluster", ahead, seconds is { } known ? TimeSpan.FromSeconds(known) : null)));

    [Fact]
    public void How_far_the_prompt_is_read_goes_up_in_steps_and_never_back()
    {
        Assert.Equal("-# reading the prompt", After(new PrefillProgress(0, 10_000)));
        Assert.Equal("-# reading the prompt, 40 %", After(new PrefillProgress(4_300, 10_000)));
        Assert.False(_line.Take(new PrefillProgress(4_400, 10_000)));
        Assert.False(_line.Take(new PrefillProgress(3_000, 10_000)));
        Assert.Equal("-# reading the prompt, 95 %", After(new PrefillProgress(9_999, 10_000)));
        Assert.Equal("-# thinking", After(new PrefillProgress(10_000, 10_000)));
    }

    [Fact]
    public void Of_a_short_prompt_no_figure_is_told() => Assert.Equal("-# reading the prompt", After(new PrefillProgress(300, 900)));

    [Theory]
    [InlineData("mlx-community/Qwen3-235B-A22B-Instruct-2507-8bit", "-# asking Qwen3-235B-A22B-Instruct-2507…")]
    [InlineData("qwen3:30b", "-# asking qwen3:30b…")]
    [InlineData("lmstudio/gpt-oss-120b-MXFP4-Q8", "-# asking gpt-oss-120b…")]
    [InlineData("my_model_v2", "-# asking my_model_v2…")]
    [InlineData("*evil* @everyone", "-# asking \\*evil\\* @\u200Beveryone…")]
    public void Who_is_asked_is_told_by_the_name_that_people_know(string model, string line) => Assert.Equal(line, After(Route(model)));

    [Fact]
    public void A_simulated_model_is_labelled() => Assert.Equal("-# asking Qwen3-4B (simulated)…", After(Route("Qwen3-4B") with { Simulated = true }));

    [Fact]
    public void A_second_and_stronger_model_is_told_as_that()
    {
        _line.Take(Route("small"));

        Assert.Equal("-# asking large for a better answer…", After(Route("large") with { Escalated = true }));
    }

    [Fact]
    public void When_no_model_answers_there_is_nothing_to_wait_for() => Assert.Null(After(new RouteChosen(AnswerMode.RecallOnly, Tier.Light, null, null, null, false, [])));

    [Theory]
    [InlineData("market_price", "{}", "-# looking up prices")]
    [InlineData("ask_agent", """{"persona":"otaku","question":"?"}""", "-# asking Otaku")]
    [InlineData("ask_agent", "{}", "-# asking a colleague")]
    [InlineData("ask_agent", "not json", "-# asking a colleague")]
    [InlineData("files_read_text_file", "{}", "-# using files: read text file")]
    public void A_tool_is_told_in_words(string tool, string arguments, string line) => Assert.Equal(line, After(new ToolUsed(tool, null, TimeSpan.Zero) { Arguments = arguments }));

    [Fact]
    public void A_tool_that_failed_is_told_as_that() => Assert.Equal("-# looking up prices did not work", After(new ToolUsed("market_price", "No answer.", TimeSpan.Zero)));

    [Fact]
    public void After_a_tool_the_same_model_reads_on_and_the_figure_begins_anew()
    {
        _line.Take(Route("Qwen3"));
        _line.Take(new PrefillProgress(9_000, 10_000));
        _line.Take(new ToolUsed("market_price", null, TimeSpan.Zero));

        Assert.Equal("-# looking up prices", After(Route("Qwen3")));
        Assert.Equal("-# reading what came back, 10 %", After(new PrefillProgress(1_200, 12_000)));
    }

    [Fact]
    public void With_the_first_words_it_goes_and_does_not_come_back()
    {
        _line.Take(new PrefillProgress(0, 10_000));

        Assert.True(_line.Take(new TextDelta("H")));
        Assert.Null(_line.Text);
        Assert.False(_line.Take(new PrefillProgress(500, 10_000)));
        Assert.Null(_line.Text);
    }

    [Fact]
    public void An_empty_piece_of_text_is_no_word()
    {
        _line.Take(new PrefillProgress(0, 10_000));

        Assert.False(_line.Take(new TextDelta("")));
    }

    [Fact]
    public async Task Every_tool_of_the_house_has_words_of_its_own()
    {
        var services = new ServiceCollection().AddLogging().AddAgents(new ConfigurationBuilder().Build());
        services.AddSingleton<LocalsOnly.Memory.IMemory>(_ => null!);
        services.AddSingleton<LocalsOnly.Memory.ICorpus>(_ => null!);
        await using var provider = services.BuildServiceProvider();

        Assert.Empty(provider.GetRequiredService<Toolbox>().All.Select(tool => tool.Name).Except(ToolWords.Known));
    }

    private static RouteChosen Route(string model) => new(AnswerMode.Model, Tier.Light, Tier.Light, "cluster", model, false, []);

    private string? After(TurnEvent happened)
    {
        _line.Take(happened);
        return _line.Text;
    }
}
