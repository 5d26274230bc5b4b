using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gating;

/// <summary>Who somebody is to the house.</summary>
internal enum Standing
{
    /// <summary>Nobody: not heard.</summary>
    Stranger,

    /// <summary>Heard, and shown nothing that is the owner's.</summary>
    Guest,

    Owner,
}

/// <summary>Who is let in: nobody at first; then whoever paired, and whom the lists allow.</summary>
internal sealed class Admission(People people, ChannelMap channels, DiscordOptions options)
{
    public Standing Of(Snowflake user, IReadOnlyList<Snowflake> roles, Snowflake channel, bool direct)
    {
        if (people.Find(user) is { } paired) return paired.Owner ? Standing.Owner : Standing.Guest;
        if (options.Allow.Users.Contains(user.ToString())) return Standing.Guest;
        if (direct) return Standing.Stranger;
        if (roles.Any(role => options.Allow.Roles.Contains(role.ToString()))) return Standing.Guest;
        return channels.PlaceOf(channel) is { } place && (options.Allow.Channels.Contains(place.Id.ToString()) || (place.Name.Length > 0 && options.Allow.Channels.Contains(place.Name)))
            ? Standing.Guest
            : Standing.Stranger;
    }

    /// <summary>Somebody owns the house on Discord.</summary>
    public bool HasOwner => people.All().Any(paired => paired.Owner);
}
