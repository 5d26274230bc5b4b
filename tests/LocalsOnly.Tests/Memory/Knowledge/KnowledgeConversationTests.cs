using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class KnowledgeConversationTests
{
    private static readonly string s_body = Markdown.Words(90);

    [Fact]
    public void Each_passage_is_a_message_that_begins_with_its_headings()
    {
        var talk = KnowledgeConversation.Of(Markdown.Read($"---\ntitle: Options income\nupdated: 2026-11-25\n---\n## The wheel\n\n{s_body}\n\n## Rolling\n\n{s_body}\n"));

        Assert.Equal(("knowledge:solus/note.md", "knowledge", "Options income", ConversationKind.Knowledge), (talk.Key, talk.Source, talk.Title, talk.Kind));
        Assert.Equal(["knowledge:solus/note.md:the-wheel", "knowledge:solus/note.md:rolling"], talk.Messages.Select(message => message.Key));
        Assert.Equal([null, "knowledge:solus/note.md:the-wheel"], talk.Messages.Select(message => message.ParentKey));
        Assert.Equal("knowledge:solus/note.md:rolling", talk.Leaf);
        Assert.Equal($"Options income > Rolling\n{s_body}", talk.Messages[1].Text);
        Assert.All(talk.Messages, message => Assert.Equal(
            (MessageAuthor.System, MessageKind.Visible, true, null, new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero)),
            (message.Author, message.Kind, message.Active, message.Name, message.At!.Value)));
    }

    [Fact]
    public void Without_a_date_of_its_own_it_has_the_files()
    {
        var document = Markdown.Read("text");
        var talk = KnowledgeConversation.Of(document);

        Assert.Equal((document.ModifiedAt, document.ModifiedAt), (talk.CreatedAt, talk.UpdatedAt));
        Assert.True(document.ModifiedAt > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void A_file_that_could_not_be_read_is_a_conversation_without_messages()
    {
        var talk = KnowledgeConversation.Of(Markdown.Read(""));

        Assert.Empty(talk.Messages);
        Assert.Null(talk.Leaf);
    }

    [Fact]
    public void Numbers_of_kinds_that_are_stored_stay() =>
        Assert.Equal([0, 1, 2, 3, 4, 5],
            new[] { ConversationKind.Chat, ConversationKind.Project, ConversationKind.Memory, ConversationKind.Design, ConversationKind.CodeSession, ConversationKind.Knowledge }.Select(kind => (int)kind));
}
