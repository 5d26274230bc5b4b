using System.CommandLine;
using System.Globalization;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals forget</c>: removes conversations everywhere, after showing which.</summary>
internal static class ForgetCommand
{
    private const string All = "all";

    public static Command Create(GlobalOptions globals)
    {
        var conversation = new Option<string?>("--conversation") { Description = "The conversation with this key, as a search shows it.", HelpName = "key" };
        var source = new Option<string?>("--source") { Description = "Conversations from there: chatgpt, claude.", HelpName = "source" };
        var before = Instant("--before", "Conversations last updated before this day or instant.");
        var after = Instant("--after", "Conversations begun on or after this day or instant.");
        var search = new Option<string?>("--search") { Description = "Conversations with all of these words in the title or in one message.", HelpName = "words" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask. Without a terminal, nothing is forgotten without it." };
        var allow = new Option<string?>("--allow") { Description = "Let a forgotten conversation be imported again: its key, or all.", HelpName = "key" };
        var command = new Command(
            "forget", "Remove conversations everywhere: from the archive's files, the payloads as exported and the index. Importing them again brings nothing back. What is chosen meets every condition given.")
        {
            conversation, source, before, after, search, yes, allow, GlobalOptions.Json,
        };
        command.Validators.Add(result =>
        {
            var chooses = new Option[] { conversation, source, before, after, search }.Any(option => result.GetResult(option) is { Implicit: false });
            if (chooses == (result.GetResult(allow) is { Implicit: false })) result.AddError("Say what is to be forgotten with --conversation, --source, --before, --after or --search, or what may come back with --allow.");
        });
        command.SetAction((result, cancellation) => ArchiveCommand.RunAsync(globals.Of(result), archive =>
        {
            var json = result.GetValue(GlobalOptions.Json);
            if (result.GetValue(allow) is { } key) return AllowAsync(archive, key, json, cancellation);
            var selection = new ForgetSelection
            {
                ConversationKey = result.GetValue(conversation),
                Source = result.GetValue(source),
                Before = result.GetValue(before),
                After = result.GetValue(after),
                Words = result.GetValue(search),
            };
            return ForgetAsync(archive, selection, result.GetValue(yes), json, cancellation);
        }));
        return command.WithExample("locals forget --search \"bank statement\" --before 2024-01-01");
    }

    private static async Task<int> ForgetAsync(IConversationArchive archive, ForgetSelection selection, bool yes, bool json, CancellationToken cancellationToken)
    {
        var preview = await archive.PreviewForgetAsync(selection, cancellationToken);
        if (preview.Conversations.Count == 0)
        {
            // One that was cut off finds nothing any more, and is still to be finished.
            if (yes) await archive.ForgetAsync(selection, cancellationToken);
            if (json) Terminal.Json(new ForgetWire(false, [], 0, 0, 0), ArchiveJson.Indented.ForgetWire);
            else Terminal.Note(IsKnowledge(selection) ? "Knowledge files are not forgotten but deleted: once the file is gone, a running host forgets what stood in it." : "No conversation is meant by that; nothing was forgotten.");
            return ExitCode.NothingFound;
        }

        if (!json) ImportsCommand.PrintConversations(preview.Conversations);
        if (!json && preview.Notes > 0) Terminal.Note($"{Terminal.Count(preview.Notes, "notes")} that ChatGPT made there {(preview.Notes == 1 ? "goes" : "go")} with {(preview.Conversations.Count == 1 ? "it" : "them")}.");
        if (!yes && (json || Console.IsInputRedirected || !Confirm(preview)))
        {
            if (json) Terminal.Json(new ForgetWire(false, preview.Conversations, preview.Messages, preview.Notes, 0), ArchiveJson.Indented.ForgetWire);
            Terminal.Note("Nothing was forgotten; --yes forgets without asking.");
            return ExitCode.Failed;
        }

        var forgotten = await archive.ForgetAsync(selection, cancellationToken);
        if (json) Terminal.Json(new ForgetWire(true, preview.Conversations, forgotten.Messages, forgotten.Notes, forgotten.FreedBytes), ArchiveJson.Indented.ForgetWire);
        else Terminal.Line($"Forgotten: {Terminal.Count(forgotten.Conversations, "conversations")} with {Terminal.Count(forgotten.Messages, "messages")}{Notes(forgotten.Notes)}; the archive is {ArchiveCommand.Size(forgotten.FreedBytes)} smaller. Backups of it and the exports themselves are yours to delete.");
        return ExitCode.Ok;
    }

    private static async Task<int> AllowAsync(IConversationArchive archive, string key, bool json, CancellationToken cancellationToken)
    {
        var allowed = await archive.AllowAsync(key == All ? null : key, cancellationToken);
        if (json) Terminal.Json(new AllowWire(allowed), ArchiveJson.Indented.AllowWire);
        else if (allowed == 0) Terminal.Note("Nothing of that was forgotten.");
        else Terminal.Line($"{Terminal.Count(allowed, "conversations")} may come back; import their export again.");
        return allowed > 0 ? ExitCode.Ok : ExitCode.NothingFound;
    }

    private static string Notes(int count) => count == 0 ? "" : $" and {Terminal.Count(count, "notes")} made there";

    private static bool IsKnowledge(ForgetSelection selection) =>
        string.Equals(selection.Source, KnowledgeConversation.Source, StringComparison.OrdinalIgnoreCase) || selection.ConversationKey?.StartsWith($"{KnowledgeConversation.Source}:", StringComparison.Ordinal) == true;

    private static bool Confirm(ForgetPreview preview)
    {
        Console.Error.Write($"Forget {(preview.Conversations.Count == 1 ? "this" : "these")} {Terminal.Count(preview.Conversations.Count, "conversations")} with {Terminal.Count(preview.Messages, "messages")}{Notes(preview.Notes)}, everywhere and for good? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "date",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens.SingleOrDefault()?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at)) return at;
            result.AddError($"{name} takes a day such as 2024-01-31, or an instant such as 2024-01-31T18:00:00Z.");
            return null;
        },
    };
}
