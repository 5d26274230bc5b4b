using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/forget</c>: shows which conversations are meant, and removes them everywhere once that is confirmed.</summary>
internal sealed class ForgetCommand(IConversationArchive archive, TimeProvider time) : ICommand
{
    private const string Name = "forget";
    private const int Shown = 10;
    private static readonly TimeSpan s_good = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Meant> _meant = new(StringComparer.Ordinal);

    public CommandDefinition Definition { get; } = new(Name, "Remove conversations from your history, everywhere, after a look at them")
    {
        Options = [new CommandOption("words", "Conversations with all of these words"), new CommandOption("conversation", "The conversation of this key, as locals search shows it")],
    };

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var selection = new ForgetSelection { Words = call.Value("words"), ConversationKey = call.Value("conversation") };
        if (selection is { Words: null, ConversationKey: null }) throw new CommandFailedException("Say what is to be forgotten: words, or the key of a conversation.");
        await call.DeferAsync(cancellationToken);
        var preview = await archive.PreviewForgetAsync(selection, cancellationToken);
        if (preview.Conversations.Count == 0)
        {
            await call.ReplyAsync("No conversation is meant by that; nothing was forgotten.", cancellationToken);
            return;
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{preview.Conversations.Count} conversations with {preview.Messages} messages would be forgotten, everywhere and for good:\n");
        foreach (var conversation in preview.Conversations.Take(Shown)) text.Append("- ").Append(PlainMarkdown.Escape(Clip.OnWord(conversation.Title, 100))).Append(" · ").Append(PersonSentences.Vendor(conversation.Source)).Append('\n');
        if (preview.Conversations.Count > Shown) text.Append(CultureInfo.InvariantCulture, $"- and {preview.Conversations.Count - Shown} more\n");
        foreach (var (old, its) in _meant)
            if (its.Until < time.GetUtcNow()) _meant.TryRemove(old, out _);
        var id = Guid.NewGuid().ToString("N")[..12];
        _meant[id] = new Meant(call.Interaction.User.Id, selection, preview.Conversations.Count, time.GetUtcNow() + s_good);
        await call.ReplyAsync(text.ToString(), cancellationToken,
            [new ComponentRow(new Button($"{Name}:yes:{id}", string.Create(CultureInfo.InvariantCulture, $"Forget all {preview.Conversations.Count}"), ButtonStyle.Danger), new Button($"{Name}:no:{id}", "Keep them"))]);
    }

    public async Task ContinueAsync(CommandCall call, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is not [var answer, var id] || !_meant.TryGetValue(id, out var meant) || meant.Until < time.GetUtcNow()) throw new CommandFailedException(DiscordSentences.ListGone);
        if (meant.User != call.Interaction.User.Id) throw new CommandFailedException(DiscordSentences.NotForYou);
        if (!_meant.TryRemove(id, out _)) return;
        if (answer != "yes")
        {
            await call.ReplaceAsync("Kept; nothing was forgotten.", cancellationToken);
            return;
        }

        await call.DeferUpdateAsync(cancellationToken);
        var now = await archive.PreviewForgetAsync(meant.Selection, cancellationToken);
        var text = now.Conversations.Count > meant.Count
            ? $"More conversations than you saw are meant by that now ({now.Conversations.Count}); nothing was forgotten. Use /forget again."
            : Done(await archive.ForgetAsync(meant.Selection, cancellationToken));
        await call.Bot.Transport.EditResponseAsync(call.Interaction, new OutgoingMessage(text) { Components = [] }, cancellationToken);
    }

    private static string Done(ForgetResult forgotten) => string.Create(CultureInfo.InvariantCulture, $"Forgotten: {forgotten.Conversations} conversations with {forgotten.Messages} messages{(forgotten.Notes > 0 ? $" and {forgotten.Notes} notes made there" : "")}. Backups and the exports themselves are yours to delete.");

    private sealed record Meant(Snowflake User, ForgetSelection Selection, int Count, DateTimeOffset Until);
}
