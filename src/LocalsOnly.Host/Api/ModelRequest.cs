using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Host.Api;

/// <summary>
/// What a program asks of <c>auto</c>, <c>heavy</c>, <c>light</c> or a model by its full id: the request as it came, and what the router needs to know of it.
/// </summary>
/// <param name="IncludeUsage"><c>stream_options.include_usage</c></param>
/// <param name="Messages">Who said what, and that there are pictures. What is sent on is the request itself.</param>
internal sealed record ModelRequest(string Model, bool Stream, bool IncludeUsage, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    private const int LongestName = 200;
    private static readonly DataContent s_picture = new("data:image/png;base64,AA==", "image/png");
    private static readonly AITool s_tool = AIFunctionFactory.CreateDeclaration("tool", "One of the caller's.", JsonDocument.Parse("""{"type":"object"}""").RootElement.Clone());

    /// <param name="pin">The model's full id when it was asked for by that.</param>
    /// <exception cref="FieldException">One sentence that names the field.</exception>
    /// <exception cref="FormatException">One sentence that names the header.</exception>
    public static ModelRequest Parse(JsonElement root, ReadOnlyMemory<byte> body, string model, string? pin, IHeaderDictionary headers)
    {
        RequestFields.Check(root);
        var messages = root.GetProperty("messages");
        if (root.TryGetProperty("n", out var choices) && choices.ValueKind == JsonValueKind.Number && choices.GetDouble() is not 1)
            throw new FieldException("n", "'n' may only be 1; ask several times for several answers.");
        var route = new RouteRequest
        {
            Body = body,
            InOnePiece = !Flag(root, "stream"),
            PinnedTier = model switch { "heavy" => Tier.Heavy, "light" => Tier.Light, _ => null },
            Priority = Priority(headers["x-locals-priority"]),
            Conversation = Conversation(headers["x-locals-conversation"]),
            Patience = Patience(headers["x-locals-patience-ms"]),
        };
        var options = new ChatOptions { ModelId = pin, MaxOutputTokens = Number(root, "max_completion_tokens") ?? Number(root, "max_tokens") };
        if (root.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0) options.Tools = [s_tool];

        var said = new List<ChatMessage>(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray()) said.Add(Message(message));
        return new ModelRequest(
            model,
            Flag(root, "stream"),
            root.TryGetProperty("stream_options", out var more) && more.ValueKind == JsonValueKind.Object && Flag(more, "include_usage"),
            said,
            options.WithRoute(route));
    }

    private static ChatMessage Message(JsonElement message)
    {
        var said = new ChatMessage { Role = Role(message.GetProperty("role").GetString()!) };
        if (!message.TryGetProperty("content", out var content)) return said;
        if (content.ValueKind == JsonValueKind.String) said.Contents.Add(new TextContent(content.GetString()));
        else if (content.ValueKind == JsonValueKind.Array) AddParts(said, content);
        return said;
    }

    private static ChatRole Role(string name) => name switch
    {
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "system" or "developer" => ChatRole.System,
        "tool" or "function" => ChatRole.Tool,
        _ => new ChatRole(name),
    };

    private static void AddParts(ChatMessage said, JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.TryGetProperty("text", out var words) && words.ValueKind == JsonValueKind.String)
                text.Append(text.Length > 0 ? "\n" : "").Append(words.GetString());
            else if (part.TryGetProperty("image_url", out _) && !said.Contents.Contains(s_picture))
                said.Contents.Add(s_picture);
        }

        if (text.Length > 0) said.Contents.Insert(0, new TextContent(text.ToString()));
    }

    private static WorkPriority Priority(string? header) => header?.Trim().ToLowerInvariant() switch
    {
        null or "" or "person" => WorkPriority.Person,
        "task" => WorkPriority.Task,
        "bulk" => WorkPriority.Bulk,
        _ => throw new FormatException("The header x-locals-priority may be person, task or bulk."),
    };

    private static string? Conversation(string? header) => header?.Trim() switch
    {
        null or "" => null,
        { Length: <= LongestName } name => name,
        _ => throw new FormatException($"The header x-locals-conversation may have {LongestName} characters at most."),
    };

    private static TimeSpan? Patience(string? header) =>
        string.IsNullOrWhiteSpace(header) ? null
        : int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds)
        : throw new FormatException("The header x-locals-patience-ms must be a whole number of milliseconds above 0.");

    private static bool Flag(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;
}
