using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/facts</c>: what the owner said that is to hold, each with a way to have it forgotten.</summary>
internal sealed class FactsCommand(IStandingFacts facts, IOptions<AgentsOptions> agents, TimeProvider time) : ICommand
{
    private const string Name = "facts";
    private const int Most = 25;
    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    public CommandDefinition Definition { get; } = new(Name, "What you said that is to hold: instructions, preferences, who you are");

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await call.DeferAsync(cancellationToken);
        var (text, rows) = await ComposeAsync(cancellationToken);
        await call.ReplyAsync(text, cancellationToken, rows);
    }

    public async Task ContinueAsync(CommandCall call, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is not ["forget"] || call.Interaction.Chosen is not [var id]) throw new CommandFailedException(DiscordSentences.ListGone);
        var isKnown = await facts.DecideAsync(StandingDecision.Forget(MemoryScope.DefaultOwner, id, time.GetUtcNow()), cancellationToken);
        var (text, rows) = await ComposeAsync(cancellationToken);
        await call.ReplaceAsync($"{(isKnown ? "Forgotten." : "That one is gone already.")}\n{text}", cancellationToken, rows);
    }

    private async Task<(string Text, IReadOnlyList<ComponentRow> Rows)> ComposeAsync(CancellationToken cancellationToken)
    {
        var holding = (await facts.ListAsync(s_owner, cancellationToken: cancellationToken)).Where(record => record.Holds).OrderByDescending(record => record.At).Take(Most).ToList();
        if (holding.Count == 0) return ("Nothing is known that is to hold. Say it in a chat, or with /remember.", []);
        var text = new StringBuilder();
        foreach (var record in holding)
            text.Append(CultureInfo.InvariantCulture, $"- {PlainMarkdown.Escape(Clip.OnWord(record.Text, 200))} · {record.Kind.ToString().ToLowerInvariant()}{(record.At == DateTimeOffset.MinValue ? "" : $", {Dates.Day(record.At, agents.Value.Zone(time))}")}\n");
        var options = holding.Select(record => new MenuOption(record.Id, PersonSentences.Excerpt(record.Text, "", 90) is { Length: > 0 } label ? label : record.Subject)).ToList();
        return (text.ToString(), [new ComponentRow(new Menu($"{Name}:forget", "Have one forgotten", options))]);
    }
}
