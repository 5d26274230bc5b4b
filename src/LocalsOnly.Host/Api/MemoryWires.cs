using LocalsOnly.Memory;

namespace LocalsOnly.Host.Api;

/// <summary><c>GET /api/search</c> and <c>locals search --json</c>.</summary>
internal sealed record SearchWire(string Query, IReadOnlyList<SearchResultWire> Results)
{
    public static SearchWire From(string query, IEnumerable<Passage> passages) => new(query, [.. passages.Select(SearchResultWire.From)]);
}

internal sealed record SearchResultWire(
    string Key, string Conversation, string Title, string? Date, string Source, string Author, string Text, double Score)
{
    public static SearchResultWire From(Passage passage) => new(
        passage.MessageKey, passage.ConversationKey, passage.Title, SourceWire.Iso(passage.At), passage.Source,
        SourceWire.AuthorWord(passage.Author), passage.Text, Math.Round(passage.Score, 4));
}

/// <summary><c>GET /api/conversations/{key}</c> and <c>locals search --open --json</c>.</summary>
/// <param name="Focus">The message that was asked for; null when the conversation was.</param>
internal sealed record ConversationWire(
    string Key, string Title, string Source, string? CreatedAt, string? UpdatedAt, string? Model, string? Focus, IReadOnlyList<MessageWire> Messages)
{
    public static ConversationWire From(Conversation conversation, string key) => new(
        conversation.Key, conversation.Title, conversation.Source, SourceWire.Iso(conversation.CreatedAt), SourceWire.Iso(conversation.UpdatedAt), conversation.Model,
        key == conversation.Key ? null : key,
        [.. conversation.Messages.Select(MessageWire.From)]);
}

internal sealed record MessageWire(string Key, string Author, string Kind, bool Active, string? At, string Text, IReadOnlyList<string> Attachments)
{
    public static MessageWire From(ConversationMessage message) => new(
        message.Key,
        SourceWire.AuthorWord(message.Author),
        message.Kind switch
        {
            MessageKind.ToolCall => "tool_call",
            MessageKind.ToolResult => "tool_result",
            var kind => kind.ToString().ToLowerInvariant(),
        },
        message.Active,
        SourceWire.Iso(message.At),
        message.Text,
        message.Attachments);
}
