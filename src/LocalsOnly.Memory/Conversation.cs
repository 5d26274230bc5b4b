namespace LocalsOnly.Memory;

/// <summary>One conversation, whichever vendor it came from.</summary>
/// <param name="Key">Globally unique and stable over re-exports: <c>chatgpt:{id}</c>, <c>claude:{uuid}</c>.</param>
/// <param name="Source">Where it comes from: <c>chatgpt</c>, <c>claude</c>.</param>
/// <param name="Title">Never empty; the importer falls back on a summary or the first words (<see cref="FallbackTitle"/>).</param>
/// <param name="CreatedAt">UTC; null when the export does not say.</param>
/// <param name="UpdatedAt">UTC; null when the export does not say.</param>
/// <param name="Model">Model slug of the conversation, where the export has one.</param>
/// <param name="Account">Account id as the export gives it; an attribute, never part of a key.</param>
/// <param name="Messages">Every node of the tree that holds a message, active path first in reading order, then the others.</param>
public sealed record Conversation(
    string Key,
    string Source,
    string Title,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    string? Model,
    string? Account,
    IReadOnlyList<ConversationMessage> Messages)
{
    /// <summary>What it is; anything but a <see cref="ConversationKind.Chat"/> is kept and recalled like one.</summary>
    public ConversationKind Kind { get; init; }

    /// <summary>Key of the last message of the branch that the export calls current; null when it names none.</summary>
    public string? Leaf { get; init; }

    /// <summary>When the export that holds it was written, where it is exported without a date of its own and is written anew by the vendor; null otherwise.</summary>
    public DateTimeOffset? ExportedAt { get; init; }

    /// <summary>True when the export does not name it and the title is that of something else: a summary, a project. Null otherwise.</summary>
    public bool? TitleBorrowed { get; init; }

    /// <summary>True when the export names no parents and they are only the order of its messages. Null otherwise.</summary>
    public bool? ParentsGuessed { get; init; }

    /// <summary>Key of the project it belongs to, where the export has a hard key or the person confirmed one; null otherwise.</summary>
    public string? Project { get; init; }
}

/// <summary>What the vendors export beside chats.</summary>
public enum ConversationKind
{
    /// <summary>Turns between a person and a model.</summary>
    Chat,

    /// <summary>A project: its description, instructions and documents.</summary>
    Project,

    /// <summary>What the vendor's model had noted about the person.</summary>
    Memory,

    /// <summary>A chat about a design.</summary>
    Design,

    /// <summary>A session of a coding agent.</summary>
    CodeSession,

    /// <summary>A file of the knowledge folder: one message per passage.</summary>
    Knowledge,
}

/// <summary>One message of a conversation, or a record beside it.</summary>
/// <param name="Key">Globally unique and stable: <c>{conversation key}:{node id}</c>.</param>
/// <param name="ParentKey">Key of the nearest ancestor that holds a message, which another export may have; null at a root.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Kind">What it is; only <see cref="MessageKind.Visible"/> messages are shown as turns and indexed.</param>
/// <param name="Active">On the branch the person last looked at.</param>
/// <param name="At">UTC; null when the export does not say. A child earlier than its parent is legal.</param>
/// <param name="Text">Plain text or Markdown, exactly as exported apart from resolved citation marks; may be empty.</param>
/// <param name="Attachments">Names of attached or referenced files, as the person knew them.</param>
public sealed record ConversationMessage(
    string Key,
    string? ParentKey,
    MessageAuthor Author,
    MessageKind Kind,
    bool Active,
    DateTimeOffset? At,
    string Text,
    IReadOnlyList<string> Attachments)
{
    /// <summary>The time as the export has it, when <see cref="At"/> is null because it could not be read or is out of range.</summary>
    public string? RawAt { get; init; }

    /// <summary>Name of who wrote it, where several people talk; null in a chat of one person with a model.</summary>
    public string? Name { get; init; }

    /// <summary>Model slug of this message, where the export has one.</summary>
    public string? Model { get; init; }

    /// <summary>The export holds only a part of it: a reply that was being written, a block that the vendor left out.</summary>
    public bool Partial { get; init; }

    /// <summary>True when the export has only a flattened form of it, in which other things may be mixed with what was said. Null otherwise.</summary>
    public bool? Flattened { get; init; }
}

/// <summary>Who wrote a message.</summary>
public enum MessageAuthor
{
    /// <summary>The person.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>The vendor.</summary>
    System,

    /// <summary>A tool of the vendor's.</summary>
    Tool,
}

/// <summary>What a message is to the reader.</summary>
public enum MessageKind
{
    /// <summary>A turn that the person saw.</summary>
    Visible,

    /// <summary>Custom instructions, hidden system text: known to the model, never said by the person in this conversation.</summary>
    Context,

    /// <summary>The model's thinking.</summary>
    Reasoning,

    /// <summary>A call to a tool.</summary>
    ToolCall,

    /// <summary>What a tool gave back.</summary>
    ToolResult,

    /// <summary>The final text of a canvas, an artifact or a document of a project.</summary>
    Document,

    /// <summary>The extracted text of a file that the person attached.</summary>
    Attachment,

    /// <summary>A quotation from the web or from a file, with where it is from.</summary>
    Source,
}
