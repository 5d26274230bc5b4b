using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>Messages, as the REST API gives them and as events tell them.</summary>
/// <remarks>discord.com/developers/docs/resources/message#message-object, discord.com/developers/docs/events/gateway-events#message-create</remarks>
internal static class MessageDocument
{
    /// <param name="view">Who reads it, and how.</param>
    public static void Write(Utf8JsonWriter json, SimulatedMessage message, MessageView view)
    {
        json.WriteStartObject();
        json.WriteNumber("type"u8, message.Type);
        json.WriteString("content"u8, view.Blank ? "" : message.Content);
        json.Array("mentions"u8, message.Mentioned.Users, (writer, user) => WriteMention(writer, message, view, user));
        json.Array("mention_roles"u8, message.Mentioned.Roles, static (json, role) => json.Id(role));
        json.Array("attachments"u8, view.Blank ? [] : message.Files, FileDocument.Write);
        json.Array("embeds"u8, view.Blank ? [] : message.Embeds, EmbedDocument.Write);
        json.Time("timestamp"u8, message.At);
        if (message.EditedAt is { } edited)
            json.Time("edited_timestamp"u8, edited);
        else
            json.WriteNull("edited_timestamp"u8);
        json.WriteNumber("flags"u8, message.Flags);
        json.Elements("components"u8, view.Blank ? [] : message.Components);
        json.Id("id"u8, message.Id);
        json.Id("channel_id"u8, message.Channel.Id);
        json.WritePropertyName("author"u8);
        UserDocument.Write(json, message.Author);
        json.WriteBoolean("pinned"u8, false);
        json.WriteBoolean("mention_everyone"u8, message.Mentioned.Everyone);
        json.WriteBoolean("tts"u8, message.Tts);
        Origin(json, message);
        if (message.Reactions.Count > 0)
            json.Array("reactions"u8, message.Reactions, (writer, reaction) => ReactionDocument.WriteCount(writer, reaction, view.Reader?.Id ?? 0));
        if (message.Thread is not null)
        {
            json.WritePropertyName("thread"u8);
            ChannelDocument.Write(json, message.Thread, view.Reader);
        }

        if (view.Nonce is not null)
            json.WriteString("nonce"u8, view.Nonce);
        if (message.RepliesTo is not null && view.WithReference)
            Reference(json, message, view);
        if (view.IsEvent)
            OfEvent(json, message);
        json.WriteEndObject();
    }

    private static void Origin(Utf8JsonWriter json, SimulatedMessage message)
    {
        // The answer to an interaction is written through a webhook that has the application's id.
        if ((message.Author.Webhook ?? (message.Interaction is null ? null : message.Application)) is { } webhook)
            json.Id("webhook_id"u8, webhook);
        if (message.Application is { } application)
            json.Id("application_id"u8, application);
        if (message.Interaction is { } interaction)
        {
            json.WritePropertyName("interaction_metadata"u8);
            InteractionDocument.WriteMetadata(json, interaction);
        }
    }

    private static void Reference(Utf8JsonWriter json, SimulatedMessage message, MessageView view)
    {
        var channel = message.ReferenceChannel ?? message.Channel;
        json.WriteStartObject("message_reference"u8);
        json.WriteNumber("type"u8, 0);
        json.Id("message_id"u8, message.RepliesTo!.Value);
        json.Id("channel_id"u8, channel.Id);
        if (channel.Guild is not null)
            json.Id("guild_id"u8, channel.Guild.Id);
        json.WriteEndObject();
        json.WritePropertyName("referenced_message"u8);
        if (channel.Log.Find(message.RepliesTo.Value) is { } referenced)
            Write(json, referenced, view.OfReference(referenced));
        else
            json.WriteNullValue();
    }

    private static void OfEvent(Utf8JsonWriter json, SimulatedMessage message)
    {
        json.WriteNumber("channel_type"u8, (int)message.Channel.Kind);
        if (message.Channel.Guild is not { } guild)
            return;
        json.Id("guild_id"u8, guild.Id);
        if (message.Author.Webhook is null && guild.Members.TryGetValue(message.Author.Id, out var member))
        {
            json.WritePropertyName("member"u8);
            UserDocument.WriteMember(json, guild, member, withUser: false);
        }
    }

    private static void WriteMention(Utf8JsonWriter json, SimulatedMessage message, MessageView view, ulong user)
    {
        // A mentioned account that has left is still known to Discord; the fake never forgets one either.
        var account = view.Accounts[user];
        if (!view.IsEvent || message.Channel.Guild is not { } guild || !guild.Members.TryGetValue(user, out var member))
        {
            UserDocument.Write(json, account);
            return;
        }

        UserDocument.WriteMentioned(json, account, guild, member);
    }
}
