namespace LocalsOnly.Simulation.Discord;

/// <summary>What a simulated Discord is made of. The defaults are Discord's own figures.</summary>
public sealed record SimulatedDiscordOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What the gateway asks for in its hello. A client that is silent for half as long again is closed with 4009.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(41_250);

    /// <summary>Between two identifies of one bot; an earlier one gets op 9.</summary>
    public TimeSpan IdentifyInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Identifies of one bot in a day; one more costs it its token.</summary>
    public int SessionStarts { get; init; } = 1000;

    /// <summary>Events that a session keeps for a resume once they are sent.</summary>
    public int ReplayedEvents { get; init; } = 1000;

    /// <summary>Events that a client may be behind before its socket is broken off.</summary>
    public int PendingEvents { get; init; } = 250_000;

    /// <summary>How long a session without a socket can be resumed.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Messages that a channel keeps; older ones are gone, with their files.</summary>
    public int KeptMessages { get; init; } = 10_000;

    /// <summary>Largest file in bytes.</summary>
    public int LargestFile { get; init; } = 10 << 20;

    /// <summary>How many requests may be made how fast.</summary>
    public SimulatedLimits Limits { get; init; } = new();

    /// <summary>Everything that is sent is held against the documented schema as well. Off, a long campaign is a little faster.</summary>
    public bool ChecksItself { get; init; } = true;
}

/// <summary>Requests in a window that begins with the first of them.</summary>
public readonly record struct SimulatedLimit(int Requests, TimeSpan Window)
{
    public static SimulatedLimit None { get; } = new(int.MaxValue, TimeSpan.FromSeconds(1));
}

/// <summary>
/// Limits of the routes, each for one channel, webhook or application. Discord documents the headers, the global limit and the existence of buckets; the figures
/// are those that its headers give in practice.
/// </summary>
/// <remarks>discord.com/developers/docs/topics/rate-limits</remarks>
public sealed record SimulatedLimits
{
    /// <summary>Of one bot, over all routes but interactions and webhooks.</summary>
    public SimulatedLimit Global { get; init; } = new(50, TimeSpan.FromSeconds(1));

    public SimulatedLimit Send { get; init; } = new(5, TimeSpan.FromSeconds(5));

    public SimulatedLimit Edit { get; init; } = new(5, TimeSpan.FromSeconds(5));

    public SimulatedLimit Delete { get; init; } = new(5, TimeSpan.FromSeconds(1));

    public SimulatedLimit Typing { get; init; } = new(5, TimeSpan.FromSeconds(5));

    public SimulatedLimit React { get; init; } = new(1, TimeSpan.FromSeconds(0.25));

    public SimulatedLimit Webhook { get; init; } = new(5, TimeSpan.FromSeconds(2));

    public SimulatedLimit Commands { get; init; } = new(20, TimeSpan.FromSeconds(5));

    /// <summary>Every other route.</summary>
    public SimulatedLimit Other { get; init; } = new(30, TimeSpan.FromSeconds(5));

    /// <summary>No limit at all, for campaigns that are about something else.</summary>
    public static SimulatedLimits None { get; } = new()
    {
        Global = SimulatedLimit.None,
        Send = SimulatedLimit.None,
        Edit = SimulatedLimit.None,
        Delete = SimulatedLimit.None,
        Typing = SimulatedLimit.None,
        React = SimulatedLimit.None,
        Webhook = SimulatedLimit.None,
        Commands = SimulatedLimit.None,
        Other = SimulatedLimit.None,
    };
}
