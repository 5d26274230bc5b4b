using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord;

/// <content>What people do.</content>
public sealed partial class SimulatedDiscord
{
    /// <summary>Somebody writes a message. People may ping whom they like; a reply pings whom it replies to.</summary>
    /// <param name="replyTo">Id of a message of the same channel; null for none.</param>
    /// <returns>Its id.</returns>
    public ulong Say(SimulatedAccount author, SimulatedChannel channel, string content, ulong? replyTo = null, IReadOnlyList<SimulatedFile>? attachments = null)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_world.Gate)
        {
            Require(author, channel);
            var reply = replyTo is { } id ? channel.Log.Find(id) ?? throw new InvalidOperationException($"There is no message {id} in {channel}.") : null;
            return _world.Messages.Write(new MessageDraft(channel, author.AsAuthor(), content) { RepliesTo = reply, Files = attachments ?? [], PingsEveryone = true }).Id;
        }
    }

    /// <summary>Somebody changes their own message.</summary>
    public void Edit(SimulatedChannel channel, ulong message, string content)
    {
        lock (_world.Gate)
            _world.Messages.Change(Require(channel, message), new MessageChange { Content = content }, pingsEveryone: true);
    }

    /// <summary>Somebody, or a moderator, deletes a message.</summary>
    public void Delete(SimulatedChannel channel, ulong message)
    {
        lock (_world.Gate)
            _world.Messages.Delete(Require(channel, message));
    }

    /// <summary>A moderator deletes many messages at once.</summary>
    public void Delete(SimulatedChannel channel, IReadOnlyList<ulong> messages)
    {
        lock (_world.Gate)
            _world.Messages.Delete(channel, messages);
    }

    /// <summary>Somebody begins to type.</summary>
    public void Type(SimulatedAccount account, SimulatedChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_world.Gate)
        {
            Require(account, channel);
            channel.Typed(account, _world.Time.GetUtcNow());
            _world.Announcer.Typed(channel, account, _world.Time.GetUtcNow());
            _world.Changed.Beat();
        }
    }

    /// <summary>Somebody puts an emoji under a message, or takes theirs away.</summary>
    /// <param name="emoji">A character, or <c>name:id</c>.</param>
    public void React(SimulatedAccount account, SimulatedChannel channel, ulong message, string emoji, bool remove = false)
    {
        lock (_world.Gate)
        {
            Require(account, channel);
            _world.React(Require(channel, message), account, emoji, remove);
        }
    }

    /// <summary>Somebody begins a thread on a message.</summary>
    public SimulatedChannel StartThread(SimulatedUser user, SimulatedChannel channel, ulong message, string name)
    {
        lock (_world.Gate)
        {
            Require(user, channel);
            return _world.Messages.StartThread(Require(channel, message), name, user);
        }
    }

    /// <summary>Somebody begins a thread of a forum.</summary>
    public SimulatedChannel StartPost(SimulatedUser user, SimulatedChannel forum, string name, string content)
    {
        ArgumentNullException.ThrowIfNull(forum);
        lock (_world.Gate)
        {
            Require(user, forum);
            return forum.Kind == SimulatedChannelKind.Forum ? _world.Messages.StartPost(forum, name, user, content) : throw new InvalidOperationException($"{forum} is no forum.");
        }
    }

    /// <summary>Discord says in a channel that somebody has come: a message that nobody wrote.</summary>
    /// <returns>Its id.</returns>
    public ulong Welcome(SimulatedUser user, SimulatedChannel channel)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_world.Gate)
        {
            Require(user, channel);
            return _world.Messages.Write(new MessageDraft(channel, user.AsAuthor(), "") { Type = MessageTypes.UserJoin }).Id;
        }
    }

    /// <summary>Discord finds out what a link in a message shows: the message gets an embed, and nobody has edited it.</summary>
    public void Unfurl(SimulatedChannel channel, ulong message, string title)
    {
        lock (_world.Gate)
        {
            var found = Require(channel, message);
            _world.Messages.Store(found with { Embeds = [.. found.Embeds, EmbedDocument.Link(title)] });
        }
    }

    private static void Require(SimulatedAccount account, SimulatedChannel channel)
    {
        if (channel.Guild is { } guild ? !guild.Members.ContainsKey(account.Id) : channel.Bot != account && channel.Person != account)
            throw new InvalidOperationException($"{account} is not in {channel}.");
    }

    private static SimulatedMessage Require(SimulatedChannel channel, ulong message) =>
        channel.Log.Find(message) ?? throw new InvalidOperationException($"There is no message {message} in {channel}.");
}
