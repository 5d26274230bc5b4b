using System.Text.Json;

namespace LocalsOnly.Discord.Rest;

/// <summary>Finds in Discord's tree of errors the first field that it finds wrong: discord.com/developers/docs/reference#error-messages.</summary>
internal static class FormErrors
{
    /// <returns>The path of the field and Discord's words for it; null when there is none.</returns>
    public static string? First(JsonElement errors) => errors.ValueKind == JsonValueKind.Object ? First(errors, "", depth: 0) : null;

    private static string? First(JsonElement node, string path, int depth)
    {
        if (depth > 16) return null;
        foreach (var property in node.EnumerateObject())
        {
            if (property.NameEquals("_errors"u8))
            {
                if (property.Value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
                    && first.TryGetProperty("message"u8, out var message) && message.ValueKind == JsonValueKind.String)
                    return $"{(path.Length == 0 ? "the request" : path)}: {message.GetString()}";
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && First(property.Value, Within(path, property.Name), depth + 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Within(string path, string name) =>
        name.Length > 0 && char.IsAsciiDigit(name[0]) ? $"{path}[{name}]" : path.Length == 0 ? name : $"{path}.{name}";
}
