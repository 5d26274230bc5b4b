using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>What a prompt asks of an endpoint, told in one pass over its messages and without copying them.</summary>
internal readonly struct PromptShape
{
    /// <summary>UTF-8 bytes per token, on the low side, so that a prompt is rather taken for longer than it is.</summary>
    private const double BytesPerToken = 3.5;

    /// <summary>What a picture costs in tokens where a server does not tell: about a thousand for the models people run at home.</summary>
    private const int TokensPerPicture = 1000;

    private PromptShape(string question, int tokens, int answerTokens, bool tools, bool pictures, ulong conversation, bool continues) =>
        (Question, Tokens, AnswerTokens, Tools, Pictures, Conversation, Continues) = (question, tokens, answerTokens, tools, pictures, conversation, continues);

    /// <summary>The newest text of the person.</summary>
    public string Question { get; }

    /// <summary>Tokens of the prompt, estimated.</summary>
    public int Tokens { get; }

    /// <summary>Most tokens of the answer as the caller bounded it; 0 when it did not.</summary>
    public int AnswerTokens { get; }

    public bool Tools { get; }

    public bool Pictures { get; }

    /// <summary>The same for every turn of one conversation.</summary>
    public ulong Conversation { get; }

    /// <summary>There was a turn before this one: the messages hold its answer, or the caller named the conversation.</summary>
    public bool Continues { get; }

    /// <param name="messages">The prompt, oldest first.</param>
    public static PromptShape Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RouteRequest route)
    {
        long bytes = 0;
        var pictures = 0;
        string? question = route.Question, opening = null;
        ulong conversation = 0;
        var continues = route.Conversation is not null;
        if (options?.Instructions is { Length: > 0 } instructions)
            bytes += Encoding.UTF8.GetByteCount(instructions);
        for (var m = 0; m < messages.Count; m++)
        {
            var message = messages[m];
            var isPersons = message.Role == ChatRole.User;
            continues |= message.Role == ChatRole.Assistant;
            string? newest = null;
            for (var c = 0; c < message.Contents.Count; c++)
            {
                switch (message.Contents[c])
                {
                    case TextContent { Text: { Length: > 0 } text }:
                        bytes += Encoding.UTF8.GetByteCount(text);
                        if (isPersons && text.Length >= (newest?.Length ?? 0))
                            newest = text;
                        if (message.Role == ChatRole.System && m == 0)
                            conversation = Hash(text);
                        break;
                    case TextReasoningContent { Text: { } reasoning }:
                        bytes += Encoding.UTF8.GetByteCount(reasoning);
                        break;
                    case FunctionResultContent { Result: string result }:
                        bytes += Encoding.UTF8.GetByteCount(result);
                        break;
                    case DataContent data when data.HasTopLevelMediaType("image"):
                        pictures++;
                        break;
                    case UriContent uri when uri.HasTopLevelMediaType("image"):
                        pictures++;
                        break;
                }
            }

            if (newest is null)
                continue;
            opening ??= newest;
            if (route.Question is null)
                question = newest;
        }

        if (route.Body is { } body)
            bytes = Math.Max(bytes, body.Length);
        // What stands around the question now will not stand around it when it is history.
        conversation = route.Conversation is { } named ? Hash(named) : conversation ^ Hash((continues ? opening : question)?.Trim() ?? "");
        return new PromptShape(
            question ?? "",
            (int)Math.Min(int.MaxValue / 2, (bytes / BytesPerToken) + ((long)pictures * TokensPerPicture)),
            options?.MaxOutputTokens ?? 0,
            options?.Tools is { Count: > 0 },
            pictures > 0,
            conversation,
            continues);
    }

    /// <summary>Tells one prompt from another, for the prompts that have killed a runner.</summary>
    public static ulong Fingerprint(IReadOnlyList<ChatMessage> messages)
    {
        ulong fingerprint = 17;
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is TextContent { Text: { } text })
                    fingerprint = (fingerprint * 31) ^ Hash(text);
            }
        }

        return fingerprint;
    }

    private static ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));
}
