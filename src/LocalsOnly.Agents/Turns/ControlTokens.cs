using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Words that chat templates give a meaning to. Going in, they lose it (<see cref="PassageFence"/>); coming out, they are not shown
/// (<see cref="OutputSanitiser"/>). One list, so that the two cannot differ.
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

    /// <summary>
    /// Length of a token of the shape <c>&lt;|…|&gt;</c> at a position, ChatML's, Llama 3's and Phi's, or with DeepSeek's full-width bars; 0 when
    /// there is none.
    /// </summary>
    public static int BarredLength(ReadOnlySpan<char> text)
    {
        if (!BeginsBarred(text)) return 0;
        var end = text[2..].IndexOfAny("|>", "｜>");
        return end >= 0 && end <= Longest * 2 && !text[2..(end + 2)].ContainsAny(" \n") ? end + 4 : 0;
    }

    /// <summary>True when more text could make this a barred token.</summary>
    public static bool MayBecomeBarred(ReadOnlySpan<char> text) => BeginsBarred(text) && text.Length <= Longest * 2 && !text.ContainsAny(" \n");

    private static bool BeginsBarred(ReadOnlySpan<char> text) => text.Length >= 2 && text[0] == '<' && text[1] is '|' or '｜';

    private static int IndexOfAny(this ReadOnlySpan<char> text, string one, string other)
    {
        var (first, second) = (text.IndexOf(one), text.IndexOf(other));
        return first < 0 ? second : second < 0 ? first : Math.Min(first, second);
    }

    [GeneratedRegex(
        @"<(?=[|｜]|/?\s*(?:passage|quoted|think|thinking|tool_call|tool_response|start_of_turn|end_of_turn|start_of_image|unused\d+|bos|eos|s)\b|</?SYS>>)|\[(?=/?(?:INST|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|SYSTEM_PROMPT)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Dangerous();
}
