using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Sessions;

/// <summary>One line of a session's file: exactly one of its parts is there.</summary>
/// <param name="At">When (UTC).</param>
internal sealed record SessionEntry(DateTimeOffset At)
{
    /// <summary>The first line: whose session this is.</summary>
    public SessionOpened? Opened { get; init; }

    /// <summary>Something was said.</summary>
    public SessionSaid? Said { get; init; }

    /// <summary>What was said before is summed up.</summary>
    public SessionSummary? Summary { get; init; }

    /// <summary>How an answer came about.</summary>
    public TurnRecord? Turn { get; init; }

    /// <summary>The conversation in the memory that it is a copy of; null when it is of none.</summary>
    [JsonIgnore]
    public string? Key => Said?.Key ?? Turn?.Conversation;
}

/// <param name="Session">The place, as the surface names it.</param>
/// <param name="Persona">Who answers.</param>
/// <param name="Channel">The channel whose memory it belongs to; null for a private place.</param>
internal sealed record SessionOpened(string Session, string Persona, string? Channel);

/// <param name="FromPerson">The person's words, or the persona's.</param>
/// <param name="Text">The words.</param>
/// <param name="Key">Key of the conversation in the memory.</param>
internal sealed record SessionSaid(bool FromPerson, string Text, string Key)
{
    /// <summary>Who wrote it, where several people talk.</summary>
    public string? Name { get; init; }

    /// <summary>Whoever wrote it is a guest of the house.</summary>
    public bool? Guest { get; init; }

    /// <summary>Of what the persona said by itself: what made it speak.</summary>
    public string? Occasion { get; init; }

    /// <summary>Of what the persona said by itself: what tells it from everything else that it says so, in every try.</summary>
    public string? Post { get; init; }
}

/// <param name="Text">What was said, in short; a model wrote it.</param>
/// <param name="Covers">How many of the messages it stands for, from the first.</param>
internal sealed record SessionSummary(string Text, int Covers);

[JsonSerializable(typeof(SessionEntry))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SessionJson : JsonSerializerContext;
