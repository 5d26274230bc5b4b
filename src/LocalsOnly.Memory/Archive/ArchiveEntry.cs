using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Archive;

/// <summary>One state of one conversation, as a line of the archive holds it.</summary>
/// <param name="Version">Version of this layout.</param>
/// <param name="Stored">When it was stored, UTC.</param>
/// <param name="Batch">The writer's session; everything one import stored has the same.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Persona">The one persona that may see it; null when all may.</param>
/// <param name="Channel">The one channel it may be seen in; null when all may show it.</param>
/// <param name="Conversation">The whole conversation; the latest line of a key is the valid one.</param>
internal sealed record ArchiveEntry(
    int Version,
    DateTimeOffset Stored,
    string Batch,
    string Owner,
    string? Persona,
    string? Channel,
    Conversation Conversation)
{
    public const int CurrentVersion = 1;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ArchiveEntry))]
internal sealed partial class ArchiveJson : JsonSerializerContext;

/// <summary>How the archive writes JSON: with letters left as letters, because it is to be read with grep.</summary>
internal static class ArchiveFormat
{
    // A class of its own: static members of the generated context have no defined order.
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static ArchiveJson Json { get; } = new(new JsonSerializerOptions(ArchiveJson.Default.Options) { Encoder = Encoder });

    /// <summary>SHA-256 of a conversation's JSON: equal for equal conversations, whatever list types they hold.</summary>
    public static byte[] Digest(Conversation conversation) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(conversation, Json.Conversation));
}
