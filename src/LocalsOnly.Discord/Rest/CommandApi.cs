using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>The bot's commands in all servers: discord.com/developers/docs/interactions/application-commands.</summary>
internal sealed class CommandApi(RestClient rest, Func<CancellationToken, Task<Snowflake>> application)
{
    public async Task<CommandSync> SyncAsync(IReadOnlyList<CommandDefinition> commands, CancellationToken cancellationToken)
    {
        var own = await application(cancellationToken);
        var there = (await rest.SendAsync(new RestRequest(Routes.Commands(own)), cancellationToken)).Read(DiscordJson.Default.WireCommandArray);
        var plan = CommandPlan.Of(there, commands);
        foreach (var surplus in plan.Surplus) await rest.SendAsync(new RestRequest(Routes.Command(HttpMethod.Delete, own, surplus)), cancellationToken).OrGoneAsync();
        foreach (var (old, command) in plan.Changes)
        {
            await rest.SendAsync(RestRequest.Of(old is { } id ? Routes.Command(HttpMethod.Patch, own, id) : Routes.CreateCommand(own), command, DiscordJson.Default.WireCommand), cancellationToken);
        }

        return plan.Sync;
    }
}
