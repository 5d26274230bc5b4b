using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Words that chat templates give a meaning to. Going in, they lose it (<see cref="PassageFence"/>); coming out, they are not shown (<see cref="OutputSanitiser"/>, which
/// knows more of them, <see cref="MarkNames"/>: what a model has learned to write is more than what its template reads).
/// </summary>
internal static partial class ControlTokens
{
    /// <summary>Longest token that is spelled out; a <c>&lt;|…|&gt;</c> may be twice as long.</summary>
    public const int Longest = 24;

    public static readonly string[] ThinkOpen = ["<think>", "<thinking>"];

    public static readonly string[] ThinkClose = ["</think>", "</thinking>"];

    /// <summary>Tokens without a common shape: Llama 2 and Mistral, Gemma, the tool tags of Qwen and Hermes.</summary>
    public static readonly string[] Spelled =
    [
        "<s>", "</s>", "<bos>", "<eos>", "<<SYS>>", "<</SYS>>", "[INST]", "[/INST]", "[TOOL_CALLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]", "[AVAILABLE_TOOLS]",
        "[/AVAILABLE_TOOLS]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<tool_call>", "</tool_call>",
        "<tool_response>", "</tool_response>",
    ];

    /// <summary>The same words without their power.</summary>
    public static string Defuse(string text) => Dangerous().Replace(text, match => (match.Value[0] == '<' ? "‹" : "⟦") + match.Value[1..]);

    [GeneratedRegex(
        @"<(?=[|｜]|/?\s*(?:passage|quoted|file|think|thinking|tool_call|tool_response|start_of_turn|end_of_turn|start_of_image|unused\d+|bos|eos|s)\b|</?SYS>>)|\[(?=/?(?:INST|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|SYSTEM_PROMPT)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Dangerous();
}
