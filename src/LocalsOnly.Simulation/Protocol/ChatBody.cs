using System.Text;
using System.Text.Json;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>A tool that a request offers.</summary>
/// <param name="Parameters">Its JSON schema; undefined when it has none.</param>
internal sealed record OfferedTool(string Name, JsonElement Parameters);

/// <summary>What matters of a chat request.</summary>
internal sealed class ChatBody
{
    /// <summary>exo's own default.</summary>
    private const int DefaultMaxTokens = 32168;

    /// <summary>Text that makes exo's runner fail on purpose, in the first message that is not the system's.</summary>
    private const string Poison = "EXO RUNNER MUST ";

    public required string Model { get; init; }

    public bool Stream { get; init; }

    public int MaxTokens { get; init; }

    public bool Logprobs { get; init; }

    /// <summary>0 for exo's own number.</summary>
    public int TopLogprobs { get; init; }

    /// <summary>False when the request turns thinking off.</summary>
    public bool Thinking { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    /// <summary>Text of the newest user message; empty when there is none.</summary>
    public string LastUserText { get; private init; } = "";

    /// <summary>The newest message is a tool's result.</summary>
    public bool EndsInToolResult { get; private init; }

    /// <summary>What exo's test hooks make of the prompt: <c>FAIL</c>, <c>OOM</c>, <c>TIMEOUT</c>; null for nothing.</summary>
    public string? TestHook { get; private init; }

    /// <summary>The whole prompt, in the order in which a template puts it: tools, then messages.</summary>
    public string Prompt { get; private init; } = "";

    /// <summary>Estimated at four characters a token, and four tokens a message.</summary>
    public int PromptTokens { get; private init; }

    /// <summary>Reads a request; null and the missing field when it does not fit the schema.</summary>
    public static ChatBody? Read(JsonElement body, out string missing)
    {
        missing = "";
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
        {
            missing = "model";
            return null;
        }

        if (!body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            missing = "messages";
            return null;
        }

        var prompt = new StringBuilder();
        var (lastUser, lastRole, characters, count) = ("", "", 0, 0);
        string? first = null;
        var hasTools = body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array;
        if (hasTools)
        {
            prompt.Append(tools.GetRawText()).Append('\n');
            characters += prompt.Length - 1;
        }

        foreach (var message in messages.EnumerateArray())
        {
            var text = TextOf(message);
            lastRole = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String
                ? role.GetString()!
                : "";
            prompt.Append(lastRole).Append('\n').Append(text).Append('\n');
            characters += text.Length;
            count++;
            if (lastRole == "user")
                lastUser = text;
            if (lastRole != "system")
                first ??= text;
        }

        return new ChatBody
        {
            Model = model.GetString()!,
            Stream = Is(body, "stream", JsonValueKind.True),
            MaxTokens = Number(body, "max_tokens") ?? DefaultMaxTokens,
            Logprobs = Is(body, "logprobs", JsonValueKind.True),
            TopLogprobs = Number(body, "top_logprobs") ?? 0,
            Thinking = !Is(body, "enable_thinking", JsonValueKind.False)
                && !(body.TryGetProperty("reasoning_effort", out var effort) && effort.ValueKind == JsonValueKind.String && effort.ValueEquals("none")),
            Stop = Strings(body, "stop"),
            Tools = hasTools ? [.. tools.EnumerateArray().Select(Tool).OfType<OfferedTool>()] : [],
            LastUserText = lastUser,
            EndsInToolResult = lastRole == "tool",
            TestHook = first?.IndexOf(Poison, StringComparison.Ordinal) is { } at and >= 0 ? first[(at + Poison.Length)..].Split(' ', '\n', '.')[0] : null,
            Prompt = prompt.ToString(),
            PromptTokens = ((characters + 3) / 4) + (4 * count),
        };
    }

    /// <summary>The text of a message, its parts joined.</summary>
    public static string TextOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content))
            return "";
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array)
            return "";
        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var piece))
                text.Append(piece.GetString());
        }

        return text.ToString();
    }

    private static OfferedTool? Tool(JsonElement tool) =>
        tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
        && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? new OfferedTool(name.GetString()!, function.TryGetProperty("parameters", out var parameters) ? parameters : default)
            : null;

    private static bool Is(JsonElement body, string name, JsonValueKind kind) => body.TryGetProperty(name, out var value) && value.ValueKind == kind;

    private static int? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string[] Strings(JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)],
        _ => [],
    };
}
