using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Posting;

/// <summary>Where a persona can write by itself.</summary>
internal sealed class PostPlaces(Bots bots, ChannelMap channels, People people)
{
    /// <summary>The channels that are meant: one, or the direct messages of each owner.</summary>
    /// <exception cref="DiscordException">There is none now.</exception>
    public async Task<IReadOnlyList<DiscordChannel>> ResolveAsync(string channel, string persona, CancellationToken cancellationToken)
    {
        var (reach, place) = Find(channel, persona);
        if (reach.State != PostReachState.Reachable) throw new DiscordException(FailureOf(reach.State), reach.Why);
        if (place is not null) return [place];
        var direct = new List<DiscordChannel>();
        foreach (var owner in Owners())
        {
            var opened = await bots.For(persona)!.Transport.DirectChannelAsync(owner, cancellationToken);
            channels.See(opened);
            direct.Add(opened);
        }

        return direct;
    }

    /// <returns>With the channel; none for direct messages.</returns>
    public (PostReach Reach, DiscordChannel? Place) Find(string channel, string persona)
    {
        if (bots.All.Count == 0) return (new PostReach(PostReachState.Off, DiscordSentences.NoBots), null);
        if (bots.For(persona) is not { } bot) return (new PostReach(PostReachState.Off, DiscordSentences.NoBotFor(persona)), null);
        if (bot.Transport.Health is { State: not ConnectionState.Connected } health) return (new PostReach(PostReachState.Away, DiscordSentences.NotConnected(bot.Name, health.Detail)), null);
        if (channel.Equals(IDiscordPosts.Direct, StringComparison.OrdinalIgnoreCase))
            return (Owners().Count > 0 ? new PostReach(PostReachState.Reachable) : new PostReach(PostReachState.Unknown, DiscordSentences.NobodyToWriteTo), null);

        if (Snowflake.TryParse(channel, out var id) && channels.Find(id) is { Kind: DiscordChannelKind.Text or DiscordChannelKind.Thread } byId && bot.Sees(id)) return (new PostReach(PostReachState.Reachable), byId);
        return channels.Named(channel).Where(place => bot.Sees(place.Id)).ToList() switch
        {
            [var only] => (new PostReach(PostReachState.Reachable), only),
            { Count: > 1 } several => (new PostReach(PostReachState.Unknown, DiscordSentences.SeveralChannels(channel, several.Count)), null),
            // What is not there may be in a server that is still to come.
            _ => (bot.KnowsItsChannels ? new PostReach(PostReachState.Unknown, DiscordSentences.NoChannel(channel, bot.Name)) : new PostReach(PostReachState.Away, DiscordSentences.ServersToCome(bot.Name)), null),
        };
    }

    private List<Snowflake> Owners() => [.. people.All().Where(person => person.Owner).Select(person => person.Id)];

    private static DiscordFailure FailureOf(PostReachState state) => state switch
    {
        PostReachState.Away => DiscordFailure.Unavailable,
        PostReachState.Unknown => DiscordFailure.NotFound,
        _ => DiscordFailure.Rejected,
    };
}
