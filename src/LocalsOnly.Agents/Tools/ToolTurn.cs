using LocalsOnly.Memory;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools;

/// <summary>What a tool may know of the turn that it is called in.</summary>
/// <param name="Persona">Who calls it.</param>
/// <param name="Channel">Where the turn is; null for a private place.</param>
/// <param name="Message">What the person has just written, or the prompt of the task.</param>
/// <param name="Now">The time of the turn, in the person's zone.</param>
/// <param name="Zone">The person's zone.</param>
public sealed record ToolTurn(Persona Persona, string? Channel, string Message, DateTimeOffset Now, TimeZoneInfo Zone)
{
    private static readonly object s_key = typeof(ToolTurn);

    /// <summary>Names the conversation; null when it has no name.</summary>
    public string? Conversation { get; init; }

    /// <summary>The scheduled task that this is a turn of; null when a person wrote.</summary>
    public string? Task { get; init; }

    /// <summary>Others listen: see <see cref="TurnRequest.Shared"/>.</summary>
    public bool Shared { get; init; }

    /// <summary>Somebody else than the owner wrote: see <see cref="TurnRequest.Guest"/>.</summary>
    public bool Guest { get; init; }

    /// <summary>What may be recalled in this turn.</summary>
    internal MemoryScope Scope => new(MemoryScope.DefaultOwner, Persona.Id, Channel, Persona.Sources) { Shared = Shared };

    /// <summary>Takes the signals of the standup that this is a turn of; null outside one.</summary>
    internal IList<StandupSignal>? Signals { get; init; }

    /// <summary>Another persona asks, for the person: nothing is written in such a turn, and nobody else is asked.</summary>
    public Persona? AskedBy { get; init; }

    /// <summary>Arguments of a call in this turn.</summary>
    public AIFunctionArguments Arguments(IDictionary<string, object?>? given) =>
        new(given) { Context = new Dictionary<object, object?> { [s_key] = this } };

    /// <summary>The call is made in a turn.</summary>
    internal static bool IsIn(AIFunctionArguments arguments) => arguments.Context?.ContainsKey(s_key) == true;

    /// <summary>The turn in which a call is made. A tool's method takes the <see cref="AIFunctionArguments"/> as a parameter, and the schema leaves it out.</summary>
    /// <exception cref="InvalidOperationException">The call was not made in a turn.</exception>
    public static ToolTurn Of(AIFunctionArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Context?.TryGetValue(s_key, out var turn) == true && turn is ToolTurn its
            ? its
            : throw new InvalidOperationException("This tool is called in a turn only.");
    }
}
