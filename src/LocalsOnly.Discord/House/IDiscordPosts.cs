using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.House;

/// <summary>What personas write in Discord by themselves, without being asked.</summary>
public interface IDiscordPosts
{
    /// <summary>The channel that means the direct messages of each owner.</summary>
    const string Direct = "dm";

    /// <summary>Whether a persona can write in a channel now.</summary>
    /// <param name="channel">Its name without <c>#</c>, its id, or <see cref="Direct"/>.</param>
    /// <param name="persona">Id.</param>
    PostReach Look(string channel, string persona);

    /// <summary>
    /// Writes a post, in as many messages as it needs, and pings nobody. It is stored before it is sent: whatever dies in between, a call with the same key completes it, and
    /// once it is complete gives the same messages again. It is tried once; when to try again is for the caller to know.
    /// </summary>
    /// <returns>The messages, in order.</returns>
    /// <exception cref="DiscordException">
    /// Not all of it is written. <see cref="DiscordFailure.Unavailable"/> and <see cref="DiscordFailure.RateLimited"/> may pass; with any other, somebody has to do something
    /// first.
    /// </exception>
    Task<IReadOnlyList<PostedMessage>> PostAsync(PersonaPost post, CancellationToken cancellationToken);
}

/// <param name="Key">Names the post; the same in every try. What was stored under it first stands.</param>
/// <param name="Persona">Id of who says it.</param>
/// <param name="Channel">As in <see cref="IDiscordPosts.Look"/>.</param>
/// <param name="Text">In Markdown.</param>
/// <param name="Occasion">What made the persona speak: <c>scheduled task vince/daily-briefing</c>.</param>
public sealed record PersonaPost(string Key, string Persona, string Channel, string Text, string Occasion);

/// <summary>A message that is there.</summary>
/// <param name="Guild">Its server; null for a direct message.</param>
public sealed record PostedMessage(Snowflake? Guild, Snowflake Channel, Snowflake Id)
{
    /// <summary>A link to it, as "Copy Message Link" gives it.</summary>
    public string Link => $"https://discord.com/channels/{Guild?.ToString() ?? "@me"}/{Channel}/{Id}";
}

/// <param name="Why">A clause with what to do, where it is not reachable; else empty.</param>
public sealed record PostReach(PostReachState State, string Why = "")
{
    /// <summary>Others than the owner may read there: what is written is made of what was said there, and of nothing else that is remembered.</summary>
    public bool Shared { get; init; }

    /// <summary>The channel as the memory knows it; null for the owner's own place.</summary>
    public string? Memory { get; init; }
}

/// <summary>Whether something can be written in a channel.</summary>
public enum PostReachState
{
    /// <summary>It can.</summary>
    Reachable,

    /// <summary>Not now: the bot is not connected, or does not know all of its servers yet.</summary>
    Away,

    /// <summary>There is no such channel that the bot can see, or more than one.</summary>
    Unknown,

    /// <summary>No bot writes for the persona.</summary>
    Off,
}
