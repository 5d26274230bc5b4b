using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>A user as Discord writes one: discord.com/developers/docs/resources/user#user-object.</summary>
internal sealed record WireUser(Snowflake Id, string? Username, string? GlobalName, bool? Bot, bool? System);

/// <summary>What a user is in one server: discord.com/developers/docs/resources/guild#guild-member-object.</summary>
/// <param name="User">Left out beside a message, which names its author itself.</param>
internal sealed record WireMember(WireUser? User, string? Nick, Snowflake[]? Roles);

/// <summary>An application, of which only the id is of use.</summary>
internal sealed record WireApplication(Snowflake Id);
