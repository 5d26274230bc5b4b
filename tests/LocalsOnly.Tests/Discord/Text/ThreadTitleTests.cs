using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class ThreadTitleTests
{
    [Theory]
    [InlineData("How do I make ragù for two?", "How do I make ragù for two?")]
    [InlineData("Plan my week. It has a holiday in it, and more.", "Plan my week")]
    [InlineData("Hi! Can you look at this?", "Hi! Can you look at this?")]
    [InlineData("<@123456789012345678> what is **delta**?", "what is delta?")]
    [InlineData("@everyone come and look at this", "come and look at this")]
    [InlineData("# A heading\n- and `a list`", "A heading and a list")]
    [InlineData("See [the page](https://example.com) for it", "See the page for it")]
    [InlineData("It was ||the butler|| all along", "It was … all along")]
    [InlineData("party <:blob:123456789012345678> in <#123456789012345678> at <t:1618953630:R>", "party :blob: in at")]
    [InlineData("```py\nprint(1)\n```", "print(1)")]
    [InlineData("what does my_long_name do", "what does my_long_name do")]
    [InlineData("two\u202E\n\n  lines\u200B\tof it", "two lines of it")]
    [InlineData("", "Conversation")]
    [InlineData("<@123456789012345678>", "Conversation")]
    [InlineData("\uD83D", "Conversation")]
    public void The_first_words_without_marks(string message, string title) => Assert.Equal(title, ThreadTitle.Of(message));

    [Fact]
    public void A_long_one_is_cut_behind_a_word()
    {
        var title = ThreadTitle.Of(string.Join(' ', Enumerable.Repeat("seventeen", 30)));

        Assert.Equal(string.Join(' ', Enumerable.Repeat("seventeen", 10)) + "…", title);
    }

    [Fact]
    public void Every_title_is_one_line_of_1_to_100_units_that_calls_nobody()
    {
        var message = Gen.Elements("@", "everyone", "<@", "<@&", "12345", ">", "||", "**", "_", "`", "```", "\n", " ", "word", "Word. ", "👩‍🚀", "\uD83D", "[", "](", ")", "<#", "x", "\u202E", "# ", "東京。").ListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(message), written =>
        {
            var title = ThreadTitle.Of(written);
            Assert.InRange(title.Length, 1, 100);
            Assert.Equal(title.Trim(), title);
            Assert.DoesNotMatch(@"[\p{Cc}\u202E]|@(everyone|here)|<@[!&]?\d+>", title);
            Assert.False(char.IsHighSurrogate(title[^1]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
