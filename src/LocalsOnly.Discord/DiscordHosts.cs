namespace LocalsOnly.Discord;

/// <summary>Every address that the chat surface may contact.</summary>
internal static class DiscordHosts
{
    /// <summary>The API as configured; where that is Discord's own, also its gateways and where it keeps files.</summary>
    public static IReadOnlyList<string> All(DiscordOptions options) => options.Api.Host == "discord.com"
        ? ["https://discord.com", "wss://*.discord.gg", "https://cdn.discordapp.com", "https://media.discordapp.net"]
        : [options.Api.GetLeftPart(UriPartial.Authority)];
}
