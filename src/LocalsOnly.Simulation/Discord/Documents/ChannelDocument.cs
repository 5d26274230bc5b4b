using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>Channels and threads.</summary>
/// <remarks>discord.com/developers/docs/resources/channel#channel-object</remarks>
internal static class ChannelDocument
{
    /// <param name="viewer">The bot that reads it: threads say whether it is in them.</param>
    /// <param name="isNew">Of a thread that has just begun.</param>
    public static void Write(Utf8JsonWriter json, SimulatedChannel channel, SimulatedBot? viewer, DateTimeOffset? isNew = null)
    {
        json.WriteStartObject();
        json.Id("id"u8, channel.Id);
        json.WriteNumber("type"u8, (int)channel.Kind);
        if (channel.Log.LastId == 0)
            json.WriteNull("last_message_id"u8);
        else
            json.Id("last_message_id"u8, channel.Log.LastId);
        json.WriteNumber("flags"u8, 0);
        if (channel.Guild is null)
            json.Array("recipients"u8, [channel.Person!], UserDocument.Write);
        else
            OfGuild(json, channel);
        if (channel.Kind == SimulatedChannelKind.Thread)
            OfThread(json, channel, viewer, isNew);
        json.WriteEndObject();
    }

    private static void OfGuild(Utf8JsonWriter json, SimulatedChannel channel)
    {
        json.Id("guild_id"u8, channel.Guild!.Id);
        json.WriteString("name"u8, channel.Name);
        if (channel.Parent is null)
            json.WriteNull("parent_id"u8);
        else
            json.Id("parent_id"u8, channel.Parent.Id);
        json.WriteNumber("rate_limit_per_user"u8, 0);
        if (channel.Kind == SimulatedChannelKind.Thread)
            return;
        json.WriteString("topic"u8, channel.Topic);
        json.WriteNumber("position"u8, channel.Position);
        json.WriteBoolean("nsfw"u8, false);
        json.Array(
            "permission_overwrites"u8, channel.HiddenFrom.Union(channel.SilentFor), (writer, bot) => WriteOverwrite(writer, bot, channel.HiddenFrom.Contains(bot) ? Permissions.View : Permissions.Send));
        if (channel.Kind == SimulatedChannelKind.Forum)
        {
            json.WriteStartArray("available_tags"u8);
            json.WriteEndArray();
            json.WriteNull("default_reaction_emoji"u8);
            json.WriteNull("default_sort_order"u8);
            json.WriteNumber("default_forum_layout"u8, 0);
        }
    }

    private static void OfThread(Utf8JsonWriter json, SimulatedChannel thread, SimulatedBot? viewer, DateTimeOffset? isNew)
    {
        json.Id("owner_id"u8, thread.Owner);
        json.WriteNumber("message_count"u8, Math.Max(0, thread.Log.Count - 1));
        json.WriteNumber("total_message_sent"u8, Math.Max(0, thread.Log.Count - 1));
        json.WriteNumber("member_count"u8, 1);
        json.WriteStartObject("thread_metadata"u8);
        json.WriteBoolean("archived"u8, thread.Archived);
        json.WriteNumber("auto_archive_duration"u8, 1440);
        json.Time("archive_timestamp"u8, State.SnowflakeClock.TimeOf(thread.Id));
        json.WriteBoolean("locked"u8, false);
        json.Time("create_timestamp"u8, State.SnowflakeClock.TimeOf(thread.Id));
        json.WriteEndObject();
        if (isNew is not null)
            json.WriteBoolean("newly_created"u8, true);
        if (viewer is null || viewer.Id != thread.Owner)
            return;
        json.WriteStartObject("member"u8);
        json.Id("id"u8, thread.Id);
        json.Id("user_id"u8, viewer.Id);
        json.Time("join_timestamp"u8, State.SnowflakeClock.TimeOf(thread.Id));
        json.WriteNumber("flags"u8, 1);
        json.WriteEndObject();
    }

    private static void WriteOverwrite(Utf8JsonWriter json, ulong bot, string denied)
    {
        json.WriteStartObject();
        json.Id("id"u8, bot);
        json.WriteNumber("type"u8, 1);
        json.WriteString("allow"u8, "0");
        json.WriteString("deny"u8, denied);
        json.WriteEndObject();
    }
}
