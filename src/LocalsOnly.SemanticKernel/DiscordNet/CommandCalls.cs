using Discord;
using Discord.WebSocket;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>The bot's commands in all servers.</summary>
internal sealed class CommandCalls(Library library)
{
    /// <exception cref="DiscordException">The bot was never connected, so that the library does not know which application it is of.</exception>
    public async Task<CommandSync> SyncAsync(IReadOnlyList<CommandDefinition> commands, CancellationToken cancellationToken)
    {
        var own = library.Application();
        IReadOnlyCollection<SocketApplicationCommand> objects = [];
        var there = (await library.SendAsync(
            new RestRequest(Routes.Commands(own)),
            async options => objects = await library.Client.GetGlobalApplicationCommandsAsync(options: options),
            cancellationToken)).Read(DiscordJson.Default.WireCommandArray);
        var plan = CommandPlan.Of(there, commands);
        foreach (var surplus in plan.Surplus)
            await library.SendAsync(new RestRequest(Routes.Command(HttpMethod.Delete, own, surplus)), options => Find(objects, surplus).DeleteAsync(options), cancellationToken).OrGoneAsync();
        foreach (var (old, command) in plan.Changes)
        {
            var request = RestRequest.Of(old is { } changed ? Routes.Command(HttpMethod.Patch, own, changed) : Routes.CreateCommand(own), command, DiscordJson.Default.WireCommand);
            await library.SendAsync(
                request,
                options => old is { } id
                    ? Find(objects, id).ModifyAsync<SlashCommandProperties>(_ => { }, options)
                    : library.Client.CreateGlobalApplicationCommandAsync(new SlashCommandBuilder().WithName(command.Name).WithDescription(command.Description).Build(), options),
                cancellationToken);
        }

        return plan.Sync;
    }

    private static SocketApplicationCommand Find(IReadOnlyCollection<SocketApplicationCommand> objects, Snowflake id) =>
        objects.FirstOrDefault(each => each.Id == id.Value) ?? throw new InvalidOperationException("it could not read the commands that are there.");
}
