using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.Gateway;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Tells each session the events that its bot may see and its intents ask for. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/events/gateway#list-of-intents</remarks>
internal sealed class Announcer(World world)
{
    /// <param name="sender">The bot that sent it, which alone is told the nonce.</param>
    public void MessageCreated(SimulatedMessage message, SimulatedBot? sender) => Message("MESSAGE_CREATE", message, sender);

    public void MessageUpdated(SimulatedMessage message) => Message("MESSAGE_UPDATE", message, null);

    public void MessageDeleted(SimulatedChannel channel, ulong message) => Tell(channel, "MESSAGE_DELETE", Intents.GuildMessages, Intents.DirectMessages, json =>
    {
        json.Id("id"u8, message);
        Place(json, channel);
    });

    public void MessagesDeleted(SimulatedChannel channel, IReadOnlyList<ulong> messages) => Tell(channel, "MESSAGE_DELETE_BULK", Intents.GuildMessages, Intents.DirectMessages, json =>
    {
        json.Array("ids"u8, messages, static (writer, id) => writer.Id(id));
        Place(json, channel);
    });

    public void Typed(SimulatedChannel channel, SimulatedAccount account, DateTimeOffset at) => Tell(channel, "TYPING_START", Intents.GuildTyping, Intents.DirectTyping, json =>
    {
        Place(json, channel);
        json.Id("user_id"u8, account.Id);
        json.WriteNumber("timestamp"u8, at.ToUnixTimeSeconds());
        Member(json, channel, account);
    });

    public void Reacted(SimulatedMessage message, SimulatedAccount account, string emoji, bool removed) =>
        Tell(message.Channel, removed ? "MESSAGE_REACTION_REMOVE" : "MESSAGE_REACTION_ADD", Intents.GuildReactions, Intents.DirectReactions, json =>
        {
            json.Id("user_id"u8, account.Id);
            Place(json, message.Channel);
            json.Id("message_id"u8, message.Id);
            json.WritePropertyName("emoji"u8);
            ReactionDocument.WriteEmoji(json, emoji);
            json.WriteBoolean("burst"u8, false);
            json.WriteNumber("type"u8, 0);
            if (removed)
                return;
            if (message.Author.Webhook is null)
                json.Id("message_author_id"u8, message.Author.Id);
            Member(json, message.Channel, account);
        });

    public void ChannelCreated(SimulatedChannel channel) => Channel("CHANNEL_CREATE", channel);

    public void ChannelUpdated(SimulatedChannel channel) => Channel(channel.Kind == SimulatedChannelKind.Thread ? "THREAD_UPDATE" : "CHANNEL_UPDATE", channel);

    public void ChannelDeleted(SimulatedChannel channel)
    {
        if (channel.Kind != SimulatedChannelKind.Thread)
        {
            Channel("CHANNEL_DELETE", channel);
            return;
        }

        Tell(channel, "THREAD_DELETE", Intents.Guilds, Intents.None, json =>
        {
            json.Id("id"u8, channel.Id);
            json.Id("guild_id"u8, channel.Guild!.Id);
            json.Id("parent_id"u8, channel.Parent!.Id);
            json.WriteNumber("type"u8, (int)channel.Kind);
        });
    }

    public void ThreadCreated(SimulatedChannel thread) => Channel("THREAD_CREATE", thread, world.Time.GetUtcNow());

    public void WebhooksUpdated(SimulatedChannel channel) => Tell(channel.Guild!, "WEBHOOKS_UPDATE", Intents.GuildWebhooks, json =>
    {
        json.Id("guild_id"u8, channel.Guild!.Id);
        json.Id("channel_id"u8, channel.Id);
    });

    public void RoleCreated(SimulatedGuild guild, SimulatedRole role) => Tell(guild, "GUILD_ROLE_CREATE", Intents.Guilds, json =>
    {
        json.Id("guild_id"u8, guild.Id);
        json.WritePropertyName("role"u8);
        GuildDocument.WriteRole(json, guild, role);
    });

    public void MemberChanged(SimulatedGuild guild, SimulatedMember member, bool isNew) => Tell(guild, isNew ? "GUILD_MEMBER_ADD" : "GUILD_MEMBER_UPDATE", Intents.GuildMembers, json =>
    {
        json.Id("guild_id"u8, guild.Id);
        UserDocument.MemberFields(json, guild, member, withUser: true);
    });

    public void MemberLeft(SimulatedGuild guild, SimulatedAccount account) => Tell(guild, "GUILD_MEMBER_REMOVE", Intents.GuildMembers, json =>
    {
        json.Id("guild_id"u8, guild.Id);
        json.WritePropertyName("user"u8);
        UserDocument.Write(json, account);
    });

    public void GuildCreated(SimulatedGuild guild, SimulatedBot bot)
    {
        foreach (var session in bot.Sessions)
            GuildCreated(guild, session);
    }

