using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord;

/// <content>What people do with commands, buttons, menus and forms. Each is refused here, with an exception, when Discord would not let a person do it.</content>
public sealed partial class SimulatedDiscord
{
    /// <summary>Somebody uses a slash command.</summary>
    /// <param name="command">Its name, with those of a group and a subcommand after it: <c>memory forget</c>.</param>
    /// <param name="options">Values by name: text, numbers, truth values, users, channels, roles, and files.</param>
    public SimulatedInteraction Use(SimulatedUser user, SimulatedChannel channel, SimulatedBot bot, string command, IReadOnlyDictionary<string, object?>? options = null) =>
        BeginCommand(SimulatedInteractionKind.Command, user, channel, bot, command, options ?? new Dictionary<string, object?>(), null);

    /// <summary>Somebody types an option of a command, which the bot is to complete.</summary>
    /// <param name="focused">The option that is being typed; what is there so far is among the options.</param>
    public SimulatedInteraction Complete(SimulatedUser user, SimulatedChannel channel, SimulatedBot bot, string command, string focused, IReadOnlyDictionary<string, object?> options) =>
        BeginCommand(SimulatedInteractionKind.Completion, user, channel, bot, command, options, focused);

    /// <summary>Somebody presses a button.</summary>
    public SimulatedInteraction Press(SimulatedUser user, SimulatedMessage message, string customId)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_world.Gate)
        {
            var (current, button) = Control(user, message, customId);
            if (button.Type != 2)
                throw new InvalidOperationException($"\"{customId}\" is no button.");
            return BeginComponent(user, current, button, []);
        }
    }

    /// <summary>Somebody chooses from a menu: values, or ids in a menu of users, roles or channels.</summary>
    public SimulatedInteraction Choose(SimulatedUser user, SimulatedMessage message, string customId, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(values);
        lock (_world.Gate)
        {
            var (current, menu) = Control(user, message, customId);
            if (menu.Type is not (3 or >= 5))
                throw new InvalidOperationException($"\"{customId}\" is no menu.");
            if (values.Count < menu.Range.Least || values.Count > menu.Range.Most)
                throw new InvalidOperationException($"\"{customId}\" takes from {menu.Range.Least} to {menu.Range.Most} values.");
            if (menu.Type == 3 && values.FirstOrDefault(value => !menu.Values.Contains(value)) is { } unknown)
                throw new InvalidOperationException($"\"{customId}\" has no value \"{unknown}\".");
            return BeginComponent(user, current, menu, values);
        }
    }

    /// <summary>Somebody fills in a form and sends it.</summary>
    /// <param name="values">Texts by the custom ids of the fields; a field that is not among them stays as it was.</param>
    public SimulatedInteraction Submit(SimulatedUser user, SimulatedForm form, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(values);
        FormData.Check(form, values);
        lock (_world.Gate)
        {
            var opener = form.Interaction;
            var source = opener.Source is { } message ? Rest.AnswerRoutes.Current(message) : null;
            return Begin(SimulatedInteractionKind.Form, opener.Bot, user, opener.Channel, json => FormData.Write(json, form, values), source, openedBy: opener);
        }
    }

    private SimulatedInteraction BeginCommand(
        SimulatedInteractionKind kind, SimulatedUser user, SimulatedChannel channel, SimulatedBot bot, string command, IReadOnlyDictionary<string, object?> options, string? focused)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(command);
        lock (_world.Gate)
        {
            Require(user, channel);
            var words = command.Split(' ');
            var found = bot.Commands.Seen(channel.Guild, words[0]) ?? throw new InvalidOperationException($"{bot} has no command /{words[0]}.");
            var data = CommandData.Fill(_world, found, words[1..], options, focused, channel);
            return Begin(kind, bot, user, channel, json => data.Write(json, found), null, command, files: data.Files);
        }
    }

    private static (SimulatedMessage Current, SimulatedControl Control) Control(SimulatedUser user, SimulatedMessage message, string customId)
    {
        Require(user, message.Channel);
        var current = Rest.AnswerRoutes.Current(message) ?? throw new InvalidOperationException("The message is gone.");
        if (current.IsEphemeral && current.Interaction!.User != user)
            throw new InvalidOperationException($"{user} does not see that message.");
        var control = current.Controls.FirstOrDefault(one => one.CustomId == customId) ?? throw new InvalidOperationException($"The message has nothing with the custom id \"{customId}\".");
        return control.Disabled ? throw new InvalidOperationException($"\"{customId}\" is disabled.") : (current, control);
    }

    private SimulatedInteraction BeginComponent(SimulatedUser user, SimulatedMessage message, SimulatedControl control, IReadOnlyList<string> values)
    {
        var bot = _world.Bots.Find(one => one.Id == message.Author.Id || one.ApplicationId == message.Application)
            ?? throw new InvalidOperationException("No bot wrote that message.");
        return Begin(SimulatedInteractionKind.Component, bot, user, message.Channel, json => ComponentData.Write(json, _world, message, control, values), message);
    }

    private SimulatedInteraction Begin(
        SimulatedInteractionKind kind, SimulatedBot bot, SimulatedUser user, SimulatedChannel channel, Action<Utf8JsonWriter> data, SimulatedMessage? source, string? command = null,
        SimulatedInteraction? openedBy = null, IReadOnlyList<SimulatedFile>? files = null)
    {
        var id = _world.NextId();
        return _world.Interactions.Begin(new SimulatedInteraction(_world, id, InteractionDesk.NewToken(id), kind, bot, user, channel)
        {
            Data = data,
            Source = source,
            Command = command,
            OpenedBy = openedBy,
            Files = files ?? [],
        });
    }
}
