using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/search</c>: the owner's history, page by page, for their eyes only. Without words a form asks for them.</summary>
internal sealed class SearchCommand(IMemory memory, IOptions<AgentsOptions> agents, TimeProvider time) : ICommand
{
    private const string Name = "search";
    private const int PerPage = 5;
    private const int Most = 100;
    private const int ExcerptLength = 220;
    private const int LongestLabel = 80;
    private const int KeptSearches = 200;
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(30);
    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    private readonly ConcurrentDictionary<string, Found> _found = new(StringComparer.Ordinal);

    public CommandDefinition Definition { get; } = new(Name, "Search your own history; only you see what is found") { Options = [new CommandOption("words", "What to look for; left out, a form opens")] };

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Value("words") is { } words) await FindAsync(call, words, null, cancellationToken);
        else
            await call.OpenAsync(new Form($"{Name}:form", "Search your history",
            [
                new FormField("words", "Words", MostCharacters: 300),
                new FormField("source", "Only from", Required: false, Placeholder: "chatgpt, claude, here; empty for all", MostCharacters: 40),
            ]), cancellationToken);
    }

    public async Task ContinueAsync(CommandCall call, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case ["form"]:
                await FindAsync(call, call.Value("words") ?? "", call.Value("source"), cancellationToken);
                break;
            case ["page", var id, var digits] when Kept(id) is { } found && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var page):
                if (found.User == call.Interaction.User.Id) await call.ReplaceAsync(Page(found, page), cancellationToken, Buttons(id, found, page));
                else await call.ReplyAsync(DiscordSentences.NotForYou, cancellationToken);
                break;
            case ["open", var id]:
                await OpenAsync(call, id, cancellationToken);
                break;
            default:
                await call.ReplyAsync(DiscordSentences.ListGone, cancellationToken);
                break;
        }
    }

    private async Task FindAsync(CommandCall call, string words, string? source, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(words)) throw new CommandFailedException("There are no words to look for; write some.");
        await call.DeferAsync(cancellationToken);
        var sources = source?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(each => each.ToLowerInvariant()).ToList();
        var passages = await memory.SearchAsync(s_owner with { Sources = sources is { Count: > 0 } ? sources : null }, words, Most, cancellationToken);
        if (passages.Count == 0)
        {
            await call.ReplyAsync($"Nothing in your history holds “{PersonSentences.Plain(words)}”. Try other words.", cancellationToken);
            return;
        }

        var id = Guid.NewGuid().ToString("N")[..12];
        var found = Keep(id, new Found(call.Interaction.User.Id, words, passages, time.GetUtcNow()));
        await call.ReplyAsync(Page(found, 0), cancellationToken, Buttons(id, found, 0));
    }

    private async Task OpenAsync(CommandCall call, string id, CancellationToken cancellationToken)
    {
        if (call.Interaction.Chosen is not [var digits] || Kept(id) is not { } found || found.User != call.Interaction.User.Id
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= found.Passages.Count)
            throw new CommandFailedException(DiscordSentences.ListGone);
        await call.DeferAsync(cancellationToken);
        var key = found.Passages[index].MessageKey;
        var conversation = await memory.OpenAsync(s_owner, key, cancellationToken) ?? throw new CommandFailedException(DiscordSentences.SourceGone);
        await call.ReplyAsync(QuotedExchange.Compose(conversation, key, agents.Value.Zone(time)) ?? DiscordSentences.SourceGone, cancellationToken);
    }

    private string Page(Found found, int page)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**{PersonSentences.Plain(found.Words)}** · {found.Passages.Count}{(found.Passages.Count == Most ? " or more" : "")} messages\n");
        foreach (var (passage, index) in found.Passages.Select((passage, index) => (passage, index)).Skip(page * PerPage).Take(PerPage))
        {
            var when = passage.At is { } at ? Dates.Day(at, agents.Value.Zone(time)) : "no date";
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}. **{PlainMarkdown.Escape(Clip.OnWord(passage.Title, 80))}** · {PersonSentences.Vendor(passage.Source)}, {when}\n> {PlainMarkdown.Escape(Clip.OnWord(PersonSentences.Excerpt(passage.Text, found.Words, ExcerptLength), ExcerptLength))}\n");
        }

        return text.ToString();
    }

    private static List<ComponentRow> Buttons(string id, Found found, int page)
    {
        var pages = (found.Passages.Count + PerPage - 1) / PerPage;
        var options = found.Passages.Select((passage, index) => (passage, index)).Skip(page * PerPage).Take(PerPage)
            .Select(each => new MenuOption(each.index.ToString(CultureInfo.InvariantCulture), $"{each.index + 1}. {Clip.OnCharacter(each.passage.Title, LongestLabel)}")).ToList();
        var rows = new List<ComponentRow> { new(new Menu($"{Name}:open:{id}", "Open one", options)) };
        if (pages > 1)
            rows.Add(new ComponentRow(
                new Button($"{Name}:page:{id}:{Math.Max(0, page - 1)}", "Back", Disabled: page == 0),
                new Button($"{Name}:page:{id}:{page + 1}", string.Create(CultureInfo.InvariantCulture, $"Page {page + 2} of {pages}"), Disabled: page + 1 >= pages)));
        return rows;
    }

    private Found? Kept(string id)
    {
        Expire();
        return _found.GetValueOrDefault(id);
    }

    private void Expire()
    {
        var oldest = time.GetUtcNow() - s_kept;
        foreach (var (id, found) in _found)
            if (found.At < oldest) _found.TryRemove(id, out _);
    }

    private Found Keep(string id, Found found)
    {
        Expire();
        while (_found.Count >= KeptSearches && _found.MinBy(each => each.Value.At) is { Key: { } first }) _found.TryRemove(first, out _);
        return _found[id] = found;
    }

    private sealed record Found(Snowflake User, string Words, IReadOnlyList<Passage> Passages, DateTimeOffset At);
}
