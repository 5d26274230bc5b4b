using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using LocalsOnly.Agents;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals discord</c>: who may talk with the personas there, and what became of a message.</summary>
internal static class DiscordCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("discord", "Who may talk with the personas on Discord, and what became of a message there.");
        command.Subcommands.Add(Pair(globals));
        command.Subcommands.Add(Unpair(globals));
        command.Subcommands.Add(People(globals));
        command.Subcommands.Add(Why(globals));
        command.Subcommands.Add(Ignored(globals));
        return command.WithExample("locals discord pair");
    }

    private static Command Pair(GlobalOptions globals)
    {
        var guest = new Option<bool>("--guest") { Description = "For somebody else: they may talk, and see nothing of yours." };
        var command = new Command("pair", "Make a code that is good for one hour and one person. Whoever sends it to a bot in a direct message is paired; without --guest, as the owner of the house.") { guest };
        command.SetAction((result, _) => WithAsync(globals, result, services =>
        {
            var code = services.GetRequiredService<People>().NewCode(owner: !result.GetValue(guest));
            Console.Out.WriteLine(code);
            Terminal.Note(result.GetValue(guest)
                ? "Give it to your guest; they send it to one of the bots in a direct message within an hour."
                : "Send it to one of your bots in a direct message within an hour; the bot answers that the house is yours.");
            if (!services.GetRequiredService<DiscordOptions>().IsOn) Terminal.Note("No bot token is set yet; docs/discord.md says how to get one.");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals discord pair --guest");
    }

    private static Command Unpair(GlobalOptions globals)
    {
        var id = new Argument<string>("id") { Description = "The person's id, as locals discord people shows it." };
        var command = new Command("unpair", "Take somebody's pairing back; from the next message on they are not heard, unless Discord:Allow lets them in.") { id };
        command.SetAction((result, _) => WithAsync(globals, result, services =>
        {
            var given = result.GetRequiredValue(id).Trim();
            if (!Snowflake.TryParse(given, out var user) || !services.GetRequiredService<People>().Remove(user))
                throw new CommandException(ExitCode.NothingFound, $"Nobody with the id {PersonSentences.Plain(given)} is paired; see: locals discord people");
            Terminal.Line($"{user} is no longer paired.");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals discord unpair 175928847299117063");
    }

    private static Command People(GlobalOptions globals)
    {
        var command = new Command("people", "Who is paired.") { GlobalOptions.Json };
        command.SetAction((result, _) => WithAsync(globals, result, services =>
        {
            var all = services.GetRequiredService<People>().All();
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json([.. all.Select(person => new PersonWire(person.Id.ToString(), person.Name, person.Owner ? "owner" : "guest", person.At))], DiscordCommandJson.Default.PersonWireArray);
            else if (all.Count == 0) Terminal.Note("Nobody is paired yet; begin with: locals discord pair");
            else
            {
                var table = Terminal.Table("id", "name", "", "since");
                foreach (var person in all)
                    table.AddRow(Terminal.Cell(person.Id.ToString()), Terminal.Cell(person.Name), Terminal.Cell(person.Owner ? "owner" : "guest"), Terminal.Cell(person.At.ToLocalTime().ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)));
                AnsiConsole.Write(table);
            }

            return all.Count > 0 ? ExitCode.Ok : ExitCode.NothingFound;
        }));
        return command.WithExample("locals discord people");
    }

    private static Command Why(GlobalOptions globals)
    {
        var link = new Argument<string>("link") { Description = "Link of the message (right-click, Copy Message Link), or its id." };
        var command = new Command("why", "What became of a message: who answered it, or why nobody did.") { link };
        command.SetAction((result, _) => WithAsync(globals, result, services =>
        {
            var given = result.GetRequiredValue(link);
            var message = MessageLink.TryParse(given, out var parsed) ? parsed.Message
                : Snowflake.TryParse(given.Trim(), out var bare) ? bare
                : throw new CommandException(ExitCode.Usage, $"{PersonSentences.Plain(given)} is no link of a message; right-click the message in Discord and choose Copy Message Link.");
            var fate = services.GetRequiredService<MessageFates>().Of(message);
            Terminal.Line($"{fate.Sentence}");
            if (fate.Turn is { } turn) Terminal.Note($"How the answer came about: locals why {turn}");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals discord why https://discord.com/channels/41771983423143937/127121515262115840/175928847299117063");
    }

    private static Command Ignored(GlobalOptions globals)
    {
        var command = new Command("ignored", "The newest messages that were not answered, with the reason for each.");
        command.SetAction((result, _) => WithAsync(globals, result, services =>
        {
            var all = services.GetRequiredService<IgnoredMessages>().Newest(null, 30);
            if (all.Count == 0) Terminal.Note("Every message that was seen was answered.");
            else
            {
                var table = Terminal.Table("message", "channel", "by", "not answered, because");
                foreach (var (id, channel, author, reason) in all) table.AddRow(Terminal.Cell(id.ToString()), Terminal.Cell(channel.ToString()), Terminal.Cell(author.ToString()), Terminal.Cell(reason));
                AnsiConsole.Write(table);
            }

            return ExitCode.Ok;
        }));
        return command.WithExample("locals discord ignored");
    }

    // The file is open to a running host and to this command alike.
    private static async Task<int> WithAsync(GlobalOptions globals, ParseResult result, Func<IServiceProvider, int> action)
    {
        var configuration = CommandHouse.Find(globals.Of(result)).Configuration;
        DataDirectory.Create(configuration.DataDirectory);
        await using var services = House.BuildForCommand(configuration);
        try
        {
            return action(services);
        }
        catch (SqliteFileException broken)
        {
            throw new CommandException(ExitCode.Failed, broken.Message);
        }
    }
}

internal sealed record PersonWire(string Id, string Name, string Standing, DateTimeOffset Since);

[JsonSerializable(typeof(PersonWire[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class DiscordCommandJson : JsonSerializerContext;
