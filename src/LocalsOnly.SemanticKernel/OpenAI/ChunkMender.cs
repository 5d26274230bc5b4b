using System.Buffers;
using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// Copies one piece of an answer in a single walk, worded as a strict reader of OpenAI's protocol (SDK 2.15, Semantic Kernel's connector on it) needs it,
/// and notes what it says. Fields that are not known here are copied as they came.
/// </summary>
/// <param name="isWhole">The piece is a whole answer (<c>message</c>) and not a part of a streamed one (<c>delta</c>).</param>
internal sealed class ChunkMender(IBufferWriter<byte> output, bool isWhole = false)
{
    private readonly ToolCallMender _calls = new(output);
    private WireFault? _unfinished;

    /// <summary>The error that came in place of the piece.</summary>
    public ServerError? Error { get; private set; }

    /// <summary>Text, reasoning or a tool call came, or the end.</summary>
    public bool HasToken { get; private set; }

    /// <summary>A finish reason came.</summary>
    public bool HasFinished { get; private set; }

    /// <summary>Reads one frame in place of what was read before, and writes it mended.</summary>
    /// <exception cref="JsonException">The frame is not a JSON object, or a field has an impossible type.</exception>
    /// <exception cref="WireException">The server gave the answer up: <c>"finish_reason":"error"</c> or <c>"abort"</c>, which the SDK does not know.</exception>
    public void Mend(ReadOnlySpan<byte> frame)
    {
        (Error, HasToken, HasFinished, _unfinished) = (null, false, false, null);
        try
        {
            MendFrame(frame);
        }
        catch (InvalidOperationException e)
        {
            // A name with half a character in it cannot be compared with the names that are known.
            throw new JsonException("A name that is not text.", e);
        }

        if (Error is null && _unfinished is { } fault)
            throw new WireException(fault);
    }

