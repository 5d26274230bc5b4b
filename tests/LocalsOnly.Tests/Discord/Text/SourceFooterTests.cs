using LocalsOnly.Agents;
using LocalsOnly.Discord.Text;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class SourceFooterTests
{
    private static readonly DateTimeOffset s_march = new(2024, 3, 3, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_cited_is_named_with_its_vendor_title_and_day() => Assert.Equal(
        "-# [1] ChatGPT · Ragù for two, 3 Mar 2024 · [3] your notes · Sauces",
        Compose(Source(1, "chatgpt", "Ragù for two", s_march), Source(2, "claude", "Not cited", s_march, cited: false), Source(3, "knowledge", "Sauces", null)));

    [Fact]
    public void A_day_is_the_persons_day() =>
        Assert.Contains("4 Mar 2024", SourceFooter.Compose([Source(1, "claude", "x", s_march)], TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east")), StringComparison.Ordinal);

    [Fact]
    public void Without_citations_there_is_no_footer()
    {
        Assert.Equal("", Compose());
        Assert.Equal("", Compose(Source(1, "claude", "x", s_march, cited: false)));
    }

    [Fact]
    public void Two_passages_of_one_conversation_are_one_source() =>
        Assert.Equal("-# [1][2] Claude · Trip, 3 Mar 2024", Compose(Source(1, "claude", "Trip", s_march), Source(2, "claude", "Trip", s_march)));

    [Fact]
    public void A_title_formats_nothing_calls_nobody_and_breaks_no_line() =>
        Assert.Equal("-# [1] Claude · \\*\\*A\\*\\* \\`b\\` @\u200Beveryone \\[x\\](y) # c", Compose(Source(1, "claude", "**A** `b`\u202E @everyone [x](y) # c", null)));

    [Fact]
    public void What_does_not_fit_in_two_lines_is_counted()
    {
        var sources = Enumerable.Range(1, 12).Select(i => Source(i, "chatgpt", $"A conversation number {i} about a matter of importance", s_march)).ToArray();

        var footer = Compose(sources);

        Assert.InRange(footer.Length, 100, 300);
        Assert.Equal(2, footer.Split('\n').Length);
        Assert.All(footer.Split('\n'), line => Assert.StartsWith("-# [", line));
        var shown = footer.Split("ChatGPT").Length - 1;
        Assert.EndsWith($" · and {12 - shown} more", footer);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void However_long_the_titles_are_it_stays_within_its_bounds(int count)
    {
        var footer = Compose([.. Enumerable.Range(1, count).Select(i => Source(i, new string('v', 50), i + string.Concat(Enumerable.Repeat("*_`|", 60)), s_march))]);

        Assert.InRange(footer.Length, 1, 300);
        Assert.InRange(footer.Split('\n').Length, 1, 2);
    }

    private static TurnSource Source(int number, string source, string title, DateTimeOffset? at, bool cited = true) =>
        new(number, new Passage($"k{number}", "c", source, title, MessageAuthor.Assistant, at, "text", 1), "text", cited);

    private static string Compose(params TurnSource[] sources) => SourceFooter.Compose(sources, TimeZoneInfo.Utc);
}
