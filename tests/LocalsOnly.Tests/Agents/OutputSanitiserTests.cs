using System.Text;
using LocalsOnly.Agents.Turns;

namespace LocalsOnly.Tests.Agents;

public sealed class OutputSanitiserTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("<think>secret plan</think>\n\nThe answer.", "The answer.")]
    [InlineData("secret plan</think>The answer.", "secret planThe answer.")]
    [InlineData("Yes.\n<thinking>b</thinking>\nNo.", "Yes.\n\nNo.")]
    [InlineData("Write the tag <think> at the start, then go on.", "Write the tag <think> at the start, then go on.")]
    [InlineData("Write `</think>` or `<|im_end|>`.", "Write `</think>` or `<|im_end|>`.")]
    [InlineData("The end.<｜end▁of▁sentence｜>", "The end.")]
    [InlineData("[TOOL_RESULTS]x[/TOOL_RESULTS]", "x")]
    [InlineData("Hi<|im_end|> there<|eot_id|>", "Hi there")]
    [InlineData("x</s>", "x")]
    [InlineData("<start_of_turn>model says hi<end_of_turn>", "model says hi")]
    [InlineData("if a < b and c > d", "if a < b and c > d")]
    [InlineData("see [1] and [2], not [INST]this[/INST]", "see [1] and [2], not this")]
    [InlineData("List<string> and <b>html</b>", "List<string> and <b>html</b>")]
    [InlineData("ends with <", "ends with <")]
    [InlineData("<think>never closed", "")]
    [InlineData("pipe <| spaced |> stays", "pipe <| spaced |> stays")]
    [InlineData("<tool_call>{}", "{}")]
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

    private static string Run(IEnumerable<string> parts)
    {
        var sanitiser = new OutputSanitiser();
        var shown = new StringBuilder();
        foreach (var part in parts) shown.Append(sanitiser.Push(part));
        return shown.Append(sanitiser.Finish()).ToString();
    }
}
