using LocalsOnly.Discord.Text;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class QuotedExchangeTests
{
    private static readonly DateTimeOffset s_at = new(2024, 3, 3, 14, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("q")]
    [InlineData("a")]
    public void Whichever_of_the_two_is_cited_both_are_shown_in_their_order(string cited) => Assert.Equal(
        """
        **Ragù** · ChatGPT, 3 Mar 2024
        **You** · 3 Mar 2024, 14:05
        > How long?
        > Really.
        **ChatGPT** · 3 Mar 2024, 14:06
        > Three hours.
        """,
        Compose(cited, Message("q", null, MessageAuthor.User, "How long?\nReally."), Message("a", "q", MessageAuthor.Assistant, "Three hours.", minutes: 1)));

    [Fact]
    public void What_the_model_did_between_the_two_is_passed_over()
    {
        var quoted = Compose("a", Message("q", null, MessageAuthor.User, "How long?"), Message("t", "q", MessageAuthor.Tool, "searched", MessageKind.ToolResult), Message("a", "t", MessageAuthor.Assistant, "Three hours."));

        Assert.Contains("> How long?", quoted, StringComparison.Ordinal);
        Assert.DoesNotContain("searched", quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_replies_the_kept_one_is_shown()
    {
        var quoted = Compose(
            "q", Message("q", null, MessageAuthor.User, "How long?"), Message("b", "q", MessageAuthor.Assistant, "Given up.") with { Active = false }, Message("a", "q", MessageAuthor.Assistant, "Kept."));

        Assert.Contains("> Kept.", quoted, StringComparison.Ordinal);
        Assert.DoesNotContain("Given up", quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_was_never_answered_stands_alone() =>
        Assert.EndsWith("> How long?", Compose("q", Message("q", null, MessageAuthor.User, "How long?"), Message("x", null, MessageAuthor.User, "Other")));

    [Fact]
    public void A_message_that_is_gone_is_none() => Assert.Null(Compose("gone", Message("q", null, MessageAuthor.User, "How long?")));

    [Fact]
    public void Long_messages_are_cut_and_the_cited_one_has_the_most_room()
    {
        var quoted = Compose(
            "a", Message("q", null, MessageAuthor.User, string.Join("\n", Enumerable.Repeat("A question of some length.", 200))),
            Message("a", "q", MessageAuthor.Assistant, "```py\n" + string.Join("\n", Enumerable.Repeat("x = 1", 500)) + "\n```"));

        Assert.NotNull(quoted);
        Assert.InRange(quoted.Length, 1500, 1900);
        Assert.True(quoted.Split("x = 1").Length > 100);
        Assert.Contains("> A question of some length.", quoted, StringComparison.Ordinal);
        Assert.Equal(2, quoted.Split("\n> …").Length - 1);
        Assert.Equal(2, quoted.Split("> ```").Length - 1);
    }

    [Fact]
    public void A_short_question_leaves_its_room_to_the_reply()
    {
        var quoted = Compose("a", Message("q", null, MessageAuthor.User, "Why?"), Message("a", "q", MessageAuthor.Assistant, string.Join(' ', Enumerable.Repeat("because", 900))));

        Assert.InRange(quoted!.Length, 1850, 1900);
    }

    [Fact]
    public void Nobody_is_called_and_what_Discord_cannot_render_is_converted()
    {
        var quoted = Compose("a", Message("a", null, MessageAuthor.Assistant, "@everyone <@5>\n#### Small") with { Name = "@here **B**" });

        Assert.Contains("**here B**", quoted, StringComparison.Ordinal);
        Assert.Contains("> @\u200Beveryone <@\u200B5>\n> **Small**", quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void Attached_files_are_named() =>
        Assert.EndsWith("> Look.\n> (attached: a_b.pdf, \\*c\\*.png)", Compose("q", Message("q", null, MessageAuthor.User, "Look.") with { Attachments = ["a_b.pdf", "*c*.png"] }));

    [Fact]
    public void A_circle_of_parents_ends() =>
        Assert.NotNull(Compose("a", Message("a", "b", MessageAuthor.Assistant, "one"), Message("b", "a", MessageAuthor.Assistant, "two")));

    private static ConversationMessage Message(string key, string? parent, MessageAuthor author, string text, MessageKind kind = MessageKind.Visible, int minutes = 0) =>
        new(key, parent, author, kind, true, s_at.AddMinutes(minutes), text, []);

    private static string? Compose(string cited, params ConversationMessage[] messages) =>
        QuotedExchange.Compose(new Conversation("chatgpt:1", "chatgpt", "Ragù", s_at, s_at, null, null, messages), cited, TimeZoneInfo.Utc);
}
