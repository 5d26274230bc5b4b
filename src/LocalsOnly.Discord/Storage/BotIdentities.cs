using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>Who our bots were when they were last connected, so that a message to one of them is known as such before it is connected again.</summary>
internal sealed class BotIdentities(DiscordDatabase database)
{
    public DiscordUser? Find(string bot) => database.Rows("SELECT id, called FROM bots WHERE name = $name", row => new DiscordUser(row.Id(0), row.GetString(1), IsBot: true), ("$name", bot)).FirstOrDefault();

    public void Keep(string bot, DiscordUser user) => database.Run(
        "INSERT INTO bots VALUES ($name, $id, $called) ON CONFLICT DO UPDATE SET id = $id, called = $called", ("$name", bot), ("$id", user.Id), ("$called", user.Name));
}
