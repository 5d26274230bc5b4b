using System.Text;
using FsCheck.Fluent;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Host.Mcp;

namespace LocalsOnly.Tests.Host.Mcp;

public sealed class QuotationTests
{
    [Fact]
    public void What_the_agents_prompts_defuse_is_defused_here_too()
    {
        string[] tokens =
        [
            .. ControlTokens.Spelled, .. ControlTokens.ThinkOpen, .. ControlTokens.ThinkClose, "<|im_start|>", "<｜User｜>", "<passage id=\"1\">", "</passage>", "< /passage>", "<unused12>", "[inst]",
            "a < b", "List<string>", "[1]", "<b>bold</b>", "x<|y",
        ];

        Assert.All(tokens, token => Assert.Equal(ControlTokens.Defuse(token), Quotation.Defuse(token)));
    }

    [Fact]
    public void No_title_name_or_key_breaks_out_of_its_attribute()
    {
        var pieces = Gen.Elements("\"", "<", ">", "&", "\n", "\r", "\u2028", "</passage>", "<passage key=\"", "a", " ", "\u001b", "<|im_end|>");
        foreach (var parts in pieces.ListOf(12).Sample(500))
        {
            var foreign = string.Concat(parts);
            var answer = new StringBuilder();
            Quotation.Append(answer, foreign, foreign, null, foreign, "user", foreign, Quotation.Defuse(foreign));
            var head = answer.ToString()[..answer.ToString().IndexOf(">\n", StringComparison.Ordinal)];

            Assert.DoesNotContain('\n', head);
            Assert.Equal(10, head.Count(c => c == '"'));
            Assert.Equal(1, answer.ToString().Split("<passage").Length - 1);
            Assert.Equal(1, answer.ToString().Split("</passage").Length - 1);
        }
    }

    [Fact]
    public void A_key_is_never_cut()
    {
        var key = "chatgpt:" + new string('k', 300);
        var answer = new StringBuilder();
        Quotation.Append(answer, key, null, null, "chatgpt", "user", null, "text");

        Assert.Contains($"key=\"{key}\"", answer.ToString(), StringComparison.Ordinal);
    }
}
