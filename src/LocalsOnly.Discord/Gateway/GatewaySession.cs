using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>The session that goes on over connections: what is needed to resume it, and who the bot is in it. Written by the one reader.</summary>
internal sealed class GatewaySession
{
    private long _sequence = -1;

    public string? Id { get; private set; }

    /// <summary>Where it must be resumed.</summary>
    public Uri? ResumeAt { get; private set; }

    public DiscordUser? Self { get; private set; }

    public Snowflake Application { get; private set; }

    /// <summary>Number of the last event; null before the first.</summary>
    public long? Sequence
    {
        get => Volatile.Read(ref _sequence) is >= 0 and var number ? number : null;
        set => Volatile.Write(ref _sequence, value ?? -1);
    }

    /// <summary>When a session was last asked for; null when never.</summary>
    public long? IdentifiedAt { get; set; }

    public bool CanResume => Id is not null && Sequence is not null;

    public void Begin(string? id, Uri? resumeAt, DiscordUser self, Snowflake application) => (Id, ResumeAt, Self, Application) = (id, resumeAt, self, application);

    /// <summary>What was missed is lost; the next connection begins anew.</summary>
    public void Forget() => (Id, ResumeAt, Sequence) = (null, null, null);
}
