using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>
/// On whose behalf a prompt is sent and how it may be routed. Travels in <see cref="ChatOptions"/>
/// (<see cref="RouteRequestOptions.WithRoute"/>); <see cref="ChatOptions.ModelId"/> is a pinned model.
/// </summary>
public sealed record RouteRequest
{
    /// <summary>Id of the persona; null for another program of the house.</summary>
    public string? Persona { get; init; }

    /// <summary>Where this persona's work usually belongs: moves the cut that the complexity score is held against. Null: nowhere in particular.</summary>
    public Tier? PersonaTier { get; init; }

    /// <summary>Kind of work, e.g. the name of a scheduled task; null for a chat.</summary>
    public string? Task { get; init; }

    /// <summary>The tier that the task asks for. Decides; another tier may stand in, and that is said.</summary>
    public Tier? TaskTier { get; init; }

    /// <summary>The tier a person asked for by name. Nothing ever stands in for it.</summary>
    public Tier? PinnedTier { get; init; }

    /// <summary>The endpoint a person asked for by name. Nothing ever stands in for it.</summary>
    public string? PinnedEndpoint { get; init; }

    /// <summary>
    /// Names the conversation, so that it stays where its prefix is cached and a follow-up inherits its predecessor's tier. Null: told by
    /// the beginning of the messages.
    /// </summary>
    public string? Conversation { get; init; }

    /// <summary>
    /// The newest text as the person wrote it, when the newest message holds more than that (recalled passages, the time). Only it is
    /// scored. Null: the newest message of the person.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>Holds what is remembered of a person: never goes to an endpoint outside the house, whatever is allowed there.</summary>
    public bool Private { get; init; }

    /// <summary>Who waits for the answer.</summary>
    public WorkPriority Priority { get; init; }

    /// <summary>Longest wait for the first token, the queue included; null for <see cref="InferenceOptions.FirstTokenTimeout"/>.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Nobody watches the tokens come: a light answer is held back until all of it has been checked.</summary>
    public bool Unwatched { get; init; }

    /// <summary>
    /// The caller has no use for the beginning of an answer without its end: a <see cref="Body"/> is then sent on without asking for a stream, where the
    /// answer is known to take no longer than a stream may be silent.
    /// </summary>
    public bool InOnePiece { get; init; }

    /// <summary>
    /// A whole chat-completion request as another program sent it (UTF-8 JSON). It is sent on with all its fields in place of the messages
    /// and options, but for what the endpoint's dialect words otherwise; null to write one from the messages.
    /// </summary>
    public ReadOnlyMemory<byte>? Body { get; init; }
}

/// <summary>Who waits for an answer; the order of the queues.</summary>
public enum WorkPriority
{
    /// <summary>Somebody looks at the screen.</summary>
    Person,

    /// <summary>A scheduled task with a deadline.</summary>
    Task,

    /// <summary>Work that may take all night.</summary>
    Bulk,
}

/// <summary>Carries a <see cref="RouteRequest"/> in <see cref="ChatOptions"/>, where every decorator and router can read it.</summary>
public static class RouteRequestOptions
{
    private const string Key = "locals.route";
    private static readonly RouteRequest Nothing = new();

    /// <summary>Says how the prompt may be routed, in place of what was said before. Returns the same options.</summary>
    public static ChatOptions WithRoute(this ChatOptions options, RouteRequest route)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(route);
        (options.AdditionalProperties ??= [])[Key] = route;
        return options;
    }

    /// <summary>What was said; an empty request when nothing was.</summary>
    public static RouteRequest GetRoute(this ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var value) == true && value is RouteRequest route ? route : Nothing;
}
