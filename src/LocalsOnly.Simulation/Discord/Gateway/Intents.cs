namespace LocalsOnly.Simulation.Discord.Gateway;

/// <remarks>discord.com/developers/docs/events/gateway#list-of-intents</remarks>
[Flags]
internal enum Intents
{
    None = 0,
    Guilds = 1 << 0,
    GuildMembers = 1 << 1,
    GuildWebhooks = 1 << 5,
    GuildPresences = 1 << 8,
    GuildMessages = 1 << 9,
    GuildReactions = 1 << 10,
    GuildTyping = 1 << 11,
    DirectMessages = 1 << 12,
    DirectReactions = 1 << 13,
    DirectTyping = 1 << 14,
    MessageContent = 1 << 15,

    /// <summary>Those that are documented; bits 17 to 19, 22, 23 and from 26 on are not.</summary>
    Known = 0x0331_FFFF,
}
