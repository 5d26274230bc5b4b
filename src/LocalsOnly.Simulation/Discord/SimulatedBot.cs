using LocalsOnly.Simulation.Discord.Gateway;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord;

/// <summary>An application with its bot. What it is told to be allowed holds from the next identify on.</summary>
public sealed class SimulatedBot : SimulatedAccount
{
    private readonly World _world;

    internal SimulatedBot(World world, ulong id, ulong application, string name, string token)
        : base(id, name, null)
    {
        _world = world;
        (ApplicationId, Token) = (application, token);
        Commands = new CommandBook(world);
    }

    /// <summary>Not the id of the user, as in applications from before 2016: a client that takes one for the other is found out.</summary>
    public ulong ApplicationId { get; }

    public string Token { get; internal set; }

    /// <summary>The portal's switch for the intent MESSAGE_CONTENT.</summary>
    public bool MessageContentAllowed { get; set; } = true;

    /// <summary>The portal's switch for the intent GUILD_MEMBERS.</summary>
    public bool MembersAllowed { get; set; }

    /// <summary>The portal's switch for the intent GUILD_PRESENCES.</summary>
    public bool PresencesAllowed { get; set; }

    /// <summary>May delete what others wrote (MANAGE_MESSAGES).</summary>
    public bool ManagesMessages { get; set; }

    /// <summary>May ping everyone and roles that are not for everybody to ping (MENTION_EVERYONE).</summary>
    public bool PingsEveryone { get; set; }

    /// <summary>May make webhooks (MANAGE_WEBHOOKS).</summary>
    public bool ManagesWebhooks { get; set; } = true;

    /// <summary>Names of its slash commands, those of everywhere and those of each server.</summary>
    public IReadOnlyList<string> CommandNames
    {
        get
        {
            lock (_world.Gate)
                return Commands.Names;
        }
    }

    /// <summary>How it shows itself; offline while it has no session.</summary>
    public SimulatedPresence Presence { get; internal set; } = SimulatedPresence.Offline;

    /// <summary>Sockets that are identified, now.</summary>
    public int Connections
    {
        get
        {
            lock (_world.Gate)
                return Sessions.Count(session => session.Connection is not null);
        }
    }

    /// <summary>Events of its sessions that were not sent to it yet, because it reads slowly or has no socket.</summary>
    public int PendingEvents
    {
        get
        {
            lock (_world.Gate)
                return Sessions.Sum(session => session.Pending);
        }
    }

    /// <summary>Sessions begun by an identify so far, and resumed ones.</summary>
    public int Identifies { get; internal set; }

    /// <inheritdoc cref="Identifies"/>
    public int Resumes { get; internal set; }

    /// <summary>Heartbeats that came so far.</summary>
    public int Heartbeats { get; internal set; }

    internal List<GatewaySession> Sessions { get; } = [];

    internal CommandBook Commands { get; }

    internal SessionStarts Starts { get; } = new();

    /// <summary>Heartbeats get no answer.</summary>
    internal bool AcksStopped { get; set; }

    internal override bool IsBot => true;
}

/// <param name="Status"><c>online</c>, <c>idle</c>, <c>dnd</c>, <c>invisible</c> or <c>offline</c>.</param>
/// <param name="Activity">What it says it is doing; empty for nothing.</param>
public sealed record SimulatedPresence(string Status, string Activity)
{
    internal static SimulatedPresence Offline { get; } = new("offline", "");
}
