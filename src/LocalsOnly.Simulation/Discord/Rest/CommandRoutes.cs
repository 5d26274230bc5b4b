using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Commands of applications, everywhere and in one server.</summary>
/// <remarks>discord.com/developers/docs/interactions/application-commands</remarks>
internal sealed class CommandRoutes(World world)
{
    private const int MostCommands = 100;

    public IEnumerable<RestRoute> Routes => [.. In("/applications/{application}/commands"), .. In("/applications/{application}/guilds/{guild}/commands")];

    private IEnumerable<RestRoute> In(string path)
    {
        var one = path + "/{command}";
        return
        [
            new("GET", path, request => Many(request, Book(request).In(Place(request)))) { Bucket = RestBucket.Commands, Query = ["with_localizations"], Answer = "[Command]" },
            new("POST", path, Put) { Bucket = RestBucket.Commands, Body = "Command", Answer = "Command" },
            new("PUT", path, Overwrite) { Bucket = RestBucket.Commands, Body = "[Command]", Answer = "[Command]" },
            new("GET", one, request => RestReply.Ok(Bytes(request, Find(request)))) { Bucket = RestBucket.Commands, Answer = "Command" },
            new("PATCH", one, Change) { Bucket = RestBucket.Commands, Body = "EditCommand", Answer = "Command" },
            new("DELETE", one, Remove) { Bucket = RestBucket.Commands },
        ];
    }

    private RestReply Put(RestRequest request)
    {
        CommandRules.Check(request.Body, "");
        var (command, isNew) = Book(request).Put(Place(request), request.Body);
        if (isNew && Book(request).In(Place(request)).Count > MostCommands)
        {
            Book(request).Remove(command);
            throw RefusedException.TooManyCommands;
        }

        world.Changed.Beat();
        return new RestReply(isNew ? 201 : 200, Bytes(request, command));
    }

    private RestReply Overwrite(RestRequest request)
    {
        var bodies = request.Body.EnumerateArray().ToList();
        if (bodies.Count > MostCommands)
            throw RefusedException.TooManyCommands;
        for (var i = 0; i < bodies.Count; i++)
            CommandRules.Check(bodies[i], string.Create(CultureInfo.InvariantCulture, $"{i}."));
        if (bodies.Select(body => (body.GetProperty("name").GetString(), body.TryGetProperty("type", out var type) ? type.GetInt32() : 1)).Distinct().Count() != bodies.Count)
            throw RefusedException.Invalid("", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
        var commands = Book(request).Overwrite(Place(request), bodies);
        world.Changed.Beat();
        return Many(request, commands);
    }

    private RestReply Change(RestRequest request)
    {
        var command = Book(request).Change(Find(request), request.Body);
        world.Changed.Beat();
        return RestReply.Ok(Bytes(request, command));
    }

    private RestReply Remove(RestRequest request)
    {
        Book(request).Remove(Find(request));
        world.Changed.Beat();
        return RestReply.Done;
    }

    private SimulatedCommand Find(RestRequest request) => Book(request).Find(Place(request), request.Id("command")) ?? throw RefusedException.UnknownCommand;

    private static CommandBook Book(RestRequest request) => request.Id("application") == request.Bot.ApplicationId
        ? request.Bot.Commands
        : throw new RefusedException(403, 20012, "You are not authorized to perform this action on this application");

    private SimulatedGuild? Place(RestRequest request) => request.Route.Template.Contains("{guild}", StringComparison.Ordinal) ? world.Guild(request) : null;

    private static byte[] Bytes(RestRequest request, SimulatedCommand command) => WireJson.Bytes(json => CommandDocument.Write(json, command, request.Bot));

    private static RestReply Many(RestRequest request, IReadOnlyList<SimulatedCommand> commands) => RestReply.Ok(WireJson.Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var command in commands)
            CommandDocument.Write(json, command, request.Bot);
        json.WriteEndArray();
    }));
}
