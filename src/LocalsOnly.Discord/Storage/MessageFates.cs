using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>What became of any message that our bots have seen.</summary>
internal sealed class MessageFates(Inbox inbox, IgnoredMessages ignored, Outbox outbox)
{
    public Fate Of(Snowflake message) => inbox.FateOf(message) ?? ignored.FateOf(message)
        ?? (inbox.AnsweredBy(message) is { } asked ? new Fate($"It is {outbox.PersonaOf(message)}'s answer to message {asked.Id}.", inbox.TurnOf(asked.Id)) : null)
        ?? new Fate("No bot of this house has seen it, or it was long ago. Check that the bot may view the channel, and that the host was running (or came back within Discord:AnswerMissed).");
}
