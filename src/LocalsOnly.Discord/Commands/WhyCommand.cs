using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/why</c>: how the last answer in a channel came about, or what became of a message.</summary>
internal sealed class WhyCommand(MessageFates fates, Inbox inbox, IgnoredMessages ignored, ISessions sessions) : ICommand
{
    private const int Newest = 3;

    public CommandDefinition Definition { get; } = new("why", "How the last answer here came about, or why a message got none") { Options = [new CommandOption("message", "Link of a message (Copy Message Link)")] };

    public bool ForOwner => false;

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await call.DeferAsync(cancellationToken);
        await call.ReplyAsync(Answer(call), cancellationToken);
    }

    private string Answer(CommandCall call)
    {
        var channel = call.Interaction.Channel;
        if (call.Value("message") is { } link)
        {
            var id = MessageLink.TryParse(link, out var parsed) ? parsed.Message : Snowflake.TryParse(link.Trim(), out var bare) ? bare : throw new CommandFailedException("That is no link of a message; right-click the message and choose Copy Message Link.");
            // A guest learns of what they can read themselves.
            return Of(fates.Of(id, call.Standing == Gating.Standing.Owner ? null : channel), call);
        }

        var text = new StringBuilder(inbox.LastTurn(channel) is { } turn ? Turn(turn, call) : "Nothing was answered here yet.");
        if (ignored.Newest(channel, Newest) is { Count: > 0 } silent)
        {
            text.Append("\n\nNot answered lately:");
            foreach (var each in silent) text.Append(CultureInfo.InvariantCulture, $"\n- message {each.Id}: {each.Reason}");
        }

        return text.ToString();
    }

    private string Of(Fate fate, CommandCall call) => fate.Turn is { } turn ? $"{fate.Sentence}\n{Turn(turn, call)}" : fate.Sentence;

    private string Turn(string id, CommandCall call) => sessions.Why(id) is { } record ? TurnWords.Of(record, call.Standing == Gating.Standing.Owner) : $"Turn {id} is not kept any more.";
}

/// <summary>How an answer came about, in Discord's words.</summary>
internal static class TurnWords
{
    /// <param name="forOwner">Why, what was recalled and which tools ran is told to the owner only.</param>
    public static string Of(TurnRecord record, bool forOwner)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**{record.Persona}** · {record.Outcome} · turn `{record.Id}`");
        if (record.Endpoint is { } endpoint) text.Append(CultureInfo.InvariantCulture, $"\n{record.Answered?.ToLowerInvariant()} tier · {endpoint} · {record.Model}");
        if (!forOwner) return text.ToString();
        foreach (var reason in record.Reasons) text.Append("\n- ").Append(reason);
        if (record.Recalled.Count > 0) text.Append("\nrecalled: ").AppendJoin(", ", record.Recalled.Select(passage => $"[{passage.Number}] `{passage.Key}`{(passage.Cited ? ", cited" : "")}"));
        foreach (var tool in record.Tools) text.Append(CultureInfo.InvariantCulture, $"\n- {tool.Name}, {tool.TookMs:0} ms{(tool.Problem is null ? "" : $": {tool.Problem}")}");
        foreach (var note in record.Notes) text.Append("\n- ").Append(note);
        text.Append(CultureInfo.InvariantCulture, $"\n-# {(record.FirstTextMs is { } first ? $"first text after {first:0} ms, " : "")}{record.TotalMs:0} ms in all");
        return text.ToString();
    }
}
