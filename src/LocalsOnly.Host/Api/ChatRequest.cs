using System.Text;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.Api;

/// <summary>What a caller of <c>/v1/chat/completions</c> asks, reduced to what a persona's turn is made of.</summary>
/// <param name="IncludeUsage"><c>stream_options.include_usage</c></param>
internal sealed record ChatRequest(string Model, IReadOnlyList<TurnMessage> Messages, bool Stream, bool IncludeUsage, int? MaxTokens)
{
    /// <summary>Most characters that the name of a session may have.</summary>
    public const int LongestSession = 200;

    /// <summary><c>locals.tier</c>: the tier asked for by name; null to let the router decide.</summary>
    public Tier? Tier { get; init; }

    /// <summary><c>locals.conversation</c>: names the conversation; null: told by its first message.</summary>
    public string? Conversation { get; init; }

    /// <summary><c>locals.session</c>: a conversation that the host keeps; null: the messages are all of it.</summary>
    public string? Session { get; init; }

    /// <exception cref="FormatException">One sentence that names the field.</exception>
    public static string ModelOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("The body must be a JSON object.");
        return root.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
            ? model.GetString()!
            : throw new FieldException("model", "'model' is missing; give it a persona's id, as listed by /v1/models.");
    }

    /// <exception cref="FieldException">One sentence that names the field.</exception>
    public static ChatRequest Parse(JsonElement root)
    {
        var model = ModelOf(root);
        RequestFields.Check(root);
        // Dropped in silence, these would look to a program as if the model had declined them.
        if (root.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0)
            throw new FieldException("tools", "A persona does not call a program's tools; ask the model 'auto' for that, or leave out 'tools'.");
        if (root.TryGetProperty("response_format", out var format) && format.ValueKind == JsonValueKind.Object
            && format.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !type.ValueEquals("text"u8))
            throw new FieldException("response_format", "A persona answers in prose; ask the model 'auto' for JSON, or leave out 'response_format'.");
        return new ChatRequest(
            model,
            [.. root.GetProperty("messages").EnumerateArray().Select(Message).OfType<TurnMessage>()],
            Flag(root, "stream"),
            root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && Flag(options, "include_usage"),
            Number(root, "max_completion_tokens") ?? Number(root, "max_tokens"))
        {
            Tier = Word(root, "tier") switch
            {
                null or "auto" => null,
                "heavy" => Inference.Tier.Heavy,
                "light" => Inference.Tier.Light,
                _ => throw new FieldException("locals.tier", "'locals.tier' must be heavy, light or auto."),
            },
            Conversation = Word(root, "conversation"),
            Session = Word(root, "session") is { } session && (session.Length is 0 or > LongestSession) ? throw new FieldException("locals.session", $"'locals.session' must have 1 to {LongestSession} characters.") : Word(root, "session"),
        };
    }

    /// <summary>A word of the <c>locals</c> extension; null when it is not there.</summary>
    private static string? Word(JsonElement root, string name) =>
        !root.TryGetProperty("locals", out var locals) || locals.ValueKind != JsonValueKind.Object || !locals.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FieldException($"locals.{name}", $"'locals.{name}' must be a string.");

    private static TurnMessage? Message(JsonElement message, int index)
    {
        return message.GetProperty("role").GetString() switch
        {
            "user" => new TurnMessage(true, Text(message, index)),
            "assistant" => new TurnMessage(false, Text(message, index)),
            // The persona has its own system prompt, and a caller's tools are not its tools.
            "system" or "developer" or "tool" or "function" => null,
            var other => throw new FieldException($"messages[{index}].role", $"'messages[{index}].role' is '{other}'; it may be user, assistant, system, developer or tool."),
        };
    }

    private static string Text(JsonElement message, int index)
    {
        if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null) return "";
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!;
        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (!part.TryGetProperty("type", out var type) || !(type.ValueKind == JsonValueKind.String && type.ValueEquals("text"u8))
                || !part.TryGetProperty("text", out var words) || words.ValueKind != JsonValueKind.String)
                throw new FieldException($"messages[{index}].content", $"'messages[{index}].content' holds something other than text; the personas read text only.");
            if (text.Length > 0) text.Append('\n');
            text.Append(words.GetString());
        }

        return text.ToString();
    }

    private static bool Flag(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int? Number(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number
        : throw new FieldException(name, $"'{name}' must be a whole number above 0.");
}
