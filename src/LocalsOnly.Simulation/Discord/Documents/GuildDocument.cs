using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>Servers and roles.</summary>
/// <remarks>discord.com/developers/docs/resources/guild#guild-object, discord.com/developers/docs/events/gateway-events#guild-create</remarks>
internal static class GuildDocument
{
    private static readonly string[] s_absent =
    [
        "icon", "splash", "discovery_splash", "afk_channel_id", "application_id", "system_channel_id", "rules_channel_id", "vanity_url_code", "description", "banner",
        "public_updates_channel_id", "safety_alerts_channel_id",
    ];

    /// <summary>What the event GUILD_CREATE says of a server.</summary>
    public static void WriteCreated(Utf8JsonWriter json, SimulatedGuild guild, SimulatedBot bot)
    {
        json.WriteStartObject();
        Members(json, guild);
        json.Time("joined_at"u8, guild.Members[bot.Id].JoinedAt);
        json.WriteBoolean("large"u8, false);
        json.WriteBoolean("unavailable"u8, false);
        json.WriteNumber("member_count"u8, guild.Members.Count);
        json.Array("channels"u8, guild.Channels.Where(channel => channel.Parent is null), (writer, channel) => ChannelDocument.Write(writer, channel, bot));
        json.Array("threads"u8, ActiveThreads(guild, bot), (writer, channel) => ChannelDocument.Write(writer, channel, bot));
        // Without the intent GUILD_PRESENCES only the bot itself is sure to be among them.
        json.Array("members"u8, [guild.Members[bot.Id]], (writer, member) => UserDocument.WriteMember(writer, guild, member, withUser: true));
        foreach (var empty in (ReadOnlySpan<string>)["voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"])
        {
            json.WriteStartArray(empty);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Threads of a server that a bot sees and that are not archived.</summary>
    public static IEnumerable<SimulatedChannel> ActiveThreads(SimulatedGuild guild, SimulatedBot bot) =>
        guild.Channels.Where(channel => channel is { Parent: not null, Archived: false } && channel.SeenBy(bot));

    public static void Write(Utf8JsonWriter json, SimulatedGuild guild)
    {
        json.WriteStartObject();
        Members(json, guild);
        json.WriteEndObject();
    }

    public static void WriteRole(Utf8JsonWriter json, SimulatedGuild guild, SimulatedRole role)
    {
        json.WriteStartObject();
        json.Id("id"u8, role.Id);
        json.WriteString("name"u8, role.Name);
        json.WriteNumber("color"u8, 0);
        json.WriteStartObject("colors"u8);
        json.WriteNumber("primary_color"u8, 0);
        json.WriteNull("secondary_color"u8);
        json.WriteNull("tertiary_color"u8);
        json.WriteEndObject();
        json.WriteBoolean("hoist"u8, false);
        json.WriteNull("icon"u8);
        json.WriteNull("unicode_emoji"u8);
        json.WriteNumber("position"u8, role.Position);
        json.WriteString("permissions"u8, role.Id == guild.Id ? Permissions.Everyone : "0");
        json.WriteBoolean("managed"u8, false);
        json.WriteBoolean("mentionable"u8, role.Mentionable);
        json.WriteNumber("flags"u8, 0);
        json.WriteEndObject();
    }

    /// <summary>As the list of a user's servers has it.</summary>
    public static void WritePartial(Utf8JsonWriter json, SimulatedGuild guild)
    {
        json.WriteStartObject();
        json.Id("id"u8, guild.Id);
        json.WriteString("name"u8, guild.Name);
        json.WriteNull("icon"u8);
        json.WriteNull("banner"u8);
        json.WriteBoolean("owner"u8, false);
        json.WriteString("permissions"u8, Permissions.Everyone);
        json.WriteStartArray("features"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteUnavailable(Utf8JsonWriter json, SimulatedGuild guild)
    {
        json.WriteStartObject();
        json.Id("id"u8, guild.Id);
        json.WriteBoolean("unavailable"u8, true);
        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, SimulatedGuild guild)
    {
        json.Id("id"u8, guild.Id);
        json.WriteString("name"u8, guild.Name);
        foreach (var absent in s_absent)
            json.WriteNull(absent);
        json.Id("owner_id"u8, guild.Owner.Id);
        json.WriteNumber("afk_timeout"u8, 300);
        json.WriteNumber("verification_level"u8, 1);
        json.WriteNumber("default_message_notifications"u8, 1);
        json.WriteNumber("explicit_content_filter"u8, 0);
        json.Array("roles"u8, guild.Roles, (writer, role) => WriteRole(writer, guild, role));
        foreach (var empty in (ReadOnlySpan<string>)["emojis", "features", "stickers"])
        {
            json.WriteStartArray(empty);
            json.WriteEndArray();
        }

        json.WriteNumber("mfa_level"u8, 0);
        json.WriteNumber("system_channel_flags"u8, 0);
        json.WriteNumber("premium_tier"u8, 0);
        json.WriteNumber("premium_subscription_count"u8, 0);
        json.WriteString("preferred_locale"u8, "en-US");
        json.WriteNumber("nsfw_level"u8, 0);
        json.WriteBoolean("premium_progress_bar_enabled"u8, false);
    }
}
