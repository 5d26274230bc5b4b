using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord;

/// <summary>Discord's numbers for the types of channels.</summary>
public enum SimulatedChannelKind
{
    Text = 0,
    Direct = 1,
    Thread = 11,
    Forum = 15,
}

/// <summary>A place where messages are.</summary>
public sealed class SimulatedChannel
{
    private const int TypingKept = 1000;

    private readonly World _world;
    private readonly Queue<SimulatedTyping> _typing = new();

    internal SimulatedChannel(World world, ulong id, string name, SimulatedChannelKind kind)
    {
        (_world, Id, Name, Kind) = (world, id, name, kind);
        Log = new MessageLog(world.Options.KeptMessages);
    }

    public ulong Id { get; }

    /// <summary>Without <c>#</c>; empty for a direct channel.</summary>
    public string Name { get; internal set; }

    public SimulatedChannelKind Kind { get; }

    /// <summary>Its server; null for a direct channel.</summary>
    public SimulatedGuild? Guild { get; internal init; }

    /// <summary>The channel that a thread hangs on.</summary>
    public SimulatedChannel? Parent { get; internal init; }

    /// <summary>The messages as they stand, oldest first.</summary>
    public IReadOnlyList<SimulatedMessage> Messages
    {
        get
        {
            lock (_world.Gate)
                return Log.All();
        }
    }

    /// <summary>How many messages there are, without copying them.</summary>
    public int Count
    {
        get
        {
            lock (_world.Gate)
                return Log.Count;
        }
    }

    /// <summary>The newest message; null when there is none.</summary>
    public SimulatedMessage? Newest
    {
        get
        {
            lock (_world.Gate)
                return Log.Newest;
        }
    }

    /// <summary>Who showed that they are typing, and when; the newest 1,000, oldest first.</summary>
    public IReadOnlyList<SimulatedTyping> Typing
    {
        get
        {
            lock (_world.Gate)
                return [.. _typing];
        }
    }

    /// <summary>Threads that hang on it, oldest first.</summary>
    public IReadOnlyList<SimulatedChannel> Threads => _world.ThreadsOf(this);

    internal MessageLog Log { get; }

    internal string? Topic { get; init; }

    internal int Position { get; init; }

    /// <summary>Both ends of a direct channel.</summary>
    internal SimulatedBot? Bot { get; init; }

    /// <inheritdoc cref="Bot"/>
    internal SimulatedUser? Person { get; init; }

    /// <summary>Who began a thread.</summary>
    internal ulong Owner { get; init; }

    internal bool Archived { get; set; }

    internal HashSet<ulong> HiddenFrom { get; } = [];

    internal HashSet<ulong> SilentFor { get; } = [];

    /// <summary>The message with an id; null when it is deleted or too old to be kept.</summary>
    public SimulatedMessage? Message(ulong id)
    {
        lock (_world.Gate)
            return Log.Find(id);
    }

    /// <summary>A bot no longer sees the channel, nor its threads: requests get 50001, and no event comes.</summary>
    public void HideFrom(SimulatedBot bot) => _world.Permit(this, bot, HiddenFrom.Add);

    /// <summary>Takes <see cref="HideFrom"/> and <see cref="Silence"/> back.</summary>
    public void ShowTo(SimulatedBot bot) => _world.Permit(this, bot, id => HiddenFrom.Remove(id) | SilentFor.Remove(id));

    /// <summary>A bot sees the channel but may not write there: sending gets 50013.</summary>
    public void Silence(SimulatedBot bot) => _world.Permit(this, bot, SilentFor.Add);

    internal bool SeenBy(SimulatedBot bot) =>
        Guild is null ? Bot == bot : Guild.Members.ContainsKey(bot.Id) && !HiddenFrom.Contains(bot.Id) && (Parent?.SeenBy(bot) ?? true);

    internal bool WritableBy(SimulatedBot bot) => !SilentFor.Contains(bot.Id) && (Parent?.WritableBy(bot) ?? true);

    internal void Typed(SimulatedAccount account, DateTimeOffset at)
    {
        _typing.Enqueue(new SimulatedTyping(account, at));
        if (_typing.Count > TypingKept)
            _typing.Dequeue();
    }

    public override string ToString() => Kind == SimulatedChannelKind.Direct ? $"the direct channel of {Bot} and {Person}" : $"#{Name}";
}

/// <summary>Somebody showed that they are typing.</summary>
public sealed record SimulatedTyping(SimulatedAccount By, DateTimeOffset At);
