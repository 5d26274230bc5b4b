using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>What an interaction says of the command that was used.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-application-command-data-structure</remarks>
internal sealed class CommandData
{
    private const int Integer = 4;
    private const int Boolean = 5;
    private const int User = 6;
    private const int Channel = 7;
    private const int Role = 8;
    private const int Mentionable = 9;
    private const int Number = 10;
    private const int File = 11;

    private readonly World _world;
    private readonly SimulatedChannel _channel;
    private readonly ResolvedObjects _resolved;
    private readonly List<SimulatedFile> _files = [];
    private readonly List<(string Name, int Type, object Value, bool Focused)> _options = [];
    private readonly List<(string Name, int Type)> _path = [];

    private CommandData(World world, SimulatedChannel channel) => (_world, _channel, _resolved) = (world, channel, new ResolvedObjects(channel.Guild));

    public IReadOnlyList<SimulatedFile> Files => _files;

    /// <summary>Fills a command in, as Discord's own client would let a person do it.</summary>
    /// <param name="subcommand">Names of a group and a subcommand.</param>
    /// <param name="focused">The option that is being typed; null when the command is sent.</param>
    /// <exception cref="InvalidOperationException">A person could not send that.</exception>
    public static CommandData Fill(World world, SimulatedCommand command, IReadOnlyList<string> subcommand, IReadOnlyDictionary<string, object?> values, string? focused, SimulatedChannel channel)
    {
        var data = new CommandData(world, channel);
        var options = data.Descend(command, subcommand);
        foreach (var name in values.Keys)
            if (options.All(option => Name(option) != name)) throw new InvalidOperationException($"/{command.Name} has no option \"{name}\".");
        foreach (var option in options)
        {
            if (values.TryGetValue(Name(option), out var value) && value is not null)
                data.Add(option, value, Name(option) == focused);
            else if (focused is null && option["required"]?.GetValue<bool>() is true)
                throw new InvalidOperationException($"/{command.Name} wants \"{Name(option)}\".");
        }

        return data;
    }

    public void Write(Utf8JsonWriter json, SimulatedCommand command)
    {
        json.WriteStartObject();
        json.Id("id"u8, command.Id);
        json.WriteString("name"u8, command.Name);
        json.WriteNumber("type"u8, command.Type);
        if (command.Guild is not null)
            json.Id("guild_id"u8, command.Guild.Id);
        WriteOptions(json, 0);
        _resolved.Write(json);
        json.WriteEndObject();
    }

    private List<JsonObject> Descend(SimulatedCommand command, IReadOnlyList<string> names)
    {
        var options = command.Options;
        foreach (var name in names)
        {
            var next = options.OfType<JsonObject>().FirstOrDefault(option => Name(option) == name && Type(option) <= 2)
                ?? throw new InvalidOperationException($"/{command.Name} has no subcommand \"{name}\".");
            _path.Add((name, Type(next)));
            options = next["options"] as JsonArray ?? [];
        }

        var found = options.OfType<JsonObject>().ToList();
        return found.Exists(option => Type(option) <= 2) ? throw new InvalidOperationException($"/{command.Name} is used with a subcommand.") : found;
    }

    private void Add(JsonObject option, object value, bool focused)
    {
        var type = Type(option);
        if (focused && option["autocomplete"]?.GetValue<bool>() is not true)
            throw new InvalidOperationException($"\"{Name(option)}\" is not completed.");
        if (!focused && option["choices"] is JsonArray choices && !choices.Any(choice => choice!["value"]!.ToString() == System.Convert.ToString(value, CultureInfo.InvariantCulture)))
            throw new InvalidOperationException($"\"{Name(option)}\" has no choice \"{value}\".");
        _options.Add((Name(option), type, Convert(type, value, focused), focused));
    }

    private object Convert(int type, object value, bool focused)
    {
        switch (type, value)
        {
            // What is being typed need not be a number yet.
            case (_, string text) when focused:
                return text;
            case (Integer, int or long):
                return System.Convert.ToInt64(value, CultureInfo.InvariantCulture);
            case (Number, int or long or double or decimal):
                return System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
            case (Boolean, bool):
            case (3, string):
                return value;
            case (User or Mentionable, SimulatedAccount account):
                _resolved.Add(account);
                return account.Id.ToString(CultureInfo.InvariantCulture);
            case (Channel, SimulatedChannel channel):
                _resolved.Add(channel);
                return channel.Id.ToString(CultureInfo.InvariantCulture);
            case (Role or Mentionable, SimulatedRole role):
                _resolved.Add(role);
                return role.Id.ToString(CultureInfo.InvariantCulture);
            case (File, SimulatedFile file):
                var placed = FileShelf.Place(_world, _channel, file);
                _files.Add(placed);
                _resolved.Add(placed);
                return placed.Id.ToString(CultureInfo.InvariantCulture);
            default:
                throw new InvalidOperationException($"An option of type {type} does not take {value}.");
        }
    }

    private void WriteOptions(Utf8JsonWriter json, int depth)
    {
        if (depth == _path.Count)
        {
            if (_options.Count > 0)
                json.Array("options"u8, _options, static (writer, option) => WriteOption(writer, option));
            return;
        }

        json.WriteStartArray("options"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, _path[depth].Name);
        json.WriteNumber("type"u8, _path[depth].Type);
        WriteOptions(json, depth + 1);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteOption(Utf8JsonWriter json, (string Name, int Type, object Value, bool Focused) option)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, option.Name);
        json.WriteNumber("type"u8, option.Type);
        switch (option.Value)
        {
            case long whole:
                json.WriteNumber("value"u8, whole);
                break;
            case double number:
                json.WriteNumber("value"u8, number);
                break;
            case bool truth:
                json.WriteBoolean("value"u8, truth);
                break;
            default:
                json.WriteString("value"u8, (string)option.Value);
                break;
        }

        if (option.Focused)
            json.WriteBoolean("focused"u8, true);
        json.WriteEndObject();
    }

    private static string Name(JsonObject option) => option["name"]!.GetValue<string>();

    private static int Type(JsonObject option) => option["type"]!.GetValue<int>();
}
