using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class LongPassageTests
{
    [Fact]
    public void A_long_text_is_cut_between_paragraphs_into_parts_of_like_length()
    {
        var paragraphs = Enumerable.Range(1, 8).Select(i => Markdown.Words(50, $"p{i}x")).ToArray();
        var chunks = Markdown.Read($"## A\n\n{string.Join("\n\n", paragraphs)}\n").Chunks;

        Assert.Equal(["a", "a-2"], chunks.Select(chunk => chunk.Key));
        Assert.Equal(string.Join("\n\n", paragraphs[..4]), chunks[0].Text);
        Assert.Equal(string.Join("\n\n", paragraphs[4..]), chunks[1].Text);
        Assert.Equal([1, 11], chunks.Select(chunk => chunk.Line));
    }

    [Theory]
    [InlineData("```\n", "{0} code\n\n", "```", 60)]
    [InlineData("| a | b |\n|---|---|\n", "| {0} | cell |\n", "", 40)]
    [InlineData("", "- item {0} of a list\n", "", 40)]
    public void A_code_block_a_table_and_a_list_are_not_cut_in_the_middle(string head, string row, string foot, int rows)
    {
        var block = (head + string.Concat(Enumerable.Range(1, rows).Select(i => string.Format(CultureInfo.InvariantCulture, row, i))) + foot).TrimEnd();
        var chunks = Markdown.Read($"## A\n\n{Markdown.Words(200, "a")}\n\n{block}\n\n{Markdown.Words(200, "b")}\n").Chunks;

        Assert.Contains(chunks, chunk => chunk.Text.Contains(block, StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_that_leads_on_stays_with_what_it_leads_to()
    {
        var list = string.Join('\n', Enumerable.Range(1, 30).Select(i => $"- item {i}"));
        var chunks = Markdown.Read($"## A\n\n{Markdown.Words(290, "a")}\n\nThe rules:\n\n{list}\n\n{Markdown.Words(100, "b")}\n").Chunks;

        Assert.Contains(chunks, chunk => chunk.Text.Contains($"The rules:\n\n{list}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_paragraph_that_alone_is_too_long_is_cut_behind_a_sentence()
    {
        var chunks = Markdown.Read($"## A\n\n{Markdown.Words(1000)}\n").Chunks;

        Assert.All(chunks, chunk => Assert.EndsWith(".", chunk.Text, StringComparison.Ordinal));
        Assert.All(chunks, chunk => Assert.InRange(Markdown.Count(chunk.Text), 1, 350));
        Assert.Equal(Markdown.Words(1000), string.Join(' ', chunks.Select(chunk => chunk.Text)));
    }

    [Fact]
    public void A_table_that_alone_is_too_long_is_cut_between_rows_with_its_head_on_each_part()
    {
        var rows = Enumerable.Range(1, 200).Select(i => $"| {i} | cell |").ToArray();
        var chunks = Markdown.Read($"## A\n\n| a | b |\n|---|---|\n{string.Join('\n', rows)}\n").Chunks;

        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.StartsWith("| a | b |\n|---|---|\n|", chunk.Text, StringComparison.Ordinal));
        Assert.Equal(rows, chunks.SelectMany(chunk => chunk.Text.Split('\n')[2..]));
        Assert.All(chunks, chunk => Assert.InRange(Markdown.Count(chunk.Text), 1, 350));
    }

    [Fact]
    public void A_code_block_that_alone_is_too_long_is_cut_between_lines_with_its_fence_around_each_part()
    {
        var lines = Enumerable.Range(1, 300).Select(i => $"line {i}").ToArray();
        var chunks = Markdown.Read($"## A\n\n~~~~sh\n{string.Join('\n', lines)}\n~~~~\n").Chunks;

        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.True(chunk.Text.StartsWith("~~~~sh\n", StringComparison.Ordinal) && chunk.Text.EndsWith("\n~~~~", StringComparison.Ordinal)));
        Assert.Equal(lines, chunks.SelectMany(chunk => chunk.Text.Split('\n')[1..^1]));
    }

    [Fact]
    public void A_list_that_alone_is_too_long_is_cut_before_an_item()
    {
        var list = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"- {Markdown.Words(9, $"i{i}x")}\n  {Markdown.Words(9, $"j{i}x")}"));
        var chunks = Markdown.Read($"## A\n\n{list}\n").Chunks;

        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.StartsWith("- ", chunk.Text, StringComparison.Ordinal));
        Assert.Equal(list, string.Join('\n', chunks.Select(chunk => chunk.Text)));
    }

    [Theory]
    [InlineData("波")]
    [InlineData("x")]
    [InlineData("😀")]
    public void A_text_without_spaces_is_cut_too_and_no_character_in_two(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 20_000));
        var chunks = Markdown.Read($"## A\n\n{text}\n").Chunks;

        Assert.All(chunks, chunk => Assert.InRange(chunk.Text.Length, 1, 350 * 24));
        Assert.All(chunks, chunk => Assert.Equal(0, chunk.Text.Length % character.Length));
        Assert.Equal(text, string.Concat(chunks.Select(chunk => chunk.Text)));
    }

    /// <summary>Whatever is thrown together: keys are unique, no passage is long, and every word is in some passage, in order.</summary>
    [Fact]
    public void Any_mixture_of_blocks_keeps_its_words_in_order_in_passages_of_bounded_length()
    {
        var block = Gen.OneOf(
            Gen.Choose(1, 500).Select(count => Markdown.Words(count, "p")),
            Gen.Choose(1, 120).Select(count => string.Join('\n', Enumerable.Range(1, count).Select(i => $"- point{i} and more"))),
            Gen.Choose(1, 4).Select(level => $"{new string('#', level)} Heading"),
            Gen.Constant("> quoted words\n> and more"),
            Gen.Constant("* * *"));
        Prop.ForAll(Arb.From(Gen.NonEmptyListOf(block)), blocks =>
        {
            var document = Markdown.Read(string.Join("\n\n", blocks));
            var text = string.Join('\n', document.Chunks.Select(chunk => chunk.Text));

            Assert.Equal(document.Chunks.Count, document.Chunks.Select(chunk => chunk.Key).Distinct().Count());
            Assert.All(document.Chunks, chunk => Assert.InRange(Markdown.Count(chunk.Text), 1, 350));
            Assert.Equal(Tokens(string.Join('\n', blocks)), Tokens(text));
        }).QuickCheckThrowOnFailure();

        static List<string> Tokens(string text) =>
            [.. text.Split('\n').Where(line => !line.StartsWith('#')).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