    public void GuildCreated(SimulatedGuild guild, GatewaySession session)
    {
        if (session.Wants(Intents.Guilds))
            session.Tell("GUILD_CREATE", Checked("GUILD_CREATE", WireJson.Bytes(json => GuildDocument.WriteCreated(json, guild, session.Bot))));
    }

    public void GuildDeleted(SimulatedGuild guild, SimulatedBot bot)
    {
        var data = WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.Id("id"u8, guild.Id);
            json.WriteEndObject();
        });
        foreach (var session in bot.Sessions.Where(session => session.Wants(Intents.Guilds)))
            session.Tell("GUILD_DELETE", Checked("GUILD_DELETE", data));
    }

    /// <summary>Interactions come whatever the intents are.</summary>
    public void Interaction(SimulatedInteraction interaction)
    {
        var data = Checked("INTERACTION_CREATE", WireJson.Bytes(json => InteractionDocument.Write(json, interaction, world)));
        foreach (var session in interaction.Bot.Sessions)
            session.Tell("INTERACTION_CREATE", data);
    }

    private void Message(string type, SimulatedMessage message, SimulatedBot? sender)
    {
        var intent = message.Channel.Guild is null ? Intents.DirectMessages : Intents.GuildMessages;
        byte[]? plain = null;
        foreach (var bot in world.Bots)
        {
            if (bot.Sessions.Count == 0 || !message.Channel.SeenBy(bot))
                continue;
            foreach (var session in bot.Sessions)
            {
                if (!session.Wants(intent))
                    continue;
                // What differs by reader is rare; all others are told the same bytes.
                var blank = !session.Wants(Intents.MessageContent) && MessageView.HidesFrom(message, bot);
                var differs = blank || (bot == sender && message.Nonce is not null) || message.RepliesTo is not null || message.Reactions.Count > 0 || message.Thread is not null;
                var data = differs ? Write(bot, blank) : plain ??= Write(null, false);
                session.Tell(type, data);
            }
        }

        byte[] Write(SimulatedBot? reader, bool blank)
        {
            var nonce = reader is not null && reader == sender ? message.Nonce : null;
            var view = new MessageView(world.Accounts) { Reader = reader, Blank = blank, IsEvent = true, WithReference = true, Nonce = nonce };
            return Checked(type, WireJson.Bytes(json => MessageDocument.Write(json, message, view)));
        }
    }

    private void Channel(string type, SimulatedChannel channel, DateTimeOffset? isNew = null)
    {
        if (channel.Guild is null)
            return;
        // A channel that may not be read is told of all the same; its threads are not.
        foreach (var session in Sessions(channel.Guild, Intents.Guilds).Where(session => channel.Kind != SimulatedChannelKind.Thread || channel.SeenBy(session.Bot)))
            session.Tell(type, Checked(type, WireJson.Bytes(json => ChannelDocument.Write(json, channel, session.Bot, isNew))));
    }

    private void Tell(SimulatedGuild guild, string type, Intents intent, Action<Utf8JsonWriter> write)
    {
        byte[]? data = null;
        foreach (var session in Sessions(guild, intent))
            session.Tell(type, data ??= Checked(type, Object(write)));
    }

    private void Tell(SimulatedChannel channel, string type, Intents guildIntent, Intents directIntent, Action<Utf8JsonWriter> write)
    {
        byte[]? data = null;
        var intent = channel.Guild is null ? directIntent : guildIntent;
        foreach (var bot in world.Bots)
        {
            if (bot.Sessions.Count == 0 || !channel.SeenBy(bot))
                continue;
            foreach (var session in bot.Sessions)
                if (session.Wants(intent)) session.Tell(type, data ??= Checked(type, Object(write)));
        }
    }

    private IEnumerable<GatewaySession> Sessions(SimulatedGuild guild, Intents intent) =>
        world.Bots.Where(bot => guild.Members.ContainsKey(bot.Id)).SelectMany(bot => bot.Sessions).Where(session => session.Wants(intent));

    private byte[] Checked(string type, byte[] data)
    {
        world.Check.Event(type, data);
        return data;
    }

    private static byte[] Object(Action<Utf8JsonWriter> write) => WireJson.Bytes(json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    private static void Place(Utf8JsonWriter json, SimulatedChannel channel)
    {
        json.Id("channel_id"u8, channel.Id);
        if (channel.Guild is not null)
            json.Id("guild_id"u8, channel.Guild.Id);
    }

    private static void Member(Utf8JsonWriter json, SimulatedChannel channel, SimulatedAccount account)
    {
        if (channel.Guild is not { } guild || !guild.Members.TryGetValue(account.Id, out var member))
            return;
        json.WritePropertyName("member"u8);
        UserDocument.WriteMember(json, guild, member, withUser: true);
    }
}
