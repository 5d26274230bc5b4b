using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Writes, changes and deletes messages, whoever does it and by whatever way. Called under the world's gate.</summary>
internal sealed class MessageDesk(World world)
{
    public SimulatedMessage Write(MessageDraft draft)
    {
        var channel = draft.Channel;
        var id = draft.Id ?? world.NextId();
        ulong? repliesTo = draft is { ReplyPings: true, RepliesTo.Author: { Webhook: null } author } ? author.Id : null;
        var pinged = MentionReading.Read(draft.Content, draft.AllowedMentions, channel, repliesTo, draft.PingsEveryone);
        var message = new SimulatedMessage(id, channel, draft.Author, draft.Content, world.Time.GetUtcNow())
        {
            RepliesTo = draft.RepliesTo?.Id,
            Pinged = pinged,
            Mentioned = pinged,
            Files = Attach(channel, draft.Files),
            Embeds = draft.Embeds,
            Components = Numbered(draft.Components),
            Flags = draft.Flags,
            Type = draft.Type ?? (draft.RepliesTo is null ? MessageTypes.Default : MessageTypes.Reply),
            Nonce = draft.Nonce,
            Tts = draft.Tts,
            Interaction = draft.Interaction,
            Application = draft.Application,
        };
        if (message.IsEphemeral)
        {
            world.Changed.Beat();
            return message;
        }

        if (channel.Log.Add(message) is { } dropped)
            FileShelf.Drop(world, dropped.Files);
        world.Announcer.MessageCreated(message, draft.Sender);
        world.Changed.Beat();
        return message;
    }

    /// <summary>What a message is after a change, which pings nobody; it is stored and told when it is in its channel.</summary>
    public SimulatedMessage Change(SimulatedMessage message, MessageChange change, bool pingsEveryone = false)
    {
        var at = world.Time.GetUtcNow();
        var content = change.Content ?? message.Content;
        var wasLoading = message.IsLoading;
        var kept = change.KeptFiles is { } ids ? message.Files.Where(file => ids.Contains(file.Id)) : message.Files;
        var changed = message with
        {
            Content = content,
            Mentioned = change.Content is null ? message.Mentioned : MentionReading.Read(content, change.AllowedMentions, message.Channel, null, pingsEveryone),
            Components = change.Components is { } components ? Numbered(components) : message.Components,
            Embeds = change.Embeds ?? message.Embeds,
            Files = [.. kept, .. Attach(message.Channel, change.NewFiles)],
            Flags = Changed(message.Flags, change.Flags),
            EditedAt = at,
            Edits = wasLoading ? message.Edits : message.Edits.Add(new SimulatedEdit(at, message.Content)),
        };
        if (wasLoading)
            changed = changed with { EditedAt = null };
        FileShelf.Drop(world, message.Files.Except(changed.Files));
        Store(changed);
        return changed;
    }

    /// <summary>Puts a changed message in the place of the old one and tells of it.</summary>
    public void Store(SimulatedMessage message)
    {
        if (!message.IsEphemeral && message.Channel.Log.Find(message.Id) is not null)
        {
            message.Channel.Log.Replace(message);
            world.Announcer.MessageUpdated(message);
        }

        world.Changed.Beat();
    }

    public void Delete(SimulatedMessage message)
    {
        FileShelf.Drop(world, message.Files);
        if (message.Channel.Log.Find(message.Id) is not null)
        {
            message.Channel.Log.Remove(message.Id);
            world.Announcer.MessageDeleted(message.Channel, message.Id);
        }

        world.Changed.Beat();
    }

    public void Delete(SimulatedChannel channel, IReadOnlyList<ulong> messages)
    {
        ulong[] there = [.. messages.Where(id => channel.Log.Find(id) is not null)];
        foreach (var id in there)
        {
            FileShelf.Drop(world, channel.Log.Find(id)!.Files);
            channel.Log.Remove(id);
        }

        if (there.Length > 0)
            world.Announcer.MessagesDeleted(channel, there);
        world.Changed.Beat();
    }

    /// <summary>Begins a thread on a message: it has the message's id, and begins with a message that points at it.</summary>
    public SimulatedChannel StartThread(SimulatedMessage message, string name, SimulatedAccount owner)
    {
        var parent = message.Channel;
        var thread = OpenThread(message.Id, parent, name, owner);
        Store(message with { Thread = thread, Flags = message.Flags | MessageFlags.HasThread });
        var starter = new SimulatedMessage(world.NextId(), thread, owner.AsAuthor(), "", world.Time.GetUtcNow()) { Type = MessageTypes.ThreadStarter, RepliesTo = message.Id, ReferenceChannel = parent };
        thread.Log.Add(starter);
        world.Announcer.MessageCreated(starter, null);
        world.Changed.Beat();
        return thread;
    }

    public SimulatedChannel OpenThread(ulong id, SimulatedChannel parent, string name, SimulatedAccount owner)
    {
        var thread = new SimulatedChannel(world, id, name, SimulatedChannelKind.Thread) { Guild = parent.Guild, Parent = parent, Owner = owner.Id };
        world.Channels[thread.Id] = thread;
        parent.Guild!.Channels.Add(thread);
        world.Announcer.ThreadCreated(thread);
        return thread;
    }

    /// <summary>Begins a thread of a forum: it has the id of its first message.</summary>
    public SimulatedChannel StartPost(SimulatedChannel forum, string name, SimulatedAccount owner, string content)
    {
        var thread = OpenThread(world.NextId(), forum, name, owner);
        Write(new MessageDraft(thread, owner.AsAuthor(), content) { Id = thread.Id, PingsEveryone = true });
        return thread;
    }

    private SimulatedFile[] Attach(SimulatedChannel channel, IReadOnlyList<SimulatedFile> files) =>
        files.Count == 0 ? [] : [.. files.Select(file => FileShelf.Place(world, channel, file))];

    /// <summary>Gives each component the id that it lacks: 1, 2, 3 in order.</summary>
    /// <remarks>discord.com/developers/docs/components/reference#anatomy-of-a-component</remarks>
    private static IReadOnlyList<JsonElement> Numbered(IReadOnlyList<JsonElement> components) => components.Count == 0 ? components : ComponentNumbers.Give(components);

    // An edit sets what an edit may set; who sees a message, and that a thread hangs on it, stays.
    private static int Changed(int flags, int? change) =>
        (change is { } set ? (flags & ~MessageFlags.Editable) | (set & MessageFlags.Editable) : flags) & ~MessageFlags.Loading;
}
