using System.Text.Json.Serialization;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>A message that is to be answered.</summary>
/// <param name="Id">Of the message; of the interaction when a command asked.</param>
/// <param name="Channel">Where it was written; the answer goes there, unless a thread is begun for it.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Name">How they are called there.</param>
/// <param name="Persona">Id of who answers.</param>
/// <param name="Bot">Name of the bot that writes the answer.</param>
/// <param name="Text">What was written, without the mention of who is to answer.</param>
/// <param name="Session">The conversation that it is part of.</param>
internal sealed record InboxMessage(
    Snowflake Id, Snowflake Channel, Snowflake? Guild, Snowflake Author, string Name, string Persona, string Bot, string Text, string Session)
{
    public IReadOnlyList<DiscordAttachment> Attachments { get; init; } = [];

    /// <summary>The channel in the memory's words; null for a private place of the owner's.</summary>
    public string? Memory { get; init; }

    /// <summary>Others may read the answer.</summary>
    public bool Shared { get; init; }

    /// <summary>Not the owner.</summary>
    public bool Guest { get; init; }

    /// <summary>The text that it replies to, when that is not in the conversation already.</summary>
    public string? Replied { get; init; }

    /// <summary>When a command asked: the message that shows the question; null for a message.</summary>
    public Snowflake? Echo { get; init; }

    /// <summary>The message whose answer was begun for this one too; null before one was.</summary>
    public Snowflake? Leader { get; init; }

    /// <summary>Something that the house keeps was, or may have been, changed for it.</summary>
    public bool Wrote { get; init; }

    /// <summary>How often an answer was begun and the host died with it.</summary>
    public int Tries { get; init; }

    public DateTimeOffset Received { get; init; }

    /// <summary>The message that the answer replies to.</summary>
    public Snowflake RepliesTo => Echo ?? Id;
}

/// <summary>How far a message has come.</summary>
internal enum InboxState
{
    /// <summary>It waits for its turn.</summary>
    Waiting = 0,

    /// <summary>It is being answered.</summary>
    Running = 1,

    /// <summary>It was answered, with a message id as proof; or its text went into the answer of another.</summary>
    Answered = 2,

    /// <summary>Whoever wrote it took it back before it was answered.</summary>
    Withdrawn = 3,

    /// <summary>It could not be answered; the reason says why.</summary>
    Failed = 4,
}

/// <summary>What became of a message.</summary>
/// <param name="Sentence">For a person.</param>
/// <param name="Turn">The turn that answered it, for <c>locals why</c>.</param>
internal sealed record Fate(string Sentence, string? Turn = null);

[JsonSerializable(typeof(List<DiscordAttachment>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class StorageJson : JsonSerializerContext;
