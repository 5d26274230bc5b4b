using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>The commands of one application. Called under the world's gate.</summary>
internal sealed class CommandBook(World world)
{
    private readonly List<SimulatedCommand> _commands = [];

    public IReadOnlyList<string> Names => [.. _commands.Select(command => command.Name).Distinct()];

    public IReadOnlyList<SimulatedCommand> In(SimulatedGuild? guild) => [.. _commands.Where(command => command.Guild == guild)];

    public SimulatedCommand? Find(SimulatedGuild? guild, ulong id) => _commands.Find(command => command.Guild == guild && command.Id == id);

    /// <summary>The command that people see in a place: a server's own goes before that of everywhere.</summary>
    public SimulatedCommand? Seen(SimulatedGuild? guild, string name) =>
        _commands.Find(command => command.Guild == guild && guild is not null && command.Name == name) ?? _commands.Find(command => command.Guild is null && command.Name == name);

    /// <summary>Registers a command; one of the same name and type keeps its id.</summary>
    /// <returns>Whether it is new.</returns>
    public (SimulatedCommand Command, bool IsNew) Put(SimulatedGuild? guild, JsonElement body)
    {
        var definition = SimulatedCommand.Trim(body);
        var name = definition["name"]!.GetValue<string>();
        var type = definition["type"]?.GetValue<int>() ?? 1;
        var index = _commands.FindIndex(command => command.Guild == guild && command.Name == name && command.Type == type);
        if (index < 0)
        {
            var id = world.NextId();
            var command = new SimulatedCommand(id, id + 1, guild, name, type, definition);
            world.NextId();
            _commands.Add(command);
            return (command, true);
        }

        return (Replace(index, definition), false);
    }

    public SimulatedCommand Change(SimulatedCommand command, JsonElement body)
    {
        var definition = (JsonObject)command.Definition.DeepClone();
        foreach (var member in SimulatedCommand.Trim(body).ToList())
            definition[member.Key] = member.Value?.DeepClone();
        return Replace(_commands.IndexOf(command), definition);
    }

    public void Remove(SimulatedCommand command) => _commands.Remove(command);

    /// <summary>Makes the commands of a place those given.</summary>
    public IReadOnlyList<SimulatedCommand> Overwrite(SimulatedGuild? guild, IReadOnlyList<JsonElement> bodies)
    {
        var kept = bodies.Select(body => Put(guild, body).Command).ToList();
        _commands.RemoveAll(command => command.Guild == guild && kept.TrueForAll(one => one.Id != command.Id));
        return kept;
    }

    private SimulatedCommand Replace(int index, JsonObject definition)
    {
        var old = _commands[index];
        if (JsonNode.DeepEquals(old.Definition, definition))
            return old;
        return _commands[index] = old with { Version = world.NextId(), Definition = definition, Name = definition["name"]!.GetValue<string>() };
    }
}
