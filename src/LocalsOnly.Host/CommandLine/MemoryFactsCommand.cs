using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals memory facts</c>: what the person said that is to hold, to be looked at, corrected and forgotten.</summary>
internal static class MemoryFactsCommand
{
    private static readonly MemoryScope s_scope = new(MemoryScope.DefaultOwner);

    public static Command Create(GlobalOptions globals)
    {
        var all = new Option<bool>("--all") { Description = "Also what something newer took the place of." };
        var command = new Command("facts", "List what you said that is to hold: instructions, preferences, who you are. Each cites the message that it rests on.") { all, GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), async facts =>
        {
            var records = await facts.ListAsync(s_scope, result.GetValue(all), cancellation);
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(records, MemoryJson.Indented.IReadOnlyListStandingRecord);
            else Print(records);
            return records.Count > 0 ? ExitCode.Ok : ExitCode.NothingFound;
        }, cancellation));
        command.Subcommands.Add(Correct(globals));
        command.Subcommands.Add(Forget(globals));
        return command.WithExample("locals memory facts");
    }

    private static Command Correct(GlobalOptions globals)
    {
        var id = Id();
        var text = new Argument<string>("text") { Description = "How it is instead." };
        var command = new Command("correct", "Put a fact right in your own words. It stands above what any message says.") { id, text };
        command.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(text))) result.AddError("Say how it is instead, or forget it: locals memory facts forget <id>");
        });
        command.SetAction((result, cancellation) => DecideAsync(globals.Of(result), result.GetRequiredValue(id), result.GetRequiredValue(text), cancellation));
        return command.WithExample("locals memory facts correct 1f0c22ab9d3e4455 \"I live in Utrecht\"");
    }

    private static Command Forget(GlobalOptions globals)
    {
        var id = Id();
        var command = new Command("forget", "Have a fact forgotten. The message that it rests on stays; locals forget removes that.") { id };
        command.SetAction((result, cancellation) => DecideAsync(globals.Of(result), result.GetRequiredValue(id), null, cancellation));
        return command.WithExample("locals memory facts forget 1f0c22ab9d3e4455");
    }

    private static Argument<string> Id() => new("id") { Description = "Id of the fact, as locals memory facts shows it; its first letters are enough." };

    private static Task<int> DecideAsync(ConfigurationRequest request, string id, string? text, CancellationToken cancellationToken) => RunAsync(request, async facts =>
    {
        var meant = (await facts.ListAsync(s_scope, everything: true, cancellationToken)).Where(record => record.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)).ToList();
        if (meant.Count == 0) throw new CommandException(ExitCode.NothingFound, $"No fact has the id {PersonText(id)}; see them with: locals memory facts");
        if (meant.Count > 1) throw new CommandException(ExitCode.Usage, $"{meant.Count} facts begin with {PersonText(id)}: give more of the id.");
        var now = TimeProvider.System.GetUtcNow();
        await facts.DecideAsync(text is null ? StandingDecision.Forget(MemoryScope.DefaultOwner, meant[0].Id, now) : StandingDecision.Correct(MemoryScope.DefaultOwner, meant[0].Id, text, now), cancellationToken);
        Terminal.Line($"{(text is null ? "Forgotten" : "Corrected")}: {meant[0].Text}{(text is null ? "" : $" → {text}")}");
        return ExitCode.Ok;
    }, cancellationToken);

    private static async Task<int> RunAsync(ConfigurationRequest request, Func<IStandingFacts, Task<int>> action, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(CommandHouse.Find(request).Configuration);
        return await CommandHouse.CaughtUpAsync(services, () => action(services.GetRequiredService<IStandingFacts>()), cancellationToken);
    }

    private static string PersonText(string text) => Terminal.Safe(text);

    private static void Print(IReadOnlyList<StandingRecord> records)
    {
        if (records.Count == 0)
        {
            Terminal.Note("You have said nothing yet that is to hold, such as: always answer in French, or: I'm allergic to shellfish.");
            return;
        }
        var table = Terminal.Table("id", "kind", "said", "what", "where");
        foreach (var record in records)
            table.AddRow(
                Terminal.Cell(record.Id), Terminal.Cell(record.Holds ? record.Kind.ToString().ToLowerInvariant() : "superseded", record.Holds ? null : Color.Grey),
                Terminal.Cell(record.At == DateTimeOffset.MinValue ? "" : record.At.ToLocalTime().ToString("d MMM yyyy", CultureInfo.InvariantCulture)), Terminal.Cell(record.Text),
                Terminal.Cell(record.MessageKey, Color.Grey));
        AnsiConsole.Write(table);
        Terminal.Note("Correct one with: locals memory facts correct <id> <text>, or have it forgotten with: locals memory facts forget <id>");
    }
}
