using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Host.Mcp;

/// <summary>Structured answer of <c>recall</c>.</summary>
/// <param name="Note">What should be known about the answer, e.g. that a part of the memory is away.</param>
internal sealed record RecallWire(IReadOnlyList<PassageWire> Passages, string? Note);

/// <summary>A remembered message.</summary>
/// <param name="Key">What to cite it by, and to open it with.</param>
/// <param name="Conversation">Key of the conversation it is part of.</param>
/// <param name="Date">ISO 8601 in the person's zone; absent when not known.</param>
/// <param name="Author"><c>user</c>, who is the person, <c>assistant</c>, <c>system</c> or <c>tool</c>.</param>
/// <param name="Name">Who said it, where several people talk.</param>
/// <param name="Truncated">Not all of the message is here: open it.</param>
/// <param name="Score">Higher is better; comparable within one answer only.</param>
internal sealed record PassageWire(
    string Key, string Conversation, string Title, string? Date, string Source, string Author, string? Name, string Text, bool Truncated, double Score);

/// <summary>Structured answer of <c>open</c>: messages that follow one another.</summary>
/// <param name="Focus">Key of the message that was asked for; absent when the conversation was.</param>
/// <param name="Earlier">Messages before the first of these.</param>
/// <param name="Later">Messages after the last of these.</param>
internal sealed record OpenedWire(
    string Conversation, string Title, string Source, string? CreatedAt, string? Project, string? Focus, int Earlier, int Later, IReadOnlyList<OpenedMessageWire> Messages, string? Note);

internal sealed record OpenedMessageWire(string Key, string Author, string? Name, string? Date, string Text, bool Truncated, IReadOnlyList<string> Attachments);

/// <summary>Structured answer of <c>status</c>.</summary>
/// <param name="Sources">Conversations by source.</param>
/// <param name="Redactions">Secrets of each kind that are left out of what is recalled.</param>
/// <param name="Persona">Whose view of the memory this is; absent when it is what all personas share.</param>
internal sealed record MemoryStatusWire(
    int Conversations, int Messages, IReadOnlyDictionary<string, int> Sources, IReadOnlyDictionary<string, int> Redactions, string? Persona, string Version, string? Note);

/// <summary>What a program takes back: <c>notifications/cancelled</c>. The id is a number or a text.</summary>
internal sealed record CancelledWire([property: JsonPropertyName("requestId")] JsonElement? RequestId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Default, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecallWire))]
[JsonSerializable(typeof(OpenedWire))]
[JsonSerializable(typeof(MemoryStatusWire))]
[JsonSerializable(typeof(CancelledWire))]
internal sealed partial class McpJson : JsonSerializerContext;
