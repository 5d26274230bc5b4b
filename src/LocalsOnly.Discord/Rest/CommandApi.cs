using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>The bot's commands in all servers: discord.com/developers/docs/interactions/application-commands.</summary>
internal sealed class CommandApi(RestClient rest, Func<CancellationToken, Task<Snowflake>> application)
{
    /// <summary>Starts an activity; Discord makes it by itself and does not let it be deleted like others.</summary>
    private const int EntryPoint = 4;

    public async Task<CommandSync> SyncAsync(IReadOnlyList<CommandDefinition> commands, CancellationToken cancellationToken)
    {
        var own = await application(cancellationToken);
        var there = (await rest.SendAsync(new RestRequest(Routes.Commands(own)), cancellationToken)).Read(DiscordJson.Default.WireCommandArray);
        var (created, changed, unchanged) = (0, 0, 0);
        var wanted = commands.Select(command => command.ToWire()).ToList();
        // What goes, goes first: there is a bound on how many there may be.
        var surplus = there.Where(command => command is { Id: not null, Type: not EntryPoint } && !(command.IsTyped() && wanted.Exists(want => want.Name == command.Name))).ToList();
        foreach (var command in surplus) await rest.SendAsync(new RestRequest(Routes.Command(HttpMethod.Delete, own, command.Id!.Value)), cancellationToken).OrGoneAsync();
        foreach (var command in wanted)
        {
            var old = Array.Find(there, each => each is { Id: not null } && each.IsTyped() && each.Name == command.Name);
            if (old is not null && CommandMapping.SaysTheSame(old, command))
            {
                unchanged++;
                continue;
            }

            // The type of a command that is there cannot be said again.
            var request = old is null
                ? RestRequest.Of(Routes.CreateCommand(own), command, DiscordJson.Default.WireCommand)
                : RestRequest.Of(Routes.Command(HttpMethod.Patch, own, old.Id!.Value), command with { Type = null }, DiscordJson.Default.WireCommand);
            await rest.SendAsync(request, cancellationToken);
            if (old is null) created++;
            else changed++;
        }

        return new CommandSync(created, changed, surplus.Count, unchanged);
    }
}
