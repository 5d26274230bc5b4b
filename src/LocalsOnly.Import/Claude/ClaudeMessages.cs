using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Makes messages of what is written in Claude's blocks, whichever file it is in: the message itself and the records beside it.</summary>
/// <param name="conversationKey">Key of the conversation.</param>
/// <param name="artifacts">Gets what the messages write into artifacts; null where there are none, and tags are words like any other.</param>
internal sealed class ClaudeMessages(string conversationKey, DocumentReplay? artifacts, int maxTextLength, Notes notes)
{
    private readonly ArtifactReplay? _replay = artifacts is null ? null : new(artifacts);

    public List<ConversationMessage> Messages { get; } = [];

    /// <summary>Adds a message with its records.</summary>
    /// <param name="id">The vendor's id of it.</param>
    /// <param name="parentId">The vendor's id of the message above; null at a root.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="message">As exported, with <c>content</c>, <c>text</c>, <c>created_at</c>, <c>attachments</c> and <c>files</c>.</param>
    /// <param name="active">On the current branch.</param>
    public void Add(string id, string? parentId, MessageAuthor author, JsonElement message, bool active) => Add(
        new ConversationMessage(KeyOf(id), parentId is null ? null : KeyOf(parentId), author, MessageKind.Visible, active, message.Time("created_at"), "", [])
        {
            RawAt = message.UnreadTime("created_at"),
            Model = message.Text("model"),
        },
        ClaudeContent.Read(message, message.Get("content"), message.Text("text"), notes));

    /// <summary>Adds a message whose head was read by the caller.</summary>
    /// <param name="head">Everything but its text, its attachments and whether it is partial or flattened.</param>
    /// <param name="content">What it says.</param>
    public void Add(ConversationMessage head, ClaudeContent content)
    {
        head = head with { Attachments = content.Attachments, Partial = content.Partial, Flattened = content.Flattened ? true : null };
        Messages.Add(Cut(head with { Text = _replay is null ? content.Text : _replay.TakeTags(content.Text, head) }));
        foreach (var call in content.Calls) _replay?.Call(call, head);
        foreach (var record in content.Records)
            Messages.Add(Cut(new ConversationMessage(
                $"{head.Key}:{record.Name}", head.Key, record.Author, record.Kind, head.Active, head.At, record.Text, record.Attachments)
            { Partial = record.Partial }));
    }

    public string KeyOf(string id) => $"{conversationKey}:{ExportId.Safe(id)}";

    private ConversationMessage Cut(ConversationMessage message)
    {
        var partial = message.Partial;
        var text = notes.Cut(message.Text, maxTextLength, ref partial);
        return ReferenceEquals(text, message.Text) ? message : message with { Text = text, Partial = partial };
    }
}
