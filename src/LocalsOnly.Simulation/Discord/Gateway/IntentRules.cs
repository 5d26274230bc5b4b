namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>Which intents the portal allows a bot.</summary>
/// <remarks>discord.com/developers/docs/events/gateway#privileged-intents</remarks>
internal static class IntentRules
{
    public static bool Allow(SimulatedBot bot, Intents intents) =>
        (bot.MessageContentAllowed || !intents.HasFlag(Intents.MessageContent))
        && (bot.MembersAllowed || !intents.HasFlag(Intents.GuildMembers))
        && (bot.PresencesAllowed || !intents.HasFlag(Intents.GuildPresences));
}
