using Discord;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>Messages of the bot itself, those it reads, and the channels they are in.</summary>
internal sealed class MessageCalls(Library library, ChannelGuilds guilds)
{
    /// <summary>Discord.Net insists on words before it sends; what is sent is the draft.</summary>
    public const string Words = "…";

    private const int MostInOneCall = 100;
    private const int ThreadIsThere = 160004;
    private const int CannotSee = 50001;

    public async Task<DiscordMessage> SendAsync(Snowflake channel, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var place = await library.Handles.ChannelAsync(channel);
        var route = Routes.CreateMessage(channel, hasNonce: message.Nonce is not null, hasFiles: message.Files.Count > 0);
        var request = RestRequest.Of(route, message.ToDraft(), DiscordJson.Default.WireDraft) with { Files = message.Files };
        return Read(await library.SendAsync(request, options => place.SendMessageAsync(Words, options: options), cancellationToken));
    }

    public async Task EditAsync(Snowflake channel, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken)
    {
        var place = await library.Handles.ChannelAsync(channel);
        var request = RestRequest.Of(Routes.EditMessage(channel, message), content.ToEdit(), DiscordJson.Default.WireDraft) with { Files = content.Files };
        await library.SendAsync(request, options => place.ModifyMessageAsync(message.Value, change => change.Content = Words, options), cancellationToken);
    }

    public async Task DeleteAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken)
    {
        var place = await library.Handles.ChannelAsync(channel);
        await library.SendAsync(new RestRequest(Routes.DeleteMessage(channel, message)), options => place.DeleteMessageAsync(message.Value, options), cancellationToken).OrGoneAsync();
    }

    public async Task TypeAsync(Snowflake channel, CancellationToken cancellationToken)
    {
        var place = await library.Handles.ChannelAsync(channel);
        await library.SendAsync(new RestRequest(Routes.Typing(channel)), place.TriggerTypingAsync, cancellationToken);
    }

    /// <summary>The library names whose emoji it takes away, so that it has to know who the bot is.</summary>
    /// <exception cref="DiscordException">The bot was never connected, and its emoji is to be taken away.</exception>
    public async Task ReactAsync(Snowflake channel, Snowflake message, string emoji, bool remove, CancellationToken cancellationToken)
    {
        var self = remove ? library.Self() : default;
        var request = new RestRequest(Routes.Reaction(remove ? HttpMethod.Delete : HttpMethod.Put, channel, message, emoji));
        await library.SendAsync(
            request,
            options => remove
                ? library.Client.Rest.RemoveReactionAsync(channel.Value, message.Value, self.Value, new Emoji(emoji), options)
                : library.Client.Rest.AddReactionAsync(channel.Value, message.Value, new Emoji(emoji), options),
            cancellationToken);
    }

    public async Task<IReadOnlyList<DiscordMessage>> AfterAsync(Snowflake channel, Snowflake after, int limit, CancellationToken cancellationToken)
    {
        var (place, most) = (await library.Handles.ChannelAsync(channel), Math.Clamp(limit, 1, MostInOneCall));
        var reply = await library.SendAsync(
            new RestRequest(Routes.MessagesAfter(channel, after, most)),
            async options =>
            {
                // One page; the library would go on to the next.
                await foreach (var _ in place.GetMessagesAsync(after.Value, Direction.After, most, options)) break;
            },
            cancellationToken);
        return [.. reply.Read(DiscordJson.Default.WireMessageArray).Select(message => message.ToMessage(guilds[channel])).OfType<DiscordMessage>().OrderBy(message => message.Id)];
    }

    public async Task<DiscordMessage?> GetAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken)
    {
        var place = await library.Handles.ChannelAsync(channel);
        var reply = await library.SendAsync(new RestRequest(Routes.Message(channel, message)), options => place.GetMessageAsync(message.Value, options), cancellationToken).OrGoneAsync();
        return reply is { } there ? Read(there) : null;
    }

    public async Task<DiscordChannel?> ChannelAsync(Snowflake channel, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await library.SendAsync(new RestRequest(Routes.Channel(channel)), options => library.Client.Rest.GetChannelAsync(channel.Value, options), cancellationToken).OrGoneAsync();
            return reply is { } there ? ReadChannel(there) : null;
        }
        catch (DiscordException failed) when (failed.Code == CannotSee)
        {
            return null;
        }
    }

    public async Task<DiscordChannel> DirectAsync(Snowflake user, CancellationToken cancellationToken)
    {
        var person = await library.Handles.UserAsync(user);
        var request = RestRequest.Of(Routes.DirectChannel, new WireRecipient(user), DiscordJson.Default.WireRecipient);
        return ReadChannel(await library.SendAsync(request, person.CreateDMChannelAsync, cancellationToken));
    }

    public async Task<DiscordChannel> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken)
    {
        var (place, on) = (await library.Handles.ChannelAsync(channel), await library.Handles.MessageAsync(channel, message));
        try
        {
            var request = RestRequest.Of(Routes.StartThread(channel, message), new WireNewThread(name), DiscordJson.Default.WireNewThread);
            return ReadChannel(await library.SendAsync(request, options => place.CreateThreadAsync(name, message: on, options: options), cancellationToken));
        }
        catch (DiscordException failed) when (failed.Code == ThreadIsThere)
        {
            // The thread of a message has the message's id.
            if (await ChannelAsync(message, cancellationToken) is { } thread) return thread;
            throw;
        }
    }

    /// <summary>A message that Discord sends back.</summary>
    public DiscordMessage Read(RestReply reply)
    {
        var message = reply.Read(DiscordJson.Default.WireMessage);
        return message.ToMessage(guilds[message.ChannelId]) ?? throw new DiscordException(DiscordFailure.Unavailable, "Discord sent a message back that nobody wrote.");
    }

    private DiscordChannel ReadChannel(RestReply reply)
    {
        var channel = reply.Read(DiscordJson.Default.WireChannel);
        guilds.Add(channel.Id, channel.GuildId);
        return channel.ToChannel();
    }
}
