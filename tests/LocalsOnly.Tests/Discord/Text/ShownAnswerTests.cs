using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

/// <summary>The way from what a model writes to what Discord is sent, as a whole.</summary>
public sealed class ShownAnswerTests
{
    [Fact]
    public void Whatever_is_written_becomes_messages_that_fit_and_call_nobody() => Prop.ForAll(
        Arb.From(Gen.OneOf(MarkdownSamples.Markdown, MarkdownSamples.Rubble)), Arb.From(Gen.Elements("@everyone", "<@&123>", "<@456>", "| a |\n|---|\n| @here |")), (markdown, call) =>
        {
            var written = markdown + "\n\n" + call + "\n\n" + markdown;
            var parts = MessageSplitter.Split(Pings.Defuse(DiscordMarkdown.From(written), []), 300);

            Assert.All(parts, part =>
            {
                Assert.InRange(part.Length, 1, 300);
                Assert.DoesNotMatch(@"@(everyone|here)|<@[!&]?\d", part);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_hostile_answer_takes_no_time_that_a_person_would_notice()
    {
        string[] hostile = ["[](", "![", "**", "`a", "``", "||", "<b", "<!--", "\\(", "$$", "> ", "| a ", "|-|-\n", "- [ ] ", "# ", "\u0301", "@\u2060", "<a href=", "_", "```\n", "[![a]("];
        var slow = new List<string>();
        foreach (var piece in hostile)
        {
            var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
            var started = Stopwatch.GetTimestamp();
            MessageSplitter.Split(Pings.Defuse(DiscordMarkdown.From(text), []));
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(3)) slow.Add($"{piece} took {Stopwatch.GetElapsedTime(started)}");
        }

        Assert.Empty(slow);
    }
}
