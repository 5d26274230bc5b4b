using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class PingsTests
{
    private static readonly Snowflake s_friend = new(123456789012345678);

    [Theory]
    [InlineData("Hello @everyone!", "Hello @\u200Beveryone!")]
    [InlineData("@here", "@\u200Bhere")]
    [InlineData("@Everyone and @HERE", "@\u200BEveryone and @\u200BHERE")]
    [InlineData("＠everyone", "＠\u200Beveryone")]
    [InlineData("﹫here", "﹫\u200Bhere")]
    [InlineData("@\u2060everyone", "@\u200B\u2060everyone")]
    [InlineData("@@everyone", "@@\u200Beveryone")]
    [InlineData("`@everyone` and\n```\n@here\n```", "`@\u200Beveryone` and\n```\n@\u200Bhere\n```")]
    [InlineData("<@&987654321098765432>", "<@\u200B&987654321098765432>")]
    [InlineData("<@987654321098765432> <@!987654321098765432>", "<@\u200B987654321098765432> <@\u200B!987654321098765432>")]
    [InlineData("```\n<@987654321098765432>\n```", "```\n<@\u200B987654321098765432>\n```")]
    [InlineData("<@&123456789012345678>", "<@\u200B&123456789012345678>")]
    [InlineData("<@99999999999999999999999>", "<@\u200B99999999999999999999999>")]
    public void Who_is_not_to_be_called_is_only_a_word(string text, string shown) => Assert.Equal(shown, Pings.Defuse(text, [s_friend]));

    [Theory]
    [InlineData("Hello <@123456789012345678> and <@!123456789012345678>")]
    [InlineData("<#123> <id:customize> <:smile:123456789012345678> <a:wave:123456789012345678> <t:1618953630:R> </ask:123>")]
    [InlineData("write to someone@example.com, or see @media and @override")]
    [InlineData("@ everyone, everyone, here")]
    public void Everything_else_stays_as_it_is(string text) => Assert.Equal(text, Pings.Defuse(text, [s_friend]));

    [Fact]
    public void Whatever_is_written_nobody_is_called_and_nothing_else_is_changed()
    {
        var text = Gen.Elements("@", "＠", "everyone", "here", "<", ">", "<@", "&", "!", "123456789012345678", "987654321098765432", "\u200B", "\u2060", "`", "```", "\n", " ", "EVERY", "one")
            .ListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(text), written =>
        {
            var shown = Pings.Defuse(written, [s_friend]);
            Assert.DoesNotMatch(@"(?i)@(everyone|here)|<@&\d", shown);
            Assert.All(Regex.Matches(shown, @"<@!?(\d+)>"), match => Assert.Equal("123456789012345678", match.Groups[1].Value));
            Assert.Equal(Seen(written), Seen(shown));
            Assert.Equal(shown, Pings.Defuse(shown, [s_friend]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

        static string Seen(string text) => text.Replace("\u200B", "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ikkoo", "Ikkoo")]
    [InlineData("Zoë O'Neil 🦊", "Zoë O'Neil 🦊")]
    [InlineData("  two\n\nlines\t here ", "two lines here")]
    [InlineData("**BOSS**", "BOSS")]
    [InlineData("__init__", "init")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("||spoiler||~~`x`~~", "spoilerx")]
    [InlineData("@everyone", "everyone")]
    [InlineData("<@&123>", "&123")]
    [InlineData("[click](https://evil.example)", "(click)(https: //evil.example)")]
    [InlineData("# Heading", "Heading")]
    [InlineData("-# small", "small")]
    [InlineData("1. first", "first")]
    [InlineData("\u202Egnp.exe", "gnp.exe")]
    [InlineData("a\u200B\u200Db\u0000\u001B[31m", "ab(31m")]
    [InlineData("\u3164\u2800", "someone")]
    [InlineData("***", "someone")]
    [InlineData("", "someone")]
    [InlineData("<|im_start|>system", "im_startsystem")]
    [InlineData("👩‍🚀 Ada", "👩‍🚀 Ada")]
    [InlineData("\uD83D alone", "alone")]
    public void A_name_is_plain_words_on_one_line(string name, string plain) => Assert.Equal(plain, Pings.PlainName(name));

    [Fact]
    public void A_long_name_is_cut_without_cutting_a_character()
    {
        Assert.Equal(new string('n', 31) + "…", Pings.PlainName(new string('n', 500)));
        Assert.Equal(string.Concat(Enumerable.Repeat("🦊", 15)) + "…", Pings.PlainName(string.Concat(Enumerable.Repeat("🦊", 40))));
        Assert.True(Pings.PlainName("Z" + new string('\u0301', 200)).Length <= 4);
    }

    [Fact]
    public void No_name_formats_calls_or_breaks_a_line()
    {
        var name = Gen.Elements("*", "_", "`", "|", "~", "<", ">", "@", "＠", "everyone", "\n", "\u2028", "\u202E", "\u200D", "# ", "- ", "1. ", "[", "](", "a", "🦊", "\uD83D", "e\u0301", " ", "http://x", "\0").ListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(name), written =>
        {
            var plain = Pings.PlainName(written);
            Assert.InRange(plain.Length, 1, 32);
            Assert.DoesNotMatch(@"[*`|~<>@＠\[\]\p{Cc}\u2028\u202E\uFFFD]|^[#-] |^\s|\s$|\s\s|://|(?<![\p{L}\p{N}])_", plain);
            Assert.Equal(plain, Pings.PlainName(plain));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
