using LocalsOnly.Agents.Turns;
using LocalsOnly.Tests.Agents.Outbound;

namespace LocalsOnly.Tests.Agents;

public sealed class OutputSanitiserTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("<think>secret plan</think>\n\nThe answer.", "The answer.")]
    [InlineData("secret plan</think>The answer.", "The answer.")]
    [InlineData("Yes.\n<thinking>b</thinking>\nNo.", "Yes.\n\nNo.")]
    [InlineData("Write the tag <think> at the start, then go on.", "Write the tag <think> at the start, then go on.")]
    [InlineData("Write `</think>` or `<|im_end|>`.", "Write `</think>` or `<|im_end|>`.")]
    [InlineData("The end.<｜end▁of▁sentence｜>", "The end.")]
    [InlineData("[TOOL_RESULTS]x[/TOOL_RESULTS]", "")]
    [InlineData("Hi<|im_end|> there<|eot_id|>", "Hi there")]
    [InlineData("x</s>", "x")]
    [InlineData("<start_of_turn>model says hi<end_of_turn>", "model says hi")]
    [InlineData("if a < b and c > d", "if a < b and c > d")]
    [InlineData("see [1] and [2], not [INST]this[/INST]", "see [1] and [2], not this")]
    [InlineData("List<string> and <b>html</b>", "List<string> and <b>html</b>")]
    [InlineData("ends with <", "ends with <")]
    [InlineData("<think>never closed", "")]
    [InlineData("pipe <| spaced |> stays", "pipe <| spaced |> stays")]
    [InlineData("<tool_call>{}", "")]
    public void Thinking_and_template_tokens_never_get_out_however_the_stream_is_cut(string stream, string shown)
    {
        Assert.Equal(shown, Run([stream]));
        Assert.Equal(shown, Run([.. stream.Select(c => c.ToString())]));
        for (var cut = 1; cut < stream.Length; cut++) Assert.Equal(shown, Run([stream[..cut], stream[cut..]]));
    }

    [Fact]
    public void Ordinary_text_is_shown_at_once_and_not_held_back()
    {
        var sanitiser = new OutputSanitiser();

        Assert.Equal("Hello ", sanitiser.Push("Hello "));
        Assert.Equal("world", sanitiser.Push("world"));
    }

    [Fact]
    public void What_prompts_defuse_is_not_shown_either()
    {
        foreach (var token in ControlTokens.Spelled.Concat(ControlTokens.ThinkOpen).Concat(ControlTokens.ThinkClose)) Assert.Equal("", Run([token]));
    }

    [Fact]
    public void A_reply_of_nothing_but_machinery_is_empty()
    {
        Assert.Equal("", Run(["<think>Nothing is new.</think>\n\nNO_REPLY<|im_end|>"]));
        Assert.Equal("", Run(["<tool_call>{\"name\":\"f\"}</tool_call>"]));
    }

    [Fact]
    public void A_call_that_was_written_out_is_told_of()
    {
        var sanitiser = new OutputSanitiser();
        sanitiser.Push("Let me see.\n<tool_call>{\"name\":\"f\"}");

        Assert.True(sanitiser.WroteCall);
    }

    [Fact]
    public void A_long_reply_in_small_pieces_is_not_kept_and_not_copied_again()
    {
        var line = "The harbour closes at six, says [1]; `ls` and **bold** text follow, and N comes before O.\n";
        var pieces = Enumerable.Range(0, 28_000).Select(i => string.Concat(line.Skip(i * 4 % line.Length).Take(4))).ToArray();
        Run(pieces);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sanitiser = new OutputSanitiser();
        foreach (var piece in pieces) sanitiser.Push(piece);
        sanitiser.Finish();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private static string Run(IEnumerable<string> parts) => OutboundCase.Show(parts);
}
