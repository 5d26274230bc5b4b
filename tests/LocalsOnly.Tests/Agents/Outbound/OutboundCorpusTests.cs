using FsCheck.Fluent;
using LocalsOnly.Agents.Turns;

namespace LocalsOnly.Tests.Agents.Outbound;

/// <summary>The shapes in which machinery has leaked to people, whole and cut at every place.</summary>
public sealed class OutboundCorpusTests
{
    public static TheoryData<string> Leaks => [.. OutboundCase.Leaks.Select(each => each.Name)];

    public static TheoryData<string> Unchanged => [.. OutboundCase.Unchanged.Select(each => each.Name)];

    public static TheoryData<string> Markdown => [.. OutboundCase.Markdown.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Leaks))]
    public void What_leaks_is_taken_out_and_the_rest_stays(string name)
    {
        var each = OutboundCase.Leaks.Single(leak => leak.Name == name);

        Assert.NotEmpty(each.Source);
        Assert.Equal(each.Shown.TrimEnd(), AtEveryCut(each.Raw).TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Unchanged))]
    public void A_reply_that_only_speaks_of_such_things_is_not_changed(string name)
    {
        var each = OutboundCase.Unchanged.Single(same => same.Name == name);

        Assert.Equal(each.Raw, AtEveryCut(each.Raw));
        Assert.Equal("", MarkdownMend.Tail(each.Raw));
    }

    [Theory]
    [MemberData(nameof(Markdown))]
    public void Markdown_that_was_cut_is_closed(string name)
    {
        var each = OutboundCase.Markdown.Single(markdown => markdown.Name == name);
        var shown = AtEveryCut(each.Raw);

        Assert.Equal(each.Shown, shown + MarkdownMend.Tail(shown));
        Assert.Equal("", MarkdownMend.Tail(each.Shown));
    }

    [Fact]
    public void The_documents_of_this_house_are_not_changed()
    {
        string[] documents =
        [
            Path.Combine(Repository.Root, "README.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        ];

        Assert.All(documents, document =>
        {
            var text = File.ReadAllText(document).TrimStart();
            Assert.Equal(text, OutboundCase.Show(text.Chunk(4).Select(piece => new string(piece))));
            Assert.Equal("", MarkdownMend.Tail(text));
        });
    }

    [Fact]
    public void A_reply_is_the_same_however_its_stream_is_cut()
    {
        var pieces = Gen.Choose(1, 9).ListOf(400);
        foreach (var (text, lengths) in Every().Zip(pieces.Sample(2000)))
        {
            var cut = new List<string>();
            for (int at = 0, i = 0; at < text.Length; i++)
            {
                var length = Math.Min(lengths[i % lengths.Count], text.Length - at);
                cut.Add(text.Substring(at, length));
                at += length;
            }

            Assert.Equal(OutboundCase.Show([text]), OutboundCase.Show(cut));
        }
    }

    [Fact]
    public void Whatever_a_model_strings_together_is_the_same_however_its_stream_is_cut()
    {
        foreach (var pieces in Gen.Elements(s_pieces).ListOf(14).Sample(4000))
        {
            var text = string.Concat(pieces);
            var whole = OutboundCase.Show([text]);

            Assert.Equal((text, whole), (text, OutboundCase.Show(text.Select(c => c.ToString()))));
            Assert.Equal((text, whole), (text, OutboundCase.Show(pieces)));
        }
    }

    private static readonly string[] s_pieces =
    [
        "a", "word", "N", "H", " ", " ", "\n", "\n", "\n\n", ".", ". ", ",", "`", "``", "```", "```\n", "~~~", "~~~\n", "**", "[", "]", "(", ")", "[1]", "<", ">",
        "</", "<b>", "{", "}", "\"", "is ", "Okay", "- ", "> ", "|", "<think>", "</think>", "<think", "[THINK]", "[/THINK]", "◁think▷", "◁/think▷", "<tool_call>",
        "</tool_call>", "<function=f>", "</function>", "<parameter=a>", "</parameter>", "{\"name\":\"f\"}", "[{\"a\":[1]}]", "<|im_end|>", "<|im_start|>",
        "assistant\n", "user\n", "assistant", "<|channel|>", "analysis", "final", "<|message|>", "<|end|>", "<|start|>", "thought\n", "<channel|>", "<|channel>",
        "<|tool_call>", "<tool_call|>", "<|tool_call|>", "<|python_tag|>", "[TOOL_CALLS]", "[ARGS]", "f", "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>",
        "<｜DSML｜invoke name=\"f\">", "</｜DSML｜invoke>", "<passage id=\"1\">", "</passage>", "NO_REPLY", "HEARTBEAT_OK", "[SILENT]", "[Tool Call: x]", "System: [1",
        "Vince: ", "**Vince:** ", "<s>", "</s>", "<<SYS>>", "<<<BEGIN_A>>>", "<<<END_A>>>", "\u001b[1m", "\u200b", "http", "<final>", "</final>", "<|user|>",
        "[INST]", "markdown\n", "\\",
    ];

    // Two replies of the corpus, one right after the other: nobody wrote down what is left of them, but it may not depend on the network.
    private static IEnumerable<string> Every()
    {
        string[] all = [.. OutboundCase.Leaks.Concat(OutboundCase.Unchanged).Concat(OutboundCase.Markdown).Select(each => each.Raw)];
        for (var step = 1; step < all.Length; step += 17)
            for (var i = 0; i < all.Length; i++) yield return all[i] + all[(i + step) % all.Length];
    }

    private static string AtEveryCut(string raw)
    {
        var whole = OutboundCase.Show([raw]);
        Assert.Equal(whole, OutboundCase.Show(raw.Select(c => c.ToString())));
        for (var cut = 1; cut < raw.Length; cut++) Assert.Equal(whole, OutboundCase.Show([raw[..cut], raw[cut..]]));
        return whole;
    }
}
