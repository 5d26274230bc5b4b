using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>Turns the data of a dispatch into the events of the transport.</summary>
internal sealed class EventReader(ChannelGuilds guilds)
{
    /// <summary>Adds what an event says; nothing when it is not one that is read.</summary>
    /// <exception cref="JsonException">The data is not what such an event has.</exception>
    public void Read(Dispatch dispatch, ReadOnlySpan<byte> data, List<DiscordEvent> to)
    {
        switch (dispatch)
        {
            case Dispatch.MessageCreated:
                if (Message(data) is { } created) to.Add(new MessageCreated(created));
                break;
            case Dispatch.MessageEdited:
                if (Message(data) is { } edited) to.Add(new MessageEdited(edited));
                break;
            case Dispatch.MessagesDeleted:
                var deletion = Parse(data, DiscordJson.Default.WireDeletion);
                to.Add(new MessagesDeleted(deletion.ChannelId, deletion.Ids ?? (deletion.Id is { } id ? [id] : [])));
                break;
            case Dispatch.Interaction:
                if (Parse(data, DiscordJson.Default.WireInteraction).ToInteraction() is { } interaction) to.Add(new InteractionArrived(interaction));
                break;
            case Dispatch.GuildSeen:
                AddGuild(Parse(data, DiscordJson.Default.WireGuild), to);
                break;
            case Dispatch.GuildGone:
                AddAbsence(Parse(data, DiscordJson.Default.WireGuild), to);
                break;
            case Dispatch.ChannelSeen:
                AddChannel(Parse(data, DiscordJson.Default.WireChannel), guild: null, to);
                break;
            case Dispatch.ChannelGone:
                var gone = Parse(data, DiscordJson.Default.WireChannel).Id;
                guilds.Remove(gone);
                to.Add(new ChannelGone(gone));
                break;
            case Dispatch.ThreadList:
                var list = Parse(data, DiscordJson.Default.WireThreadList);
                foreach (var thread in list.Threads ?? []) AddChannel(thread, list.GuildId, to);
                break;
        }
    }

    public static T Parse<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(data, type) ?? throw new JsonException("The data of an event is an object.");

    private DiscordMessage? Message(ReadOnlySpan<byte> data)
    {
        var message = Parse(data, DiscordJson.Default.WireMessage);
        guilds.Add(message.ChannelId, message.GuildId);
        return message.ToMessage(guilds[message.ChannelId]);
    }

    private void AddGuild(WireGuild guild, List<DiscordEvent> to)
    {
        if (guild.Unavailable is true) return;
        foreach (var channel in guild.Channels ?? []) AddChannel(channel, guild.Id, to);
        foreach (var thread in guild.Threads ?? []) AddChannel(thread, guild.Id, to);
        to.Add(new GuildSeen(guild.Id, guild.Name ?? ""));
    }

    /// <summary>A server that only has an outage comes back by itself; one that the bot has left takes its channels along.</summary>
    private void AddAbsence(WireGuild guild, List<DiscordEvent> to)
    {
        if (guild.Unavailable is true) return;
        foreach (var channel in guilds.Of(guild.Id))
        {
            guilds.Remove(channel);
            to.Add(new ChannelGone(channel));
        }
    }

    private void AddChannel(WireChannel channel, Snowflake? guild, List<DiscordEvent> to)
    {
        guilds.Add(channel.Id, channel.GuildId ?? guild);
        to.Add(new ChannelSeen(channel.ToChannel(guild)));
    }
}
