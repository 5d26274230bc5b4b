using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord;

/// <summary>How far an interaction has come.</summary>
public enum SimulatedInteractionState
{
    /// <summary>The bot has not answered, and has up to 3 s.</summary>
    Waiting,

    /// <summary>The bot said that the answer comes later.</summary>
    Deferred,

    /// <summary>The bot answered.</summary>
    Answered,

    /// <summary>The 3 s, or after a deferral the 15 minutes, went by.</summary>
    Expired,
}

/// <summary>Discord's numbers for the types of interactions.</summary>
public enum SimulatedInteractionKind
{
    Command = 2,
    Component = 3,
    Completion = 4,
    Form = 5,
}

/// <summary>A command, a press, a choice, a completion or a form that a person used, and what became of it.</summary>
public sealed class SimulatedInteraction
{
    private readonly TaskCompletionSource<SimulatedInteraction> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ulong> _followUps = [];
    private readonly World _world;

    internal SimulatedInteraction(World world, ulong id, string token, SimulatedInteractionKind kind, SimulatedBot bot, SimulatedUser user, SimulatedChannel channel)
    {
        _world = world;
        (Id, Token, Kind, Bot, User, Channel) = (id, token, kind, bot, user, channel);
    }

    public ulong Id { get; }

    public SimulatedInteractionKind Kind { get; }

    public SimulatedBot Bot { get; }

    public SimulatedUser User { get; }

    public SimulatedChannel Channel { get; }

    public SimulatedInteractionState State { get; private set; }

    /// <summary>What Discord showed the person when it went wrong; null while it did not.</summary>
    public string? Failure => State == SimulatedInteractionState.Expired ? "The application did not respond" : null;

    /// <summary>The answer as it stands; null when there is none, or it was deleted.</summary>
    public SimulatedMessage? Response
    {
        get
        {
            lock (_world.Gate)
                return ResponseId is { } id ? Find(id) : null;
        }
    }

    /// <summary>Further answers as they stand, oldest first, without those that were deleted.</summary>
    public IReadOnlyList<SimulatedMessage> FollowUps
    {
        get
        {
            lock (_world.Gate)
                return [.. _followUps.Select(Find).OfType<SimulatedMessage>()];
        }
    }

    /// <summary>The form that it opened; null for none.</summary>
    public SimulatedForm? OpenedForm { get; internal set; }

    /// <summary>What a completion offers; null before it is answered.</summary>
    public IReadOnlyList<SimulatedChoice>? Choices { get; internal set; }

    /// <summary>Ends when the bot answered, in full: a deferral alone is no answer. Ends too when the time went by.</summary>
    public Task<SimulatedInteraction> Answered => _settled.Task;

    internal string Token { get; }

    /// <summary>Writes the member <c>data</c>.</summary>
    internal Action<Utf8JsonWriter> Data { get; init; } = null!;

    /// <summary>The message that a button or a menu is on.</summary>
    internal SimulatedMessage? Source { get; init; }

    /// <summary>Name of the command; null for others.</summary>
    internal string? Command { get; init; }

    /// <summary>For a form, what opened it.</summary>
    internal SimulatedInteraction? OpenedBy { get; init; }

    internal IReadOnlyList<SimulatedFile> Files { get; init; } = [];

    internal ulong? ResponseId { get; set; }

    /// <summary>The bot called back, whatever it said.</summary>
    internal bool CalledBack { get; set; }

    /// <summary>It is answered by changing the message that it came from.</summary>
    internal bool AnswersSource { get; set; }

    /// <summary>Messages of it that only the person sees; others are in the channel.</summary>
    internal Dictionary<ulong, SimulatedMessage> Private { get; } = [];

    internal ITimer? Deadline { get; set; }

    internal IReadOnlyList<ulong> FollowUpIds => _followUps;

    internal SimulatedMessage? Find(ulong id) => Private.GetValueOrDefault(id) ?? Channel.Log.Find(id);

    internal void AddFollowUp(ulong id) => _followUps.Add(id);

    internal void Become(SimulatedInteractionState state)
    {
        State = state;
        if (state is SimulatedInteractionState.Answered or SimulatedInteractionState.Expired)
            _settled.TrySetResult(this);
    }
}

/// <summary>A form that a bot opened over Discord.</summary>
/// <param name="Interaction">What opened it.</param>
/// <param name="Fields">In order.</param>
public sealed record SimulatedForm(SimulatedInteraction Interaction, string CustomId, string Title, IReadOnlyList<SimulatedControl> Fields)
{
    internal IReadOnlyList<JsonElement> Components { get; init; } = [];
}

/// <param name="Name">As shown.</param>
/// <param name="Value">A text or a number.</param>
public sealed record SimulatedChoice(string Name, object Value);
