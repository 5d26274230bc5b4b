using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>A piece of a tool call: everything at once from exo, bit by bit from others.</summary>
internal readonly record struct ToolCallPiece(int Index, string? Id, string? Name, string? Arguments);

/// <summary>One <c>data:</c> frame of a streamed chat completion. One instance is read into again and again.</summary>
internal sealed class ChatChunk
{
    public string? Id { get; private set; }

    public string? Text { get; private set; }

    public string? Reasoning { get; private set; }

    public List<ToolCallPiece> ToolCalls { get; } = [];

    public string? FinishReason { get; private set; }

    public UsageDetails? Usage { get; private set; }

    /// <summary>Rates in tokens per second that the server measured itself (llama.cpp's <c>timings</c>).</summary>
    public (double Prompt, double Generation)? Rates { get; private set; }

    /// <summary>The error that came in place of a chunk.</summary>
    public ServerError? Error { get; private set; }

    /// <summary><c>logprobs</c> as they came (UTF-8 JSON object); null when none did.</summary>
    public byte[]? Logprobs { get; private set; }

    /// <summary>Tokens whose log probability the chunk tells, and the sum of these.</summary>
    public (int Tokens, double Sum) Likelihood { get; private set; }

    /// <summary>Reads one frame in place of what was read before.</summary>
    /// <exception cref="JsonException">The frame is not a JSON object, or a field has an impossible type.</exception>
    public void Read(ReadOnlySpan<byte> frame)
    {
        (Text, Reasoning, FinishReason, Usage, Rates, Error, Logprobs, Likelihood) = (null, null, null, null, null, null, null, default);
        ToolCalls.Clear();
        try
        {
            ReadFrame(frame);
        }
        catch (InvalidOperationException e)
        {
            // A name with half a character in it cannot be compared with the names that are known.
            throw new JsonException("A name that is not text.", e);
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> frame)
    {
        var json = new Utf8JsonReader(frame);
        var isError = false;
        json.Begin(JsonTokenType.StartObject);
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("choices"u8))
                ReadChoices(ref json, frame);
            else if (json.ValueTextEquals("usage"u8))
                ReadUsage(ref json);
            else if (json.ValueTextEquals("error"u8))
                Error = ServerError.Read(ref json) ?? Error;
            else if (json.ValueTextEquals("object"u8))
                isError = json.NextIs("error"u8);
            else if (json.ValueTextEquals("timings"u8))
                ReadTimings(ref json);
            else if (Id is null && json.ValueTextEquals("id"u8))
                Id = json.NextStringOrRaw();
            else
                json.SkipValue();
        }

        if (isError)
            Error ??= ServerError.Find(frame) ?? new ServerError("", null);
    }

    private void ReadChoices(ref Utf8JsonReader json, ReadOnlySpan<byte> frame)
    {
        json.Read();
        while (json.NextElement(JsonTokenType.StartObject))
        {
            while (json.NextProperty())
            {
                if (json.ValueTextEquals("delta"u8) || json.ValueTextEquals("message"u8))
                    ReadDelta(ref json);
                else if (json.ValueTextEquals("finish_reason"u8))
                    FinishReason = json.NextString();
                else if (json.ValueTextEquals("logprobs"u8))
                    ReadLogprobs(ref json, frame);
                else
                    json.SkipValue();
            }
        }
    }

    private void ReadDelta(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return;
        json.Expect(JsonTokenType.StartObject);
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("content"u8))
                Text = json.NextContent();
            else if (json.ValueTextEquals("reasoning_content"u8) || json.ValueTextEquals("reasoning"u8) || json.ValueTextEquals("thinking"u8))
                Reasoning = json.NextString() ?? Reasoning;
            else if (json.ValueTextEquals("tool_calls"u8))
                ReadToolCalls(ref json);
            else
                json.SkipValue();
        }
    }

    private void ReadLogprobs(ref Utf8JsonReader json, ReadOnlySpan<byte> frame)
    {
        json.Read();
        var began = (int)json.TokenStartIndex;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        var (tokens, sum) = (0, 0.0);
        while (json.NextProperty())
        {
            if (!json.ValueTextEquals("content"u8))
            {
                json.SkipValue();
                continue;
            }

            json.Read();
            while (json.NextElement(JsonTokenType.StartObject))
            {
                if (json.NumberOf("logprob"u8) is { } logprob)
                    (tokens, sum) = (tokens + 1, sum + logprob);
            }
        }

        Logprobs = frame[began..(int)json.BytesConsumed].ToArray();
        Likelihood = (tokens, sum);
    }

    private void ReadToolCalls(ref Utf8JsonReader json)
    {
        json.Read();
        while (json.NextElement(JsonTokenType.StartObject))
            ToolCalls.Add(ReadToolCall(ref json, ToolCalls.Count));
    }

    /// <summary>Reads one piece of a tool call, of which the reader is at the beginning.</summary>
    /// <param name="index">Taken where the server gives none: its place in the list.</param>
    public static ToolCallPiece ReadToolCall(ref Utf8JsonReader json, int index)
    {
        string? id = null, name = null, arguments = null;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("index"u8))
                index = (int)(json.NextNumber() ?? index);
            else if (json.ValueTextEquals("id"u8))
                id = json.NextStringOrRaw();
            else if (json.ValueTextEquals("function"u8))
                ReadFunction(ref json, out name, out arguments);
            else
                json.SkipValue();
        }

        return new ToolCallPiece(index, id, name, arguments);
    }

    private static void ReadFunction(ref Utf8JsonReader json, out string? name, out string? arguments)
    {
        (name, arguments) = (null, null);
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return;
        json.Expect(JsonTokenType.StartObject);
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("name"u8))
                name = json.NextString();
            else if (json.ValueTextEquals("arguments"u8))
                arguments = json.NextStringOrRaw();
            else
                json.SkipValue();
        }
    }

    private void ReadUsage(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return;
        json.Expect(JsonTokenType.StartObject);
        var usage = new UsageDetails();
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("prompt_tokens"u8))
                usage.InputTokenCount = (long?)json.NextNumber();
            else if (json.ValueTextEquals("completion_tokens"u8))
                usage.OutputTokenCount = (long?)json.NextNumber();
            else if (json.ValueTextEquals("total_tokens"u8))
                usage.TotalTokenCount = (long?)json.NextNumber();
            else if (json.ValueTextEquals("prompt_tokens_details"u8))
                usage.CachedInputTokenCount = (long?)json.NextNumberOf("cached_tokens"u8);
            else if (json.ValueTextEquals("completion_tokens_details"u8))
                usage.ReasoningTokenCount = (long?)json.NextNumberOf("reasoning_tokens"u8);
            else
                json.SkipValue();
        }

        Usage = usage;
    }

    private void ReadTimings(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return;
        json.Expect(JsonTokenType.StartObject);
        double? prompt = null, generation = null;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("prompt_per_second"u8))
                prompt = json.NextNumber();
            else if (json.ValueTextEquals("predicted_per_second"u8))
                generation = json.NextNumber();
            else
                json.SkipValue();
        }

        if (prompt is { } p && generation is { } g)
            Rates = (p, g);
    }
}
