using System.CommandLine;
using System.CommandLine.Parsing;
using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals search</c>: finds messages in the person's history, and opens what a reply cites.</summary>
internal static class SearchCommand
{
    private const int ExcerptWidth = 100;
    private const int Around = 3;

    public static Command Create(GlobalOptions globals)
    {
        var words = new Argument<string[]>("words") { Description = "Words to look for; nothing in them is syntax.", Arity = ArgumentArity.ZeroOrMore };
        var open = new Option<string?>("--open") { Description = "Open a conversation or message by its key, as shown by a search or a citation.", HelpName = "key" };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Go on: filter, open what is found, see what stands around it. The same without words, at a terminal." };
        var limit = new Option<int>("--limit") { Description = "Most results, 1 to 50.", DefaultValueFactory = _ => 10 }.Between(1, 50);
        var all = new Option<bool>("--all") { Description = "With --open: the whole conversation instead of the messages around the one asked for." };
        var unredacted = new Option<bool>("--unredacted") { Description = "With --open: as it was said, from the archive, secrets and all." };
        var command = new Command("search", "Find messages in your history, or open one.") { words, open, interactive, limit, all, unredacted, GlobalOptions.Json };
        command.Validators.Add(result =>
        {
            var looking = result.GetResult(words)?.Tokens.Count > 0;
            var opening = result.GetResult(open) is not null;
            if (result.GetValue(interactive) && (opening || result.GetValue(GlobalOptions.Json))) result.AddError("--interactive goes with words or alone: leave out --open and --json.");
            else if (looking == opening && !GoesOn(result)) result.AddError("Give words to look for, or --open with a key.");
            else if (!opening && result.GetValue(unredacted)) result.AddError("--unredacted opens one conversation: give its key with --open.");
        });
        command.SetAction((result, cancellation) =>
        {
            var house = CommandHouse.Find(globals.Of(result));
            var asked = string.Join(' ', result.GetValue(words) ?? []);
            return GoesOn(result.CommandResult)
                ? GoOnAsync(house, asked, result.GetValue(limit), cancellation)
                : RunAsync(house, asked, result.GetValue(open), result.GetValue(limit), result.GetValue(all), result.GetValue(unredacted), result.GetValue(GlobalOptions.Json), cancellation);
        });
        return command.WithExample("locals search hotel in Lisbon");

        // Asked to, or somebody is there to type and nothing was said yet.
        bool GoesOn(CommandResult result) => result.GetValue(interactive)
            || (!(result.GetResult(words)?.Tokens.Count > 0) && result.GetResult(open) is null && !result.GetValue(GlobalOptions.Json)
                && !result.GetValue(all) && !result.GetValue(unredacted) && !Console.IsInputRedirected && !Console.IsOutputRedirected);
    }

    private static async Task<int> GoOnAsync(CommandHouse house, string words, int limit, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(house.Configuration);
        return await CommandHouse.CaughtUpAsync(services, async () =>
        {
            await new InteractiveSearch(services.GetRequiredService<IMemory>(), services.GetRequiredService<IProjects>(), limit).RunAsync(words, cancellationToken);
            return ExitCode.Ok;
        }, cancellationToken);
    }

    private static async Task<int> RunAsync(CommandHouse house, string words, string? key, int limit, bool all, bool unredacted, bool json, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(house.Configuration);
        return await CommandHouse.CaughtUpAsync(services, () => key is null
            ? FindAsync(services.GetRequiredService<IMemory>(), words, limit, json, cancellationToken)
            : OpenAsync(services, key, all, unredacted, json, cancellationToken), cancellationToken);
    }

    private static async Task<int> OpenAsync(ServiceProvider services, string key, bool all, bool unredacted, bool json, CancellationToken cancellationToken)
    {
        var scope = new MemoryScope(MemoryScope.DefaultOwner);
        var conversation = unredacted
            ? await services.GetRequiredService<ICorpus>().OpenOriginalAsync(scope, key, cancellationToken)
            : await services.GetRequiredService<IMemory>().OpenAsync(scope, key, cancellationToken);
        return Open(conversation, key, all, json);
    }

    private static async Task<int> FindAsync(IMemory memory, string words, int limit, bool json, CancellationToken cancellationToken)
    {
        var scope = new MemoryScope(MemoryScope.DefaultOwner);
        var passages = await memory.SearchAsync(scope, words, limit, cancellationToken);
        if (json) Terminal.Json(SearchWire.From(words, passages), ApiJson.Indented.SearchWire);
        else if (passages.Count == 0)
            Terminal.Note((await memory.CountAsync(scope, cancellationToken)).Messages == 0
                ? "Nothing is remembered yet; import an export with: locals import <file>"
                : "Nothing in your history matches these words.");
        else
        {
            foreach (var passage in passages)
            {
                Terminal.Line(
                    $"[bold]{passage.Title}[/] [grey]{passage.At?.ToLocalTime():d MMM yyyy} · {Origin(passage)}[/]");
                Terminal.Line($"  {PersonSentences.Excerpt(passage.Text, words, ExcerptWidth * 2)}");
                Terminal.Unbroken($"  [grey]locals search --open {passage.MessageKey}[/]");
            }
        }

        return passages.Count > 0 ? ExitCode.Ok : ExitCode.NothingFound;
    }

    private static string Origin(Passage passage)
    {
        var author = SearchResultList.Author(passage.Source, passage.Author);
        return passage.Source == KnowledgeConversation.Source ? author : $"{PersonSentences.Vendor(passage.Source)} · {author}";
    }

    private static int Open(Conversation? conversation, string key, bool all, bool json)
    {
        if (conversation is null)
            throw new CommandException(ExitCode.NothingFound, $"Nothing is remembered under {PersonSentences.Plain(key)}; find keys with: locals search <words>");
        if (json)
        {
            Terminal.Json(ConversationWire.From(conversation, key), ApiJson.Indented.ConversationWire);
            return ExitCode.Ok;
        }

        var visible = conversation.Messages.Where(message => message.Kind == MessageKind.Visible && (message.Active || message.Key == key)).ToList();
        var focus = visible.FindIndex(message => message.Key == key);
        var first = all || focus < 0 ? 0 : Math.Max(0, focus - Around);
        var last = all || focus < 0 ? visible.Count - 1 : Math.Min(visible.Count - 1, focus + Around);
        Terminal.Line($"[bold]{conversation.Title}[/] [grey]{conversation.CreatedAt?.ToLocalTime():d MMM yyyy} · {PersonSentences.Vendor(conversation.Source)} · {Terminal.Count(visible.Count, "messages")}[/]");
        if (first > 0) Terminal.Note($"… {first} earlier (--all shows them)");
        for (var i = first; i <= last; i++)
        {
            var message = visible[i];
            AnsiConsole.WriteLine();
            Terminal.Line($"{(i == focus ? "▶ " : "")}[bold]{SearchResultList.Author(conversation.Source, message.Author)}[/] [grey]{message.At?.ToLocalTime():d MMM yyyy HH:mm}[/]");
            AnsiConsole.WriteLine(Terminal.Safe(message.Text));
            if (message.Attachments.Count > 0) Terminal.Line($"[grey]attached: {string.Join(", ", message.Attachments)}[/]");
        }

        if (last < visible.Count - 1) Terminal.Note($"… {visible.Count - 1 - last} later (--all shows them)");
        return ExitCode.Ok;
    }
}
