using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>Users and members.</summary>
/// <remarks>discord.com/developers/docs/resources/user#user-object, discord.com/developers/docs/resources/guild#guild-member-object</remarks>
internal static class UserDocument
{
    public static void Write(Utf8JsonWriter json, SimulatedAccount account)
    {
        json.WriteStartObject();
        Members(json, account.Id, account.Name, account.DisplayName, account.IsBot);
        json.WriteEndObject();
    }

    /// <summary>The bot's own user, which says more.</summary>
    public static void WriteSelf(Utf8JsonWriter json, SimulatedBot bot)
    {
        json.WriteStartObject();
        Members(json, bot.Id, bot.Name, null, true);
        json.WriteBoolean("verified"u8, true);
        json.WriteBoolean("mfa_enabled"u8, false);
        json.WriteNull("email"u8);
        json.WriteNumber("flags"u8, 0);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SimulatedAuthor author)
    {
        json.WriteStartObject();
        if (author.Webhook is null)
        {
            Members(json, author.Id, author.UserName, author.GlobalName, author.IsBot);
        }
        else
        {
            Members(json, author.Id, author.Name, null, true);
        }

        json.WriteEndObject();
    }

    /// <summary>A user in a message's <c>mentions</c>, with the member beside it.</summary>
    public static void WriteMentioned(Utf8JsonWriter json, SimulatedAccount account, SimulatedGuild guild, SimulatedMember member)
    {
        json.WriteStartObject();
        Members(json, account.Id, account.Name, account.DisplayName, account.IsBot);
        json.WritePropertyName("member"u8);
        WriteMember(json, guild, member, withUser: false);
        json.WriteEndObject();
    }

    public static void WriteMember(Utf8JsonWriter json, SimulatedGuild guild, SimulatedMember member, bool withUser, bool withPermissions = false)
    {
        json.WriteStartObject();
        MemberFields(json, guild, member, withUser, withPermissions);
        json.WriteEndObject();
    }

    /// <summary>A member among resolved objects: without the user, and without what concerns voice.</summary>
    public static void WriteResolved(Utf8JsonWriter json, SimulatedGuild guild, SimulatedMember member)
    {
        json.WriteStartObject();
        json.WriteNull("nick"u8);
        json.WriteNull("avatar"u8);
        json.WriteNull("banner"u8);
        json.Array("roles"u8, member.Roles, static (json, role) => json.Id(role));
        json.Time("joined_at"u8, member.JoinedAt);
        json.WriteNull("premium_since"u8);
        json.WriteNumber("flags"u8, 0);
        json.WriteBoolean("pending"u8, false);
        json.WriteString("permissions"u8, Permissions.Of(guild, member.Account));
        json.WriteNull("communication_disabled_until"u8);
        json.WriteEndObject();
    }

    /// <summary>The fields of a member, for events that have more beside them.</summary>
    public static void MemberFields(Utf8JsonWriter json, SimulatedGuild guild, SimulatedMember member, bool withUser, bool withPermissions = false)
    {
        if (withUser)
        {
            json.WritePropertyName("user"u8);
            Write(json, member.Account);
        }

        json.WriteNull("nick"u8);
        json.WriteNull("avatar"u8);
        json.WriteNull("banner"u8);
        json.Array("roles"u8, member.Roles, static (json, role) => json.Id(role));
        json.Time("joined_at"u8, member.JoinedAt);
        json.WriteNull("premium_since"u8);
        json.WriteBoolean("deaf"u8, false);
        json.WriteBoolean("mute"u8, false);
        json.WriteNumber("flags"u8, 0);
        json.WriteBoolean("pending"u8, false);
        json.WriteNull("communication_disabled_until"u8);
        if (withPermissions)
            json.WriteString("permissions"u8, Permissions.Of(guild, member.Account));
    }

    private static void Members(Utf8JsonWriter json, ulong id, string name, string? globalName, bool isBot)
    {
        json.Id("id"u8, id);
        json.WriteString("username"u8, name);
        json.WriteString("discriminator"u8, isBot ? "0000" : "0");
        json.WriteString("global_name"u8, globalName);
        json.WriteNull("avatar"u8);
        if (isBot)
            json.WriteBoolean("bot"u8, true);
        json.WriteNumber("public_flags"u8, 0);
    }
}
