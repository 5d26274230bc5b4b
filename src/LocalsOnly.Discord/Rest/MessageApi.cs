using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Messages of the bot itself, and those it reads: discord.com/developers/docs/resources/message.</summary>
internal sealed class MessageApi(RestClient rest, ChannelGuilds guilds)
{
    private const int MostInOneCall = 100;

    public async Task<DiscordMessage> SendAsync(Snowflake channel, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var route = Routes.CreateMessage(channel, hasNonce: message.Nonce is not null, hasFiles: message.Files.Count > 0);
        var request = RestRequest.Of(route, message.ToDraft(), DiscordJson.Default.WireDraft) with { Files = message.Files };
        return Read(await rest.SendAsync(request, cancellationToken));
    }

    public Task EditAsync(Snowflake channel, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken) =>
        rest.SendAsync(RestRequest.Of(Routes.EditMessage(channel, message), content.ToEdit(), DiscordJson.Default.WireDraft) with { Files = content.Files }, cancellationToken);

    public Task DeleteAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) =>
        rest.SendAsync(new RestRequest(Routes.DeleteMessage(channel, message)), cancellationToken).OrGoneAsync();

    public Task TypeAsync(Snowflake channel, CancellationToken cancellationToken) => rest.SendAsync(new RestRequest(Routes.Typing(channel)), cancellationToken);

    public Task ReactAsync(Snowflake channel, Snowflake message, string emoji, bool remove, CancellationToken cancellationToken) =>
        rest.SendAsync(new RestRequest(Routes.Reaction(remove ? HttpMethod.Delete : HttpMethod.Put, channel, message, emoji)), cancellationToken);

    public async Task<IReadOnlyList<DiscordMessage>> AfterAsync(Snowflake channel, Snowflake after, int limit, CancellationToken cancellationToken)
    {
        var reply = await rest.SendAsync(new RestRequest(Routes.MessagesAfter(channel, after, Math.Clamp(limit, 1, MostInOneCall))), cancellationToken);
        return [.. reply.Read(DiscordJson.Default.WireMessageArray).Select(message => message.ToMessage(guilds[channel])).OfType<DiscordMessage>().OrderBy(message => message.Id)];
    }

    public async Task<DiscordMessage?> GetAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) =>
        await rest.SendAsync(new RestRequest(Routes.Message(channel, message)), cancellationToken).OrGoneAsync() is { } reply ? Read(reply) : null;

    /// <summary>A message that Discord sends back.</summary>
    public DiscordMessage Read(RestReply reply)
    {
        var message = reply.Read(DiscordJson.Default.WireMessage);
        return message.ToMessage(guilds[message.ChannelId]) ?? throw new DiscordException(DiscordFailure.Unavailable, "Discord sent a message back that nobody wrote.");
    }
}
