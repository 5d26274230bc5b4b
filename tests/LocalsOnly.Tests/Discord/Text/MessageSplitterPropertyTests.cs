using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

/// <summary>What holds for every text.</summary>
public sealed class MessageSplitterPropertyTests
{
    private static readonly Gen<int> s_limit = Gen.OneOf(Gen.Choose(20, 80), Gen.Choose(80, 500), Gen.Choose(500, 2000));

    [Fact]
    public void No_part_is_too_long_or_blank() => Check(
        (text, limit) => Assert.All(MessageSplitter.Split(text, limit), part =>
        {
            Assert.InRange(part.Length, 1, limit);
            Assert.False(string.IsNullOrWhiteSpace(part));
        }));

    [Fact]
    public void Nothing_is_lost_but_white_space_and_lines_that_close_a_fence() => Check((text, limit) =>
    {
        var at = 0;
        foreach (var part in MessageSplitter.Cut(text, limit))
        {
            Assert.True(part.Start >= at);
            AssertNothing(text[at..part.Start]);
            Assert.False(string.IsNullOrWhiteSpace(text[part.Start..part.End]));
            at = part.End;
        }

        AssertNothing(text[at..]);
    });

    [Fact]
    public void What_is_added_opens_or_closes_a_fence_or_goes_on_with_a_quote() => Check((text, limit) =>
    {
        var parts = MessageSplitter.Cut(text, limit);
        Assert.All(parts, part =>
        {
            Assert.Matches(@"^(>>> )?((> )?(`{3,}|~{3,})[^\n]*\n)?([ \t>]*|\s*-# )$", part.Opening);
            Assert.Matches(@"^(\n(> )?(`{3,}|~{3,}))?$", part.Closing);
        });
        Assert.Equal("", parts.Count == 0 ? "" : parts[0].Opening);
    });

    [Fact]
    public void No_cut_is_within_a_cluster_of_characters() => Check((text, limit) =>
    {
        // A cluster of its own is longer than what a message holds only in the fragments: those are cut where no surrogate pair is.
        var starts = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        foreach (var part in MessageSplitter.Cut(text, limit))
        {
            Assert.True(starts.Contains(part.Start) || part.Start == text.Length, $"a part begins within a cluster, at {part.Start}");
            Assert.True(starts.Contains(part.End) || part.End == text.Length, $"a part ends within a cluster, at {part.End}");
        }
    });

    [Fact]
    public void Every_fence_that_fits_in_a_message_is_whole_in_one() => Check(
        (text, limit) =>
        {
            var parts = MessageSplitter.Split(text, limit);
            var fences = new MessageBlocks(text, limit).Fences.Where(fence => fence.End <= text.Length && fence.End - fence.Start <= limit);
            Assert.All(fences, fence => Assert.Contains(parts, part => part.Contains(text[fence.Start..fence.End], StringComparison.Ordinal)));
        },
        MarkdownSamples.Markdown);

    [Fact]
    public void Every_list_quote_and_table_that_fits_in_a_message_is_whole_in_one() => Check(
        (text, limit) =>
        {
            var parts = MessageSplitter.Split(text, limit);
            foreach (var block in text.Split("\n\n").Where(block => block.Length <= limit && block.StartsWith("> ", StringComparison.Ordinal)))
                Assert.Contains(parts, part => part.Contains(block, StringComparison.Ordinal));
            foreach (var kept in new MessageBlocks(text, limit).Kept.Where(kept => kept.End - kept.Start <= limit))
                Assert.Contains(parts, part => part.Contains(text[kept.Start..kept.End], StringComparison.Ordinal));
        },
        MarkdownSamples.Markdown);

    [Fact]
    public void Fences_are_balanced_in_every_part() => Check(
        (text, limit) => Assert.All(MessageSplitter.Split(text, limit), part =>
        {
            var fence = new FenceReader();
            foreach (var line in part.Split('\n')) fence.Read(line);
            Assert.False(fence.IsOpen, part);
        }),
        MarkdownSamples.Markdown,
        Gen.OneOf(Gen.Choose(40, 200), Gen.Choose(200, 2000)));

    [Fact]
    public void A_part_that_ends_two_limits_before_the_end_stays_what_it_is_when_the_text_grows() => Prop.ForAll(
        Arb.From(Gen.OneOf(MarkdownSamples.Markdown, MarkdownSamples.Rubble)), Arb.From(Gen.Choose(20, 120)), Arb.From(Gen.Choose(0, 1000)), (text, limit, cut) =>
        {
            var grown = MessageSplitter.Cut(text, limit);
            var shorter = text[..(text.Length * cut / 1000)];
            var parts = MessageSplitter.Cut(shorter, limit);
            for (var i = 0; i < parts.Count && parts[i].End + 2 * limit + Slack <= shorter.Length; i++) Assert.Equal(grown[i], parts[i]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_same_text_is_always_cut_alike() => Check((text, limit) => Assert.Equal(MessageSplitter.Split(text, limit), MessageSplitter.Split(new string(text), limit)));

    /// <summary>A few units that tell what a line is.</summary>
    private const int Slack = 12;

    private static void AssertNothing(string gap) => Assert.Matches(@"^[\s]*([ \t>]*(`{3,}|~{3,})[\s]*)?$", gap);

    private static void Check(Action<string, int> holds, Gen<string>? texts = null, Gen<int>? limits = null) => Prop.ForAll(
        Arb.From(texts ?? Gen.OneOf(MarkdownSamples.Markdown, MarkdownSamples.Rubble)), Arb.From(limits ?? s_limit), (text, limit) => holds(text, limit)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
