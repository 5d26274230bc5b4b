using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>Moves to the next element of an array of elements of one type; false at its end, and for null in place of the array. Nulls among them are skipped.</summary>
    public static bool NextElement(this ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType == JsonTokenType.Null)
            return false;
        do
            json.Read();
        while (json.TokenType == JsonTokenType.Null);
        if (json.TokenType == JsonTokenType.EndArray)
            return false;
        json.Expect(type);
        return true;
    }

    /// <summary>The string that follows; null for null.</summary>
    public static string? NextString(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.StringOrNull();
    }

    private static string? StringOrNull(this ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.Text(),
        JsonTokenType.Null => null,
        _ => throw new JsonException($"{json.TokenType} where a string belongs."),
    };

    /// <summary>The string that follows, or the JSON text of whatever else follows.</summary>
    public static string? NextStringOrRaw(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType == JsonTokenType.String)
            return json.Text();
        using var value = JsonDocument.ParseValue(ref json);
        return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value.RootElement));
    }

    /// <summary>True when the string follows.</summary>
    public static bool NextIs(this ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        json.Read();
        var found = json.TokenType == JsonTokenType.String && !json.ValueIsEscaped && json.ValueTextEquals(text);
        json.Skip();
        return found;
    }

    /// <summary>The text that follows: a string, or the <c>text</c> of a list of parts; null for null.</summary>
    public static string? NextContent(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            return json.StringOrNull();
        var text = "";
        while (json.NextElement(JsonTokenType.StartObject))
        {
            while (json.NextProperty())
            {
                if (json.ValueTextEquals("text"u8))
                    text += json.NextString();
                else
                    json.SkipValue();
            }
        }

        return text;
    }

    /// <summary>
    /// The string at hand. Half an emoji (a model's tokens may end in the middle of one) and bytes that are not UTF-8 become U+FFFD, where
    /// <see cref="Utf8JsonReader.GetString"/> would throw.
    /// </summary>
    public static string Text(this ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            using var mended = JsonDocument.Parse($"\"{LoneSurrogates.Replace(Encoding.UTF8.GetString(json.ValueSpan))}\"");
            return mended.RootElement.GetString()!;
        }
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

        return json.NumberOf(name);
    }

    /// <summary>One number inside the object at hand, which is read to its end.</summary>
    public static double? NumberOf(this ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
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
