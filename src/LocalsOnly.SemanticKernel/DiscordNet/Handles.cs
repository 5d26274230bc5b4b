using System.Collections.Concurrent;
using System.Text;
using Discord.Rest;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>
/// Objects of the library for what only the id is known of. Discord.Net sends through a channel, a message or a user, and would ask Discord for each of them first; it is answered here
/// instead, with no more than it needs to be built.
/// </summary>
internal sealed class Handles(Library library, DiscordRestClient rest, ChannelGuilds guilds)
{
    private readonly ConcurrentDictionary<Snowflake, RestTextChannel> _channels = new();

    /// <summary>Any channel that messages are written in: to send and to read, it is the same for all of them.</summary>
    public async Task<RestTextChannel> ChannelAsync(Snowflake channel)
    {
        if (_channels.TryGetValue(channel, out var known)) return known;
        var made = await library.MakeAsync(
            Routes.Channel(channel),
            Bytes($$"""{"id":"{{channel}}","type":0,"guild_id":"{{guilds[channel] ?? channel}}","name":"","permission_overwrites":[]}"""),
            async options => await rest.GetChannelAsync(channel.Value, options) as RestTextChannel);
        return _channels.GetOrAdd(channel, made);
    }

    public async Task<RestMessage> MessageAsync(Snowflake channel, Snowflake message)
    {
        var place = await ChannelAsync(channel);
        return await library.MakeAsync(
            Routes.Message(channel, message),
            Bytes($$"""{"id":"{{message}}","channel_id":"{{channel}}","type":0,"content":"","timestamp":"2015-01-01T00:00:00+00:00","author":{"id":"{{message}}","username":""} }"""),
            async options => await place.GetMessageAsync(message.Value, options));
    }

    public Task<RestUser> UserAsync(Snowflake user) => library.MakeAsync(
        new Route(HttpMethod.Get, "users/{user}", "", $"users/{user}", "see the person"),
        Bytes($$"""{"id":"{{user}}","username":""}"""),
        async options => (RestUser?)await rest.GetUserAsync(user.Value, options));

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
