using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalsOnly.Inference.Wire;

/// <summary>
/// Another program's chat-completion request, sent on as it came: every field, known or not, byte for byte, but for the few that a server's
/// dialect words otherwise.
/// </summary>
internal static class ForwardedRequest
{
    /// <summary>Message parts and tool schemas nest a dozen deep.</summary>
    private static readonly JsonReaderOptions Bounded = new() { MaxDepth = 128 };

    /// <returns>
    /// UTF-8 JSON that asks for a stream unless told otherwise. <c>model</c> and <c>stream</c> are ours; <c>max_completion_tokens</c> becomes <c>max_tokens</c>, because exo drops the
    /// former and then writes up to 32168 tokens; <c>n</c> of 1 and <c>stream_options</c> are left out where the server has no use for them;
    /// tools that may not be called are left out where <c>tool_choice</c> is ignored; <see cref="PoisonWords"/> in messages are defused.
    /// </returns>
    /// <exception cref="JsonException">The body is not one JSON object, or nests deeper than 128.</exception>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> body, string model, Dialect dialect, bool streams = true)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        output.Write("{\"model\":"u8);
        WriteString(output, model);
        output.Write(streams ? ",\"stream\":true"u8 : ",\"stream\":false"u8);
        if (streams && dialect.AsksForUsage)
            output.Write(",\"stream_options\":{\"include_usage\":true}"u8);
        Copy(body.Span, dialect, output, isOurs: true);
        return output.WrittenMemory;
    }

    /// <summary>
    /// The same without a will of our own: <c>model</c> and <c>stream</c> stay what they are, and <c>stream_options</c> where the server has a use for
    /// them.
    /// </summary>
    /// <returns>UTF-8 JSON, and whether a stream is asked for.</returns>
    /// <exception cref="JsonException">See <see cref="Write"/>.</exception>
    public static (ReadOnlyMemory<byte> Body, bool Streams) Mend(ReadOnlyMemory<byte> body, Dialect dialect)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 64);
        output.Write("{"u8);
        var streams = Copy(body.Span, dialect, output, isOurs: false);
        return (output.WrittenMemory, streams);
    }

    /// <summary>Copies all fields but those that are ours and those that the dialect has no use for, and the end of the object. True when it asks for a stream.</summary>
    private static bool Copy(ReadOnlySpan<byte> source, Dialect dialect, ArrayBufferWriter<byte> output, bool isOurs)
    {
        var asked = Look(source);
        var comma = isOurs ? ","u8 : default;
        var json = new Utf8JsonReader(source, Bounded);
        json.Begin(JsonTokenType.StartObject);
        while (json.NextProperty())
        {
            var name = (int)json.TokenStartIndex;
            var field = FieldOf(ref json);
            json.Read();
            var value = (int)json.TokenStartIndex;
            if (field == Field.Messages && dialect.HasTestHooks)
            {
                output.Write(comma);
                output.Write("\"messages\":"u8);
                comma = ","u8;
                CopyDefused(ref json, source, output);
                continue;
            }

            json.Skip();
            var end = (int)json.BytesConsumed;
            switch (field)
            {
                case Field.Model or Field.Stream or Field.StreamOptions when isOurs:
                case Field.StreamOptions when !dialect.AsksForUsage:
                case Field.MaxTokens when asked.HasMaxCompletionTokens:
                case Field.Choices when asked.OneChoice:
                case Field.Tools or Field.ToolChoice when asked.ForbidsTools && !dialect.HonoursToolChoice:
                case Field.MaxCompletionTokens when !asked.HasMaxCompletionTokens:
                    break;
                case Field.MaxCompletionTokens:
                    output.Write(comma);
                    output.Write("\"max_tokens\":"u8);
                    output.Write(source[value..end]);
                    comma = ","u8;
                    break;
                default:
                    output.Write(comma);
                    output.Write(source[name..end]);
                    comma = ","u8;
                    break;
            }
        }

        output.Write("}"u8);
        return asked.Streams;
    }

    private enum Field
    {
        Other,
        Model,
        Stream,
        StreamOptions,
        Messages,
        MaxTokens,
        MaxCompletionTokens,
        Choices,
        Tools,
        ToolChoice,
    }

    private static Field FieldOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("model"u8) ? Field.Model
        : json.ValueTextEquals("stream"u8) ? Field.Stream
        : json.ValueTextEquals("stream_options"u8) ? Field.StreamOptions
        : json.ValueTextEquals("messages"u8) ? Field.Messages
        : json.ValueTextEquals("max_tokens"u8) ? Field.MaxTokens
        : json.ValueTextEquals("max_completion_tokens"u8) ? Field.MaxCompletionTokens
        : json.ValueTextEquals("n"u8) ? Field.Choices
        : json.ValueTextEquals("tools"u8) ? Field.Tools
        : json.ValueTextEquals("tool_choice"u8) ? Field.ToolChoice
        : Field.Other;

    /// <summary>What decides over fields that may stand before it.</summary>
    private static (bool HasMaxCompletionTokens, bool OneChoice, bool ForbidsTools, bool Streams) Look(ReadOnlySpan<byte> source)
    {
        var (hasMax, oneChoice, forbidsTools, streams) = (false, false, false, false);
        var json = new Utf8JsonReader(source, Bounded);
        json.Begin(JsonTokenType.StartObject);
        while (json.NextProperty())
        {
            var field = FieldOf(ref json);
            json.Read();
            if (field == Field.MaxCompletionTokens)
                hasMax = json.TokenType == JsonTokenType.Number;
            else if (field == Field.Choices)
                oneChoice = json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.Number && json.GetDouble() is 1);
            else if (field == Field.ToolChoice)
                forbidsTools = json.TokenType == JsonTokenType.String && json.ValueTextEquals("none"u8);
            else if (field == Field.Stream)
                streams = json.TokenType == JsonTokenType.True;
            json.Skip();
        }

        // Whatever stands behind the object is an error, and here it is noticed.
        json.Read();
        return (hasMax, oneChoice, forbidsTools, streams);
    }

    /// <summary>Copies the value at hand, except for the strings in it that would crash exo.</summary>
    private static void CopyDefused(ref Utf8JsonReader json, ReadOnlySpan<byte> source, ArrayBufferWriter<byte> output)
    {
        var copied = (int)json.TokenStartIndex;
        var depth = json.CurrentDepth;
        do
        {
            if (json.TokenType != JsonTokenType.String || !PoisonWords.MayBeIn(json.ValueSpan))
                continue;
            var text = json.Text();
            var safe = PoisonWords.Defuse(text);
            if (ReferenceEquals(text, safe))
                continue;
            output.Write(source[copied..(int)json.TokenStartIndex]);
            WriteString(output, safe);
            copied = (int)json.BytesConsumed;
        }
        while ((json.CurrentDepth > depth || json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) && json.Read());
        output.Write(source[copied..(int)json.BytesConsumed]);
    }

    private static void WriteString(ArrayBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
