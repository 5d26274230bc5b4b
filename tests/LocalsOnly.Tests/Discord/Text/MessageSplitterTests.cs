using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class MessageSplitterTests
{
    [Fact]
    public void A_text_that_fits_is_one_part_and_a_blank_one_is_none()
    {
        Assert.Equal(["short"], MessageSplitter.Split("short"));
        Assert.Equal([new string('x', 2000)], MessageSplitter.Split(new string('x', 2000)));
        Assert.Empty(MessageSplitter.Split(" \n\t\u00A0\n"));
        Assert.Empty(MessageSplitter.Split(""));
    }

    [Fact]
    public void The_cut_is_between_paragraphs_although_a_sentence_would_fill_more() =>
        Assert.Equal(["One sentence here. Another one.", "The next paragraph. It goes on."], Split("One sentence here. Another one.\n\nThe next paragraph. It goes on.", 50));

    [Fact]
    public void Between_lines_when_there_are_no_paragraphs() =>
        Assert.Equal(["First line of it\nsecond line of it", "third line of it"], Split("First line of it\nsecond line of it\nthird line of it", 40));

    [Theory]
    [InlineData("It rains today. It snows tomorrow evening.", "It rains today.")]
    [InlineData("He said \"it rains.\" Then he went home again.", "He said \"it rains.\"")]
    [InlineData("It rains **today.** It snows tomorrow evening.", "It rains **today.**")]
    [InlineData("これは最初の文です。これは二番目の文です。これは三番目の文です。これは四番目の文", "これは最初の文です。これは二番目の文です。")]
    [InlineData("Die Wanderung war schön! Am Abend kam Regen auf.", "Die Wanderung war schön!")]
    public void Between_sentences_when_there_are_no_lines(string text, string first) => Assert.Equal(first, Split(text, 30)[0]);

    [Theory]
    [InlineData("Use flour, e.g. Italian")]
    [InlineData("She met Mr. Smith then")]
    [InlineData("Es ist am 3. Mai im Garten")]
    [InlineData("It is 3.14 wide at least")]
    [InlineData("By J. R. Tolkien himself")]
    [InlineData("Nimm z. B. Mehl und Hefe")]
    [InlineData("Visit the U.S. Congress")]
    [InlineData("Wait ... and then go on")]
    public void Not_behind_abbreviations_decimals_or_ordinals(string sentence) => Assert.Equal("It rains out here.", Split("It rains out here. " + sentence, 36)[0]);

    [Fact]
    public void Between_words_when_there_are_no_sentences_and_within_one_only_when_it_is_too_long()
    {
        Assert.Equal(["one two three four", "five six"], Split("one two three four five six", 20));
        Assert.Equal(["aaaaaaaaaaaaaaaaaaaa", "aaaaa"], Split(new string('a', 25), 20));
        Assert.Equal(["ok", "aaaaaaaaaaaaaaaaaaa"], Split("ok " + new string('a', 19), 20));
    }

    [Theory]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("👍🏽")]
    [InlineData("🇩🇪")]
    [InlineData("e\u0301")]
    [InlineData("각")]
    public void Never_within_what_is_seen_as_one_character(string cluster)
    {
        var text = string.Concat(Enumerable.Repeat(cluster, 40));

        Assert.All(Split(text, 23), part => Assert.Equal("", part.Replace(cluster, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cluster_that_is_longer_than_a_message_is_cut_but_no_surrogate_pair_is()
    {
        var parts = Split("x" + string.Concat(Enumerable.Repeat("\U0001D165", 30)), 20);

        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part[0]) || char.IsHighSurrogate(part[^1])));
    }

    [Fact]
    public void Code_that_fits_is_kept_whole_although_the_part_before_it_becomes_short()
    {
        var code = "```python\n" + string.Concat(Enumerable.Repeat("x = 1\n", 10)) + "```";

        Assert.Equal(["This does it:", code], Split("This does it:\n\n" + code, 80));
    }

    [Fact]
    public void Code_that_does_not_fit_is_closed_and_opened_again_with_its_language()
    {
        var parts = Split("```c#\nvar a = 1;\nvar b = 2;\n\nvar c = 3;\nvar d = 4;\n```\nDone.", 40);

        Assert.Equal(["```c#\nvar a = 1;\nvar b = 2;\n```", "```c#\nvar c = 3;\nvar d = 4;\n```\nDone."], parts);
    }

    [Fact]
    public void Code_goes_on_with_its_indentation() =>
        Assert.Equal("```py\n    b = call(second)\n```", Split("```py\ndef f():\n    a = call(first)\n    b = call(second)\n```", 40)[1]);

    [Fact]
    public void A_longer_fence_holds_a_shorter_one()
    {
        var text = "Write this:\n\n````md\n# Title\n\n```js\nlet x = 1;\n```\n\nAnd so on with it.\n````";

        Assert.Equal(["Write this:", text[13..]], Split(text, 70));
        Assert.All(Split(text, 50).Skip(1), part => Assert.StartsWith("````md\n", part));
        Assert.All(Split(text, 50).Skip(1), part => Assert.EndsWith("\n````", part));
    }

    [Fact]
    public void Tildes_are_closed_by_tildes()
    {
        var parts = Split("~~~\n```\nnot the end\n```\nstill code here\n~~~", 30);

        Assert.All(parts, part => Assert.StartsWith("~~~\n", part));
        Assert.All(parts, part => Assert.EndsWith("\n~~~", part));
    }

    [Fact]
    public void A_fence_that_the_text_leaves_open_is_closed_in_every_part() =>
        Assert.Equal(["```py\na = 1\n```"], Split("```py\na = 1", 2000));

    [Fact]
    public void A_fence_of_which_nothing_is_said_yet_stays_as_it_is() => Assert.Equal(["Code:\n```py"], Split("Code:\n```py\n", 2000));

    [Fact]
    public void No_part_is_only_a_closing_fence() =>
        Assert.Equal(["```\naaaa bbbb ccc\n```", "And more text."], Split("```\naaaa bbbb ccc\n```\n\nAnd more text.", 24));

    [Fact]
    public void A_fence_in_a_list_closes_where_it_is_closed()
    {
        var parts = Split("1. Run it:\n   ```sh\n   make all the things\n   ```\n2. Look at what it has written to the disk.", 60);

        Assert.Equal("2. Look at what it has written to the disk.", parts[^1]);
        Assert.All(parts, part => Assert.Equal(0, part.Split("```").Length % 2 == 1 ? 0 : 1));
    }

    [Fact]
    public void A_list_that_fits_is_kept_whole_and_a_longer_one_is_cut_between_its_items()
    {
        Assert.Equal(["Some words before it come here.", "- one item\n- two items\n- three items"], Split("Some words before it come here.\n\n- one item\n- two items\n- three items", 50));
        Assert.Equal(["- one item\n  of two lines", "- two items\n  of two lines"], Split("- one item\n  of two lines\n- two items\n  of two lines", 45));
    }

    [Fact]
    public void A_quote_that_fits_is_kept_whole() =>
        Assert.Equal(["He wrote what follows now.", "> one line\n> another line"], Split("He wrote what follows now.\n> one line\n> another line", 40));

    [Fact]
    public void A_long_line_of_a_quote_goes_on_as_a_quote() =>
        Assert.Equal(["> All of this was said by", "> somebody else here."], Split("> All of this was said by somebody else here.", 26));

    [Fact]
    public void A_quote_to_the_end_goes_on_in_every_part() =>
        Assert.Equal(["The words before it.", ">>> First paragraph.", ">>> Second paragraph."], Split("The words before it.\n>>> First paragraph.\n\nSecond paragraph.", 28));

    [Fact]
    public void A_heading_stays_with_what_it_is_over()
    {
        Assert.Equal(["Words of the introduction.", "## Title\nThe text under it."], Split("Words of the introduction.\n\n## Title\nThe text under it.", 42));
        Assert.Equal(["Words of the introduction here.", "## T\n\n```\ncode\n```"], Split("Words of the introduction here.\n\n## T\n\n```\ncode\n```", 44));
    }

    [Theory]
    [InlineData("Some words, and **then bold words** and more.", "**then bold words**")]
    [InlineData("Some words, and `code of some length` and on.", "`code of some length`")]
    [InlineData("Some words. And ||the butler it is|| and more.", "||the butler it is||")]
    [InlineData("Some words, [a link here](https://a.example/x)!", "[a link here](https://a.example/x)!")]
    [InlineData("Some words here and <https://a.example/x y>", "<https://a.example/x")]
    [InlineData("Words words <@123456789012345678> and more", "<@123456789012345678>")]
    public void What_is_marked_is_not_cut_in_two(string text, string marked) => Assert.Contains(Split(text, 36), part => part.Contains(marked, StringComparison.Ordinal));

    [Fact]
    public void A_long_address_moves_to_the_next_part_as_a_whole()
    {
        var address = "https://example.com/" + new string('a', 1700);

        Assert.Equal(["See the page that I have found at", address + " for it."], Split("See the page that I have found at " + address + " for it.", 1740));
    }

    [Fact]
    public void Emphasis_that_is_longer_than_a_message_is_cut_between_its_words() =>
        Assert.All(Split("**" + string.Join(' ', Enumerable.Repeat("word", 50)) + "**", 40), part => Assert.Matches(@"^(\*\*)?word( word)*(\*\*)?$", part));

    [Fact]
    public void A_limit_that_leaves_no_room_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => MessageSplitter.Split("text", 19));

    private static IReadOnlyList<string> Split(string text, int limit) => MessageSplitter.Split(text, limit);
}
