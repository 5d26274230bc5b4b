namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>What a mended answer has beyond OpenAI's protocol. The SDK keeps such fields; <see cref="ServerAnswer"/> reads them.</summary>
internal static class AnswerFields
{
    /// <summary>In a message: the model's reasoning, by whatever name it came (exo and llama.cpp use this one).</summary>
    public static ReadOnlySpan<byte> Reasoning => "reasoning_content"u8;

    /// <summary>In a choice: the finish reason as the server worded it, where OpenAI has no such word and <c>stop</c> stands for it.</summary>
    public static ReadOnlySpan<byte> FinishReason => "server_finish_reason"u8;

    /// <summary>In a chunk without choices: a comment of the stream as it came, without its colon (exo: <c>prefill_progress {…}</c>).</summary>
    public static ReadOnlySpan<byte> Comment => "server_comment"u8;

    /// <summary>In a chunk without choices that comes first: the stream has opened. True when the server calls itself simulated.</summary>
    public static ReadOnlySpan<byte> Opened => "server_opened"u8;
}
