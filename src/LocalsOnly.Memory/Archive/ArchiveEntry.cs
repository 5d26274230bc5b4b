using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Archive;

/// <summary>What a line of the archive says.</summary>
internal enum EntryKind
{
    /// <summary>A conversation as one export had it.</summary>
    [JsonStringEnumMemberName("observation")]
    Observation,

    /// <summary>An import began or ended.</summary>
    [JsonStringEnumMemberName("import")]
    Import,

    /// <summary>What an import brought does not count any more.</summary>
    [JsonStringEnumMemberName("undo")]
    Undo,

    /// <summary>Conversations that must not come back.</summary>
    [JsonStringEnumMemberName("forget")]
    Forget,

    /// <summary>Forgotten conversations that may come back.</summary>
    [JsonStringEnumMemberName("allow")]
    Allow,

    /// <summary>A person said which project a conversation belongs to.</summary>
    [JsonStringEnumMemberName("project")]
    Project,

    /// <summary>A person corrected a standing fact, or had it forgotten.</summary>
    [JsonStringEnumMemberName("standing")]
    Standing,

    /// <summary>An import also holds what others brought before it.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}

/// <summary>One line of the archive. Which of the nullable parts are there depends on <see cref="Kind"/>.</summary>
/// <param name="Version">Version of this layout: 1 for plain lines of the first format, 2 for those of today.</param>
/// <param name="Stored">When it was stored, UTC.</param>
/// <param name="Owner">Whose it is.</param>
internal sealed record ArchiveEntry(int Version, DateTimeOffset Stored, string Owner)
{
    public const int CurrentVersion = 2;

    /// <summary>Lines of version 1 have none and are observations.</summary>
    public EntryKind Kind { get; init; }

    /// <summary>Version 1 only: what one session stored has the same.</summary>
    public string? Batch { get; init; }

    /// <summary>Number of the import that an observation is part of, that began or ended, that holds something, or that is undone.</summary>
    public int? Import { get; init; }

    /// <summary>The one persona that may see it; null when all may.</summary>
    public string? Persona { get; init; }

    /// <summary>The one channel it may be seen in; null when all may show it.</summary>
    public string? Channel { get; init; }

    /// <summary>An import's beginning: names of its inputs.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>An import's beginning: what its inputs say beside their conversations; null when nothing, as in imports of before it was noted.</summary>
    public BesideConversations? Beside { get; init; }

    /// <summary>An import's end: <c>completed</c> or <c>interrupted</c>.</summary>
    public string? Ended { get; init; }

    /// <summary>An import's end: what it reports.</summary>
    public IReadOnlyDictionary<string, long>? Totals { get; init; }

    /// <summary>Forget and allow: SHA-256 of the conversations' keys, hexadecimal; an allow without any is for all.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>Forget: parts that were gathered from those conversations, each with the one that it goes with, both as SHA-256 of keys, hexadecimal.</summary>
    public IReadOnlyDictionary<string, string>? Parts { get; init; }

    /// <summary>Forget: how the person chose, without any of the words: <c>conversation</c>, <c>source</c>, <c>time</c>, <c>search</c>.</summary>
    public string? Chosen { get; init; }

    /// <summary>Project: key of the conversation.</summary>
    public string? ConversationKey { get; init; }

    /// <summary>Project: key of the project; null when it belongs to none.</summary>
    public string? Project { get; init; }

    /// <summary>Standing: what the person decided.</summary>
    public StandingEntry? Standing { get; init; }

    /// <summary>Held: SHA-256 of observations, as their lines say it, hexadecimal.</summary>
    public IReadOnlyList<string>? Held { get; init; }

    /// <summary>Observation: SHA-256 of the conversation's JSON, hexadecimal. Version 1 has none.</summary>
    public string? Digest { get; init; }

    /// <summary>Observation: SHA-256 of the key of a part that was gathered from another conversation, hexadecimal; null for most.</summary>
    public string? Part { get; init; }

    /// <summary>Observation: SHA-256 of the key of the conversation that the part goes with, hexadecimal; null when it stands by itself.</summary>
    public string? Origin { get; init; }

    /// <summary>Observation: where the export's own bytes are kept; null when they are not.</summary>
    public RawReference? Raw { get; init; }

    /// <summary>Observation: the conversation. Last on the line.</summary>
    [JsonPropertyOrder(1)]
    public Conversation? Conversation { get; init; }
}

/// <summary>A person's decision on a standing fact.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Record">The fact; null when all on a subject are meant.</param>
/// <param name="Subject">That subject.</param>
/// <param name="Text">The corrected words; null to forget.</param>
internal sealed record StandingEntry(DateTimeOffset At, string? Record, string? Subject, string? Text);

/// <summary>Where the bytes of one conversation lie as the vendor exported them.</summary>
/// <param name="Segment">Number of the raw segment.</param>
/// <param name="Offset">Byte in that file at which its gzip member begins.</param>
/// <param name="Packed">Length of the member in bytes.</param>
/// <param name="Length">Bytes of the payload, without the line feed that the archive adds.</param>
/// <param name="Sha256">Of the payload, hexadecimal.</param>
internal sealed record RawReference(int Segment, long Offset, int Packed, int Length, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ArchiveEntry))]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ArchiveJson : JsonSerializerContext;

/// <summary>How the archive writes JSON: with letters left as letters, because it is to be read with grep.</summary>
internal static class ArchiveFormat
{
    // A class of its own: static members of the generated context have no defined order.
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static ArchiveJson Json { get; } = new(new JsonSerializerOptions(ArchiveJson.Default.Options) { Encoder = Encoder });
}