    private void MendFrame(ReadOnlySpan<byte> frame)
    {
        var json = new Utf8JsonReader(frame);
        var (comma, hasChoices, isError) = (false, false, false);
        json.Begin(JsonTokenType.StartObject);
        output.Write("{"u8);
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("choices"u8))
            {
                hasChoices = true;
                output.Name(ref comma, "choices"u8);
                MendChoices(ref json, frame);
            }
            else if (json.ValueTextEquals("usage"u8))
            {
                UsageMender.Mend(ref json, output, ref comma);
            }
            else if (json.ValueTextEquals("error"u8))
            {
                Error = ServerError.Read(ref json) ?? Error;
            }
            else if (json.ValueTextEquals("object"u8))
            {
                isError = json.NextIs("error"u8);
            }
            else if (json.ValueTextEquals("id"u8))
            {
                MendId(ref json, frame, ref comma);
            }
            else if (json.ValueTextEquals("created"u8))
            {
                if (json.NextNumber() is { } created)
                    WriteNumber(ref comma, "created"u8, (long)created);
            }
            else if (json.ValueTextEquals("model"u8) || json.ValueTextEquals("system_fingerprint"u8) || json.ValueTextEquals("service_tier"u8))
            {
                CopyIf(ref json, frame, ref comma, JsonTokenType.String);
            }
            else
            {
                Copy(ref json, frame, ref comma);
            }
        }

        output.Name(ref comma, "object"u8);
        output.Write(isWhole ? "\"chat.completion\""u8 : "\"chat.completion.chunk\""u8);
        output.Write(hasChoices ? "}"u8 : ",\"choices\":[]}"u8);
        if (isError)
            Error ??= ServerError.Find(frame) ?? new ServerError("", null);
    }

    /// <summary>A string, also where the server has a number.</summary>
    private void MendId(ref Utf8JsonReader json, ReadOnlySpan<byte> frame, ref bool comma)
    {
        var ahead = json;
        ahead.Read();
        if (ahead.TokenType == JsonTokenType.String)
            Copy(ref json, frame, ref comma);
        else
            WriteString(ref comma, "id"u8, json.NextStringOrRaw());
    }

    private void MendChoices(ref Utf8JsonReader json, ReadOnlySpan<byte> frame)
    {
        var comma = false;
        output.Write("["u8);
        json.Read();
        while (json.NextElement(JsonTokenType.StartObject))
        {
            output.Comma(ref comma);
            MendChoice(ref json, frame);
        }

        output.Write("]"u8);
    }

    private void MendChoice(ref Utf8JsonReader json, ReadOnlySpan<byte> frame)
    {
        var (comma, hasMessage) = (false, false);
        output.Write("{"u8);
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("delta"u8) || json.ValueTextEquals("message"u8))
            {
                hasMessage = true;
                output.Name(ref comma, isWhole ? "message"u8 : "delta"u8);
                MendMessage(ref json, frame);
            }
            else if (json.ValueTextEquals("finish_reason"u8))
            {
                MendFinish(ref comma, json.NextString());
            }
            else if (json.ValueTextEquals("index"u8))
            {
                if (json.NextNumber() is { } index)
                    WriteNumber(ref comma, "index"u8, (long)index);
            }
            else if (json.ValueTextEquals("logprobs"u8))
            {
                CopyIf(ref json, frame, ref comma, JsonTokenType.StartObject);
            }
            else
            {
                Copy(ref json, frame, ref comma);
            }
        }

        if (!hasMessage)
        {
            output.Name(ref comma, isWhole ? "message"u8 : "delta"u8);
            output.Write("{}"u8);
        }

        output.Write("}"u8);
    }

    /// <summary>LM Studio says an empty reason until it has one; the SDK knows five words and throws at any other.</summary>
    private void MendFinish(ref bool comma, string? reason)
    {
        if (string.IsNullOrEmpty(reason))
            return;
        (HasToken, HasFinished) = (true, true);
        _unfinished ??= WireFault.OfFinish(reason);
        var isKnown = reason is "stop" or "length" or "tool_calls" or "content_filter" or "function_call";
        WriteString(ref comma, "finish_reason"u8, isKnown ? reason : "stop");
        if (!isKnown)
            WriteString(ref comma, AnswerFields.FinishReason, reason);
    }

    private void MendMessage(ref Utf8JsonReader json, ReadOnlySpan<byte> frame)
    {
        var (comma, hasReasoning) = (false, false);
        output.Write("{"u8);
        json.Read();
        if (json.TokenType != JsonTokenType.Null)
        {
            json.Expect(JsonTokenType.StartObject);
            while (json.NextProperty())
            {
                if (json.ValueTextEquals("content"u8))
                    MendContent(ref json, frame, ref comma);
                else if (json.ValueTextEquals("reasoning_content"u8) || json.ValueTextEquals("reasoning"u8) || json.ValueTextEquals("thinking"u8))
                    MendReasoning(ref comma, ref hasReasoning, json.NextString());
                else if (json.ValueTextEquals("tool_calls"u8))
                    HasToken |= _calls.Mend(ref json, ref comma);
                else if (json.ValueTextEquals("role"u8))
                    MendRole(ref json, ref comma);
                else if (json.ValueTextEquals("function_call"u8) || json.ValueTextEquals("audio"u8))
                    CopyIf(ref json, frame, ref comma, JsonTokenType.StartObject);
                else if (json.ValueTextEquals("refusal"u8))
                    CopyIf(ref json, frame, ref comma, JsonTokenType.String);
                else
                    Copy(ref json, frame, ref comma);
            }
        }

        output.Write("}"u8);
    }

    /// <summary>A string as it came; the text of a list of parts; nothing for null.</summary>
    private void MendContent(ref Utf8JsonReader json, ReadOnlySpan<byte> frame, ref bool comma)
    {
        var ahead = json;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.String)
        {
            var text = json.NextContent();
            HasToken |= text is { Length: > 0 };
            WriteString(ref comma, "content"u8, text);
            return;
        }

        json.Read();
        HasToken |= json.ValueSpan.Length > 0;
        output.Name(ref comma, "content"u8);
        output.Value(ref json, frame);
    }

    /// <summary>Servers have three names for it; behind this there is one.</summary>
    private void MendReasoning(ref bool comma, ref bool hasReasoning, string? reasoning)
    {
        if (hasReasoning || reasoning is null)
            return;
        hasReasoning = true;
        HasToken |= reasoning.Length > 0;
        WriteString(ref comma, AnswerFields.Reasoning, reasoning);
    }

    private void MendRole(ref Utf8JsonReader json, ref bool comma)
    {
        if (!json.NextIs("assistant"u8))
            return;
        output.Name(ref comma, "role"u8);
        output.Write("\"assistant\""u8);
    }

    private void WriteString(ref bool comma, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
            return;
        output.Name(ref comma, name);
        output.Text(text);
    }

    private void WriteNumber(ref bool comma, ReadOnlySpan<byte> name, long number)
    {
        output.Name(ref comma, name);
        output.Number(number);
    }

    /// <summary>Copies the property at hand if its value is of this type; leaves it out otherwise.</summary>
    private void CopyIf(ref Utf8JsonReader json, ReadOnlySpan<byte> frame, ref bool comma, JsonTokenType type)
    {
        var ahead = json;
        ahead.Read();
        if (ahead.TokenType == type)
            Copy(ref json, frame, ref comma);
        else
            json.SkipValue();
    }

    private void Copy(ref Utf8JsonReader json, ReadOnlySpan<byte> frame, ref bool comma)
    {
        output.Name(ref comma, json.ValueSpan);
        json.Read();
        output.Value(ref json, frame);
    }
}
