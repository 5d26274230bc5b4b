using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Channels, direct ones and threads: discord.com/developers/docs/resources/channel.</summary>
internal sealed class ChannelApi(RestClient rest, ChannelGuilds guilds)
{
    private const int ThreadIsThere = 160004;
    private const int CannotSee = 50001;

    public async Task<DiscordChannel?> GetAsync(Snowflake channel, CancellationToken cancellationToken)
    {
        try
        {
            return await rest.SendAsync(new RestRequest(Routes.Channel(channel)), cancellationToken).OrGoneAsync() is { } reply ? Read(reply) : null;
        }
        catch (DiscordException failed) when (failed.Code == CannotSee)
        {
            return null;
        }
    }

    public async Task<DiscordChannel> DirectAsync(Snowflake user, CancellationToken cancellationToken) =>
        Read(await rest.SendAsync(RestRequest.Of(Routes.DirectChannel, new WireRecipient(user), DiscordJson.Default.WireRecipient), cancellationToken));

    public async Task<DiscordChannel> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await rest.SendAsync(RestRequest.Of(Routes.StartThread(channel, message), new WireNewThread(name), DiscordJson.Default.WireNewThread), cancellationToken));
        }
        catch (DiscordException failed) when (failed.Code == ThreadIsThere)
        {
            // The thread of a message has the message's id.
            if (await GetAsync(message, cancellationToken) is { } thread) return thread;
            throw;
        }
    }

    private DiscordChannel Read(RestReply reply)
    {
        var channel = reply.Read(DiscordJson.Default.WireChannel);
        guilds.Add(channel.Id, channel.GuildId);
        return channel.ToChannel();
    }
}
