using System.Text;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class LongAnswerTests
{
    private static readonly string s_paragraph = string.Concat(Enumerable.Repeat("Words of a paragraph. ", 30)).TrimEnd();

    [Fact]
    public void An_answer_within_the_bound_is_no_long_one()
    {
        Assert.Null(LongAnswer.Of(new string('x', 6000)));
        Assert.Null(LongAnswer.Of(new string(' ', 9000)));
        Assert.NotNull(LongAnswer.Of(new string('x', 6001)));
    }

    [Fact]
    public void The_message_has_the_beginning_the_headings_and_the_number_of_words()
    {
        var answer = $"{s_paragraph}\n\n" + string.Concat(Enumerable.Range(1, 8).Select(i => $"## Part {i}\n\n### Detail **{i}**\n\n{s_paragraph}\n\n```\n# no heading\n```\n\n"));

        var summary = LongAnswer.Of(answer)!.Summary;

        Assert.StartsWith(s_paragraph, summary);
        Assert.Contains("\n\n**Further in the file**\n- Part 1\n  - Detail 1\n- Part 2\n", summary, StringComparison.Ordinal);
        Assert.Contains("\n- and ", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("no heading", summary, StringComparison.Ordinal);
        Assert.Matches(@"\n\nThe whole answer, 1,\d{3} words, is in the file\.$", summary);
        Assert.InRange(summary.Length, 850, 2000);
    }

    [Fact]
    public void Without_headings_the_items_of_lists_are_the_outline()
    {
        var answer = $"{s_paragraph}\n\n{s_paragraph}\n\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"{i}. **Step {i}:**\n   {s_paragraph}\n"));

        Assert.Contains("\n- Step 1\n- Step 2\n", LongAnswer.Of(answer, 3000)!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_either_there_is_no_outline() => Assert.DoesNotContain("Further", LongAnswer.Of(string.Join("\n\n", Enumerable.Repeat(s_paragraph, 12)))!.Summary, StringComparison.Ordinal);

    [Fact]
    public void The_file_has_the_answer_as_it_was_written()
    {
        var answer = string.Join("\n\n", Enumerable.Repeat("| a | b |\n|---|---|\n| é | 東京 |", 300));

        Assert.Equal(answer + "\n", Encoding.UTF8.GetString(LongAnswer.Of(answer)!.File.Span));
    }

    [Fact]
    public void The_message_fits_whatever_the_answer_is_made_of()
    {
        string[] pieces = ["x", "東京", "- **" + new string('*', 90) + "\n", "## " + new string('_', 90) + "\n", "```\ncode\n", "👩‍🚀", "> ", "| a |\n|---|\n"];

        Assert.All(pieces, piece => Assert.InRange(LongAnswer.Of(string.Concat(Enumerable.Repeat(piece, 9000 / piece.Length)))!.Summary.Length, 1, 2000));
    }

    [Fact]
    public void Chinese_and_Japanese_are_counted_by_characters() =>
        Assert.EndsWith("The whole answer, 7,000 words, is in the file.", LongAnswer.Of(string.Concat(Enumerable.Repeat("東京大阪京都。", 1000)) + string.Concat(Enumerable.Repeat("神", 1000)))!.Summary);
}
