using System.Text.Json;

namespace LocalsOnly.Host.Api;

/// <summary>
/// The JSON types of the fields of a chat-completion request, as OpenAI's API reference has them. A value of another type is refused, not passed over: a
/// program whose <c>"stream":"yes"</c> is ignored waits for a stream that never comes. Null is the same as absent, and fields that OpenAI does not
/// know are not looked at.
/// </summary>
internal static class RequestFields
{
    private static readonly string[] s_flags = ["stream", "logprobs", "parallel_tool_calls", "store"];
    private static readonly string[] s_numbers = ["temperature", "top_p", "presence_penalty", "frequency_penalty"];
    private static readonly string[] s_wholes = ["max_tokens", "max_completion_tokens", "n", "seed", "top_logprobs"];
    private static readonly string[] s_objects = ["stream_options", "response_format", "logit_bias"];

    /// <param name="root">The whole request, an object.</param>
    /// <exception cref="FieldException">The first field that is of another type, or that must be there and is not.</exception>
    public static void Check(JsonElement root)
    {
        Check(root, "messages", value => value.ValueKind == JsonValueKind.Array, "a list of messages");
        if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
            throw new FieldException("messages", "'messages' is missing or empty; give it at least one user message.");
        foreach (var name in s_flags) Check(root, name, value => value.ValueKind is JsonValueKind.True or JsonValueKind.False, "true or false");
        foreach (var name in s_numbers) Check(root, name, value => value.ValueKind == JsonValueKind.Number, "a number");
        foreach (var name in s_wholes) Check(root, name, IsWhole, "a whole number");
        foreach (var name in s_objects) Check(root, name, value => value.ValueKind == JsonValueKind.Object, "an object");
        Check(root, "user", value => value.ValueKind == JsonValueKind.String, "a string");
        Check(root, "stop", value => value.ValueKind == JsonValueKind.String || IsListOf(value, JsonValueKind.String), "a string or a list of strings");
        Check(root, "tools", value => IsListOf(value, JsonValueKind.Object), "a list of objects");
        Check(root, "tool_choice", value => value.ValueKind is JsonValueKind.String or JsonValueKind.Object, "a string or an object");
        if (root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object)
            Check(options, "include_usage", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False, "true or false", "stream_options.");
        var index = 0;
        foreach (var message in messages.EnumerateArray()) CheckMessage(message, index++);
    }

    private static void CheckMessage(JsonElement message, int index)
    {
        if (message.ValueKind != JsonValueKind.Object) throw Wrong("", "must be an object with a role and a content.");
        if (!message.TryGetProperty("role", out var role) || role.ValueKind == JsonValueKind.Null) throw Wrong(".role", "is missing.");
        if (role.ValueKind != JsonValueKind.String || role.ValueEquals("")) throw Wrong(".role", "must be a string, such as user.");
        if (message.TryGetProperty("content", out var content) && content.ValueKind is not (JsonValueKind.Null or JsonValueKind.String) && !IsListOf(content, JsonValueKind.Object))
            throw Wrong(".content", "must be a string or a list of parts.");

        // Named only when it is wrong: a long talk has a hundred of them.
        FieldException Wrong(string field, string what) => new($"messages[{index}]{field}", $"'messages[{index}]{field}' {what}");
    }

    private static void Check(JsonElement parent, string name, Predicate<JsonElement> isRight, string kind, string where = "")
    {
        if (parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && !isRight(value))
            throw new FieldException(where + name, $"'{where}{name}' must be {kind}.");
    }

    private static bool IsWhole(JsonElement value) => value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out _) || (value.TryGetDouble(out var number) && double.IsInteger(number)));

    private static bool IsListOf(JsonElement value, JsonValueKind kind) => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(each => each.ValueKind == kind);
}

/// <summary>A field of a request that cannot be used. The message is one sentence that names it.</summary>
/// <param name="field">Its path, such as <c>messages[0].role</c>; <c>param</c> of OpenAI's error envelope.</param>
internal sealed class FieldException(string field, string sentence) : FormatException(sentence)
{
    public string Field { get; } = field;
}
