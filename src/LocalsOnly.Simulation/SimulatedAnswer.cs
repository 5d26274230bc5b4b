namespace LocalsOnly.Simulation;

/// <summary>What a simulated model makes of a chat request that it answers.</summary>
public enum SimulatedAnswer
{
    /// <summary>Text.</summary>
    Plain,

    /// <summary>Reasoning in <c>reasoning_content</c>, then text; only text when the request turns thinking off.</summary>
    Thinking,

    /// <summary>A call of the request's first tool, whole and in one chunk; text when there is no tool, or its result is there.</summary>
    ToolCall,

    /// <summary>Two calls in one chunk.</summary>
    ToolCalls,

    /// <summary>As gpt-oss does it: reasoning, then one call, with no usage.</summary>
    GptOssToolCall,

    /// <summary>Reasoning that a stop sequence cuts off; its last token comes as text.</summary>
    StopInThinking,

    /// <summary>Text that ends after 8 tokens with the finish reason <c>length</c>, as at a small <c>max_tokens</c>.</summary>
    CutOff,
}
