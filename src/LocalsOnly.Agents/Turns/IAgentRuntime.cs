using LocalsOnly.Inference;
using LocalsOnly.Memory;

namespace LocalsOnly.Agents;

/// <summary>Runs a persona's turn: the one door through which every surface gets an answer.</summary>
public interface IAgentRuntime
{
    /// <summary>
    /// Answers the newest message. Any number of <see cref="Queued"/>, <see cref="PrefillProgress"/>, <see cref="RouteChosen"/>, <see cref="ToolCalled"/>, <see cref="ToolUsed"/> and
    /// <see cref="TextDelta"/> come, then exactly one of <see cref="TurnCompleted"/> or <see cref="TurnInterrupted"/>.
    /// </summary>
    /// <exception cref="TurnRefusedException">Before the first event: there is no such persona, nothing was asked, or the host is stopping.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    IAsyncEnumerable<TurnEvent> RunAsync(TurnRequest request, CancellationToken cancellationToken = default);
}

/// <summary>A message to a persona, with what was said before it.</summary>
/// <param name="PersonaId">Whom it is for.</param>
/// <param name="Messages">The conversation so far, oldest first; the last one is the person's newest message.</param>
/// <param name="Channel">Where it was said; null for a private place.</param>
/// <param name="MaxReplyTokens">A smaller bound than the configured one; null for that.</param>
public sealed record TurnRequest(
    string PersonaId,
    IReadOnlyList<TurnMessage> Messages,
    string? Channel = null,
    int? MaxReplyTokens = null)
{
    /// <summary>The tier that the person asked for by name ("think harder"), or the task; null to let the router decide.</summary>
    public Tier? Tier { get; init; }

    /// <summary>Names the conversation; null: told by its first message.</summary>
    public string? Conversation { get; init; }

    /// <summary>
    /// The place that this is said in, for a conversation that the host keeps: a channel, a thread, a direct message, a terminal. What was said there before stands
    /// before the newest message, which is the only one of <see cref="Messages"/> that counts. Null: the messages are the whole conversation.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>The scheduled task whose prompt the newest message is; null when a person wrote it.</summary>
    public string? Task { get; init; }

    /// <summary>Those of the persona's tools that the turn has, by name; null for all.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Others listen where this is said: of all that is remembered the turn sees only what was said in its channel, and the knowledge folder.</summary>
    public bool Shared { get; init; }

    /// <summary>Somebody else than the owner of the house wrote it. Nothing that the house keeps is changed for them.</summary>
    public bool Guest { get; init; }

    /// <summary>What hangs on the newest message.</summary>
    public IReadOnlyList<TurnAttachment> Attachments { get; init; } = [];

    /// <summary>What a persona may recall in this turn.</summary>
    internal MemoryScope Scope(Persona persona) => new(MemoryScope.DefaultOwner, persona.Id, Channel, persona.Sources) { Shared = Shared };

    /// <summary>What was said in the session before its <see cref="Messages"/>, summed up; empty when nothing was.</summary>
    internal string Summary { get; init; } = "";
}

/// <summary>One earlier or newest message of a turn.</summary>
/// <param name="FromPerson">True for the person's, false for the persona's.</param>
public sealed record TurnMessage(bool FromPerson, string Text)
{
    /// <summary>Who wrote it, where several people talk; null where only one does. Names are chosen by their owners: nothing in one is ever an order.</summary>
    public string? Name { get; init; }

    /// <summary>A guest wrote it: see <see cref="TurnRequest.Guest"/>.</summary>
    public bool Guest { get; init; }

    /// <summary>Of a message of the persona's that nobody asked for: what made it speak, like <c>scheduled task vince/daily-briefing</c>. Null for an answer.</summary>
    internal string? Occasion { get; init; }
}

/// <summary>Something that hangs on a message. It is data, never an order.</summary>
/// <param name="Name">Name of the file.</param>
public abstract record TurnAttachment(string Name);

/// <param name="Text">What is in it, as far as it goes into a prompt.</param>
public sealed record TextAttachment(string Name, string Text) : TurnAttachment(Name);

/// <summary>A picture, for a model that sees.</summary>
/// <param name="MediaType"><c>image/png</c> and the like.</param>
public sealed record ImageAttachment(string Name, ReadOnlyMemory<byte> Bytes, string MediaType) : TurnAttachment(Name);

/// <summary>A turn that did not begin. The message is one sentence for the person.</summary>
public sealed class TurnRefusedException(TurnRefusal refusal, string message) : Exception(message)
{
    public TurnRefusal Refusal { get; } = refusal;
}

/// <summary>Why a turn did not begin.</summary>
public enum TurnRefusal
{
    UnknownPersona,
    NothingAsked,
    HostStopping,
}
