using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Storage;

/// <summary>What became of any message that our bots have seen.</summary>
internal sealed class MessageFates(Inbox inbox, IgnoredMessages ignored, Outbox outbox, PostStore posts)
{
    /// <param name="channel">Tells only of messages of this channel; null for any.</param>
    public Fate Of(Snowflake message, Snowflake? channel = null)
    {
        var answered = inbox.AnsweredBy(message);
        var where = (inbox.Find(message) ?? answered)?.Channel ?? ignored.ChannelOf(message);
        if (channel is not null && where != channel) return new Fate(DiscordSentences.Unseen);
        if (posts.KeyOf(message) is { } key) return new Fate($"{outbox.PersonaOf(message)} wrote it without being asked ({key}).");
        return inbox.FateOf(message) ?? ignored.FateOf(message)
            ?? (answered is null ? new Fate(DiscordSentences.Unseen) : new Fate($"It is {outbox.PersonaOf(message)}'s answer to message {answered.Id}.", inbox.TurnOf(answered.Id)));
    }
}
