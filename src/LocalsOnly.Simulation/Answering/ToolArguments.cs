using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalsOnly.Simulation.Answering;

/// <summary>Arguments that fit a tool's JSON schema: required properties, or all when none is required.</summary>
internal static class ToolArguments
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="schema">The tool's <c>parameters</c>.</param>
    /// <param name="text">What a string argument says.</param>
    public static string For(JsonElement schema, string text)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
            WriteObject(json, schema, text);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement schema, string text)
    {
        json.WriteStartObject();
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array && names.GetArrayLength() > 0
                ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet()
                : null;
            foreach (var property in properties.EnumerateObject())
            {
                if (required?.Contains(property.Name) == false)
                    continue;
                json.WritePropertyName(property.Name);
                WriteValue(json, property.Value, text);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement schema, string text)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            json.WriteStringValue(text);
            return;
        }

        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            choices[0].WriteTo(json);
            return;
        }

        switch (TypeOf(schema))
        {
            case "integer":
                json.WriteNumberValue(schema.TryGetProperty("minimum", out var least) && least.TryGetInt64(out var minimum) ? minimum : 1);
                break;
            case "number":
                json.WriteNumberValue(schema.TryGetProperty("minimum", out var bound) && bound.TryGetDouble(out var lowest) ? lowest : 1.5);
                break;
            case "boolean":
                json.WriteBooleanValue(true);
                break;
            case "array":
                json.WriteStartArray();
                WriteValue(json, schema.TryGetProperty("items", out var items) ? items : default, text);
                json.WriteEndArray();
                break;
            case "object":
                WriteObject(json, schema, text);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>The type, or the first that is not null of several.</summary>
    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null : type.ValueKind switch
    {
        JsonValueKind.String => type.GetString(),
        JsonValueKind.Array => type.EnumerateArray().Select(t => t.GetString()).FirstOrDefault(t => t != "null"),
        _ => null,
    };
}
