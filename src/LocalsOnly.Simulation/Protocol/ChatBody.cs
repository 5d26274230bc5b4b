using System.Text;
using System.Text.Json;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>What matters of a chat request.</summary>
/// <param name="LastUserText">Text of the newest user message; empty when there is none.</param>
/// <param name="PromptTokens">Estimated at four characters a token, and four tokens a message.</param>
internal sealed record ChatBody(string Model, bool Stream, int MaxTokens, string LastUserText, int PromptTokens)
{
    /// <summary>exo's own default.</summary>
    private const int DefaultMaxTokens = 32168;

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

        var (lastUser, characters, count) = ("", 0, 0);
        foreach (var message in messages.EnumerateArray())
        {
            var text = TextOf(message);
            characters += text.Length;
            count++;
            if (message.TryGetProperty("role", out var role) && role.ValueEquals("user"))
                lastUser = text;
        }

        if (body.TryGetProperty("tools", out var tools))
            characters += tools.GetRawText().Length;
        return new ChatBody(
            model.GetString()!,
            body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            body.TryGetProperty("max_tokens", out var max) && max.TryGetInt32(out var tokens) ? tokens : DefaultMaxTokens,
            lastUser,
            ((characters + 3) / 4) + (4 * count));
    }

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
}
