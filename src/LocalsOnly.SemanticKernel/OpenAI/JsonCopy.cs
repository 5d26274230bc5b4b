using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>Copies JSON from a reader's source to an output byte for byte, but for strings that no reader would take.</summary>
internal static class JsonCopy
{
    /// <summary>Writes a property's name, and a comma before it unless it is the first of its object.</summary>
    public static void Name(this IBufferWriter<byte> output, ref bool comma, ReadOnlySpan<byte> name)
    {
        output.Comma(ref comma);
        output.Write("\""u8);
        output.Write(name);
        output.Write("\":"u8);
    }

    /// <summary>Writes a comma unless this is the first of its object or array.</summary>
    public static void Comma(this IBufferWriter<byte> output, ref bool comma)
    {
        if (comma)
            output.Write(","u8);
        comma = true;
    }

    public static void Text(this IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.Write("\""u8);
    }

    public static void Number(this IBufferWriter<byte> output, long number)
    {
        const int Longest = 20;
        number.TryFormat(output.GetSpan(Longest), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Copies the value at hand, whatever it is, and leaves the reader at its end.</summary>
    public static void Value(this IBufferWriter<byte> output, ref Utf8JsonReader json, ReadOnlySpan<byte> source)
    {
        var copied = (int)json.TokenStartIndex;
        var depth = json.CurrentDepth;
        do
        {
            if (json.TokenType != JsonTokenType.String || IsWhole(ref json))
                continue;
            output.Write(source[copied..(int)json.TokenStartIndex]);
            output.Text(json.Text());
            copied = (int)json.BytesConsumed;
        }
        while ((json.CurrentDepth > depth || json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) && json.Read());
        output.Write(source[copied..(int)json.BytesConsumed]);
    }

    /// <summary>A model's tokens may end in the middle of a character: half a surrogate pair, or bytes that are not UTF-8. A strict reader throws at either.</summary>
    private static bool IsWhole(ref Utf8JsonReader json)
    {
        if (!Utf8.IsValid(json.ValueSpan))
            return false;
        return !json.ValueIsEscaped || (json.ValueSpan.IndexOf("\\ud"u8) < 0 && json.ValueSpan.IndexOf("\\uD"u8) < 0);
    }
}
