using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>What <c>locals archive</c>, <c>imports</c> and <c>forget</c> print with <c>--json</c> (docs/cli.md).</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ArchiveVerdict))]
[JsonSerializable(typeof(CompactResult))]
[JsonSerializable(typeof(IReadOnlyList<ImportSummary>))]
[JsonSerializable(typeof(ImportDetails))]
[JsonSerializable(typeof(UndoResult))]
[JsonSerializable(typeof(ForgetWire))]
[JsonSerializable(typeof(AllowWire))]
internal sealed partial class ArchiveJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static ArchiveJson Indented { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true });
}

/// <summary><c>locals forget --json</c>.</summary>
/// <param name="Forgotten">False when this is only what would be forgotten.</param>
/// <param name="Conversations">Those that are meant.</param>
/// <param name="Messages">Messages in them.</param>
/// <param name="FreedBytes">By how much the archive is smaller; 0 for a preview.</param>
internal sealed record ForgetWire(bool Forgotten, IReadOnlyList<ConversationLabel> Conversations, int Messages, int Notes, long FreedBytes);

/// <summary><c>locals forget --allow --json</c>.</summary>
/// <param name="Allowed">Conversations that may be imported again.</param>
internal sealed record AllowWire(int Allowed);
