using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>An answer that was not streamed.</summary>
internal static class WholeAnswer
{
    /// <summary>The answer as a strict reader takes it.</summary>
    /// <exception cref="WireException">It is empty, says an error, or has no end.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON object.</exception>
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            throw new WireException(InferenceFailure.Protocol, "it answered with nothing at all");
        var output = new System.Buffers.ArrayBufferWriter<byte>(body.Length + 256);
        var mender = new ChunkMender(output, isWhole: true);
        mender.Mend(body.Span);
        if (mender.Error is { } error)
            throw new WireException(error.Explain());
        if (!mender.HasFinished)
            throw new WireException(InferenceFailure.Truncated, "its answer has no finish reason");
        return output.WrittenMemory;
    }
}
