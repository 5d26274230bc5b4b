namespace LocalsOnly.Discord.Gateway;

/// <summary>What a bot wants to be told: discord.com/developers/docs/events/gateway#gateway-intents.</summary>
[Flags]
internal enum GatewayIntents
{
    None = 0,
    Guilds = 1 << 0,
    GuildMessages = 1 << 9,
    GuildMessageReactions = 1 << 10,
    DirectMessages = 1 << 12,
    DirectMessageReactions = 1 << 13,

    /// <summary>Text of messages that do not mention the bot. Must be switched on in the portal.</summary>
    MessageContent = 1 << 15,

    Usual = Guilds | GuildMessages | DirectMessages | MessageContent,
}
