using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>What exo tells in the comments of a stream. Other servers' comments are keep-alives, and mean nothing here.</summary>
internal static class StreamComment
{
    /// <summary>
    /// Progress or statistics; null for a keep-alive, for what is unknown, and for what cannot be read: comments are a courtesy.
    /// </summary>
    public static AIContent? Read(ReadOnlySpan<byte> comment, bool simulated)
    {
        try
        {
            if (comment.StartsWith("prefill_progress "u8))
                return ReadProgress(comment["prefill_progress "u8.Length..]);
            if (comment.StartsWith("generation_stats "u8))
                return ReadStats(comment["generation_stats "u8.Length..], simulated);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An answer is not thrown away because its progress bar could not be read.
        }

        return null;
    }

    private static PrefillProgressContent? ReadProgress(ReadOnlySpan<byte> payload)
    {
        var json = new Utf8JsonReader(payload);
        json.Begin(JsonTokenType.StartObject);
        json.NextProperty();
        json.Begin(JsonTokenType.StartObject);
        double? processed = null, total = null;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("processed_tokens"u8))
                processed = json.NextNumber();
            else if (json.ValueTextEquals("total_tokens"u8))
                total = json.NextNumber();
            else
                json.SkipValue();
        }

        return processed is { } p && total is { } t ? new PrefillProgressContent((int)p, (int)t) : null;
    }

    private static GenerationStatsContent ReadStats(ReadOnlySpan<byte> payload, bool simulated)
    {
        var json = new Utf8JsonReader(payload);
        json.Begin(JsonTokenType.StartObject);
        double? prompt = null, generation = null;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("prompt_tps"u8))
                prompt = json.NextNumber();
            else if (json.ValueTextEquals("generation_tps"u8))
                generation = json.NextNumber();
            else
                json.SkipValue();
        }

        return new GenerationStatsContent(prompt, generation, simulated ? Provenance.Simulated : Provenance.Measured);
    }
}
