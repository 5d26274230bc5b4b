using System.ClientModel.Primitives;
using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using OpenAI.Chat;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;

#pragma warning disable SCME0001 // An experiment of the SDK, and its only way to fields that it does not know.

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// What a server of the house says beyond OpenAI's protocol, read from an answer that came through <see cref="ChatCompletionsHandler"/> and Semantic
/// Kernel's OpenAI connector: the SDK keeps fields that it does not know in the patch of the object that is the content's <c>InnerContent</c>.
/// </summary>
public static class ServerAnswer
{
    private const string Chunk = "$.choices[0].delta.";
    private const string Whole = "$.choices[0].message.";

    /// <summary>The piece of the model's reasoning in this part of a streamed answer; null when there is none.</summary>
    public static string? GetReasoning(this StreamingChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.InnerContent is StreamingChatCompletionUpdate update ? Text(ref update.Patch, Chunk, AnswerFields.Reasoning) : null;
    }

    /// <summary>The model's reasoning in a whole answer; null when there is none.</summary>
    public static string? GetReasoning(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.InnerContent is ChatCompletion completion ? Text(ref completion.Patch, Whole, AnswerFields.Reasoning) : null;
    }

    /// <summary>
    /// How far exo has read the prompt (<see cref="PrefillProgressContent"/>) or how fast it was (<see cref="GenerationStatsContent"/>), where the handler
    /// shows comments; null in any other part of an answer.
    /// </summary>
    public static AIContent? GetServerComment(this StreamingChatMessageContent content, bool simulated = false)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.InnerContent is StreamingChatCompletionUpdate update && Text(ref update.Patch, "$.", AnswerFields.Comment) is { } comment
            ? StreamComment.Read(Encoding.UTF8.GetBytes(comment), simulated)
            : null;
    }

    /// <summary>The finish reason as the server worded it, where that is no word of OpenAI's; null when it is one, or none came.</summary>
    internal static string? FinishReasonOf(StreamingChatCompletionUpdate update) => Text(ref update.Patch, "$.choices[0].", AnswerFields.FinishReason);

    /// <summary>Not null in the part that says that the stream has opened: whether the server calls itself simulated.</summary>
    internal static bool? OpenedOf(StreamingChatCompletionUpdate update) =>
        update.Patch.TryGetValue(Path("$.", AnswerFields.Opened), out bool simulated) ? simulated : null;

    /// <summary><c>choices[0].logprobs</c> as the server wrote it (UTF-8 JSON object); null when there is none.</summary>
    internal static byte[]? LogprobsOf(StreamingChatCompletionUpdate update) =>
        update.Patch.TryGetJson("$.choices[0].logprobs"u8, out var json) && !json.IsEmpty && json.Span[0] == (byte)'{' ? json.ToArray() : null;

    /// <summary>A number by its path; null when there is none.</summary>
    internal static double? NumberOf(StreamingChatCompletionUpdate update, ReadOnlySpan<byte> path) =>
        update.Patch.TryGetValue(path, out double number) ? number : null;

    private static string? Text(ref JsonPatch patch, string parent, ReadOnlySpan<byte> name) =>
        patch.TryGetValue(Path(parent, name), out string? text) ? text : null;

    private static byte[] Path(string parent, ReadOnlySpan<byte> name) => [.. Encoding.UTF8.GetBytes(parent), .. name];
}
