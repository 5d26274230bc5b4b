using System.Text.Json;

namespace LocalsOnly.Inference.Wire;

/// <summary>A forward walk over JSON that tolerates nulls where older servers write them, and fields it does not know.</summary>
internal static class JsonCursor
{
    public static void Begin(this ref Utf8JsonReader json, JsonTokenType type)
    {
        json.Read();
        json.Expect(type);
    }

    public static void Expect(this ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType != type)
            throw new JsonException($"{json.TokenType} where {type} belongs.");
    }

    /// <summary>Moves to the next property name of the object; false at its end.</summary>
    public static bool NextProperty(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Moves to the next element of an array of elements of one type; false at its end, and for null in place of the array.</summary>
    public static bool NextElement(this ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType == JsonTokenType.Null)
            return false;
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray)
            return false;
        json.Expect(type);
        return true;
    }

    /// <summary>The string that follows; null for null.</summary>
    public static string? NextString(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.String => json.GetString(),
            JsonTokenType.Null => null,
            _ => throw new JsonException($"{json.TokenType} where a string belongs."),
        };
    }

    /// <summary>The string that follows, or the JSON text of whatever else follows.</summary>
    public static string? NextStringOrRaw(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Null)
            return json.GetString();
        using var value = JsonDocument.ParseValue(ref json);
        return value.RootElement.GetRawText();
    }

    /// <summary>The number that follows; null for anything else.</summary>
    public static double? NextNumber(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number)
            return json.GetDouble();
        json.Skip();
        return null;
    }

    /// <summary>One number inside the object that follows.</summary>
    public static double? NextNumberOf(this ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        double? found = null;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals(name))
                found = json.NextNumber();
            else
                json.SkipValue();
        }

        return found;
    }

    public static void SkipValue(this ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
