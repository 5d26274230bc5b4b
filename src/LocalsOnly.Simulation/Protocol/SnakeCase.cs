using System.Text;
using System.Text.Json;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>
/// Writes a camelCase document with the Python names of its fields. Names that do not begin with a small letter (class tags, node ids)
/// and those without a capital (other ids) stay as they are.
/// </summary>
internal static class SnakeCase
{
    public static void Write(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    json.WritePropertyName(Of(member.Name));
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    private static string Of(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterLower(name[0]))
            return name;
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
