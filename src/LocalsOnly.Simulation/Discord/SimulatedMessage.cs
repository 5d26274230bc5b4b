using System.Collections.Immutable;
using System.Text.Json;

namespace LocalsOnly.Simulation.Discord;

/// <summary>A message as it stood when it was asked for.</summary>
/// <param name="Id">Snowflake.</param>
/// <param name="Channel">Where it is.</param>
public sealed record SimulatedMessage(ulong Id, SimulatedChannel Channel, SimulatedAuthor Author, string Content, DateTimeOffset At)
{
    /// <summary>When it was last changed; null when never.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>What it said before each change, and when it was changed; oldest first.</summary>
    public ImmutableList<SimulatedEdit> Edits { get; init; } = [];

    /// <summary>The message it replies to; null for none.</summary>
    public ulong? RepliesTo { get; init; }

    /// <summary>Whom it really pinged when it was written.</summary>
    public SimulatedPings Pinged { get; init; } = SimulatedPings.Nobody;

    public IReadOnlyList<SimulatedFile> Files { get; init; } = [];

    /// <summary>The embeds as they were sent.</summary>
    public IReadOnlyList<JsonElement> Embeds { get; init; } = [];

    /// <summary>The rows of components as they were sent.</summary>
    public IReadOnlyList<JsonElement> Components { get; init; } = [];

    /// <summary>Every button and menu of it, in order.</summary>
    public IReadOnlyList<SimulatedControl> Controls => SimulatedControl.Of(Components);

    public ImmutableList<SimulatedReaction> Reactions { get; init; } = [];

    /// <summary>Discord's bits: 4 no previews, 32 has a thread, 64 ephemeral, 128 loading, 4096 silent.</summary>
    public int Flags { get; init; }

    /// <summary>Discord's number: 0 a message, 19 a reply, 20 the answer to a command, 21 the start of a thread.</summary>
    public int Type { get; init; }

    public string? Nonce { get; init; }

    /// <summary>Only whoever asked sees it.</summary>
    public bool IsEphemeral => (Flags & MessageFlags.Ephemeral) != 0;

    /// <summary>An answer that was deferred and has not come.</summary>
    public bool IsLoading => (Flags & MessageFlags.Loading) != 0;

    /// <summary>Whom it mentions as it stands. A change may mention others, but pings nobody.</summary>
    /// <remarks>discord.com/developers/docs/resources/message#edit-message: the mentions are read again from the new content.</remarks>
    internal SimulatedPings Mentioned { get; init; } = SimulatedPings.Nobody;

    internal bool Tts { get; init; }

    /// <summary>The interaction that it answers.</summary>
    internal SimulatedInteraction? Interaction { get; init; }

    /// <summary>The application that sent it.</summary>
    internal ulong? Application { get; init; }

    /// <summary>A reply to a message that was there; the starter of a thread refers across channels.</summary>
    internal SimulatedChannel? ReferenceChannel { get; init; }

    internal SimulatedChannel? Thread { get; init; }
}

/// <remarks>discord.com/developers/docs/resources/message#message-object-message-types</remarks>
internal static class MessageTypes
{
    public const int Default = 0;
    public const int UserJoin = 7;
    public const int Reply = 19;
    public const int CommandAnswer = 20;
    public const int ThreadStarter = 21;
}

/// <remarks>discord.com/developers/docs/resources/message#message-object-message-flags</remarks>
internal static class MessageFlags
{
    public const int SuppressEmbeds = 1 << 2;
    public const int HasThread = 1 << 5;
    public const int Ephemeral = 1 << 6;
    public const int Loading = 1 << 7;
    public const int SuppressNotifications = 1 << 12;
    public const int ComponentsV2 = 1 << 15;

    /// <summary>What an edit may set and take away.</summary>
    public const int Editable = SuppressEmbeds | ComponentsV2;
}

/// <param name="At">When it was changed.</param>
/// <param name="Content">What it said until then.</param>
public sealed record SimulatedEdit(DateTimeOffset At, string Content);

/// <summary>Whom a message pinged, after its <c>allowed_mentions</c>, the roles' and the bot's permissions.</summary>
public sealed record SimulatedPings(IReadOnlyList<ulong> Users, IReadOnlyList<ulong> Roles, bool Everyone)
{
    public static SimulatedPings Nobody { get; } = new([], [], false);

    public bool IsNobody => Users.Count == 0 && Roles.Count == 0 && !Everyone;
}

/// <param name="Name">With its ending.</param>
/// <param name="ContentType">As it was sent, or guessed from the name; null for unknown.</param>
public sealed record SimulatedFile(string Name, ReadOnlyMemory<byte> Content, string? ContentType = null)
{
    public string? Description { get; init; }

    /// <summary>0 until it hangs on a message.</summary>
    public ulong Id { get; internal init; }

    /// <summary>Where it can be read; null until it hangs on a message.</summary>
    public Uri? Url { get; internal init; }
}

/// <param name="Emoji">A character, or <c>name:id</c>.</param>
/// <param name="Users">Ids, in the order in which they reacted.</param>
public sealed record SimulatedReaction(string Emoji, ImmutableList<ulong> Users);
