using LocalsOnly.Simulation.Discord.Gateway;
using LocalsOnly.Simulation.Discord.Schema;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Everything that there is, under one gate. What changes it also tells those who are to know, in the same order.</summary>
internal sealed class World : IDisposable
{
    public World(SimulatedDiscordOptions options, TimeProvider time)
    {
        (Options, Time) = (options, time);
        Ids = new SnowflakeClock(time);
        Violations = new ViolationLog();
        Check = new SelfCheck(options.ChecksItself ? Violations : null);
        Announcer = new Announcer(this);
        Messages = new MessageDesk(this);
        Interactions = new InteractionDesk(this);
    }

    public Lock Gate { get; } = new();

    public SimulatedDiscordOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:41234</c>.</summary>
    public Uri Url { get; set; } = null!;

    public SnowflakeClock Ids { get; }

    public Pulse Changed { get; } = new();

    public ViolationLog Violations { get; }

    public SelfCheck Check { get; }

    public Announcer Announcer { get; }

    public MessageDesk Messages { get; }

    public InteractionDesk Interactions { get; }

    public List<SimulatedBot> Bots { get; } = [];

    public Dictionary<ulong, SimulatedAccount> Accounts { get; } = [];

    public Dictionary<ulong, SimulatedGuild> Guilds { get; } = [];

    public Dictionary<ulong, SimulatedChannel> Channels { get; } = [];

    public Dictionary<ulong, SimulatedWebhook> Webhooks { get; } = [];

    /// <summary>Files that can be read, by id.</summary>
    public Dictionary<ulong, SimulatedFile> Files { get; } = [];

    public ulong NextId() => Ids.Next();

    public SimulatedBot AddBot(string name, string? token)
    {
        lock (Gate)
        {
            var (application, id) = (NextId(), NextId());
            var bot = new SimulatedBot(this, id, application, name, token ?? BotTokens.For(id));
            if (BotOf(bot.Token) is { } other)
                throw new InvalidOperationException($"{other} has that token already.");
            Bots.Add(bot);
            Accounts[id] = bot;
            foreach (var guild in Guilds.Values)
                Join(guild, bot, []);
            return bot;
        }
    }

    public SimulatedUser AddUser(string name, string? displayName)
    {
        lock (Gate)
        {
            var user = new SimulatedUser(NextId(), name, displayName);
            Accounts[user.Id] = user;
            return user;
        }
    }

    public SimulatedGuild AddGuild(string name)
    {
        lock (Gate)
        {
            var guild = new SimulatedGuild(this, NextId(), name, AddUser($"owner.of.{name}", null));
            Guilds[guild.Id] = guild;
            foreach (var bot in Bots)
                Join(guild, bot, []);
            return guild;
        }
    }

    public SimulatedChannel AddChannel(SimulatedGuild guild, string name, SimulatedChannelKind kind, string? topic)
    {
        lock (Gate)
        {
            var channel = new SimulatedChannel(this, NextId(), name, kind) { Guild = guild, Topic = topic, Position = guild.Channels.Count };
            guild.Channels.Add(channel);
            Channels[channel.Id] = channel;
            Announcer.ChannelCreated(channel);
            Changed.Beat();
            return channel;
        }
    }

    public void RemoveChannel(SimulatedChannel channel)
    {
        lock (Gate)
        {
            foreach (var thread in ThreadsOf(channel))
                RemoveChannel(thread);
            Announcer.ChannelDeleted(channel);
            Channels.Remove(channel.Id);
            channel.Guild?.Channels.Remove(channel);
            Changed.Beat();
        }
    }

    public SimulatedRole AddRole(SimulatedGuild guild, string name, bool mentionable)
    {
        lock (Gate)
        {
            var role = new SimulatedRole(NextId(), name, mentionable, guild.Roles.Count);
            guild.Roles.Add(role);
            Announcer.RoleCreated(guild, role);
            return role;
        }
    }

    public void Join(SimulatedGuild guild, SimulatedAccount account, IReadOnlyList<SimulatedRole> roles)
    {
        lock (Gate)
        {
            var known = guild.Members.TryGetValue(account.Id, out var member);
            member = new SimulatedMember(account, [.. (member?.Roles ?? []).Union(roles.Select(role => role.Id))], member?.JoinedAt ?? Time.GetUtcNow());
            guild.Members[account.Id] = member;
            Announcer.MemberChanged(guild, member, isNew: !known);
            if (!known && account is SimulatedBot bot)
                Announcer.GuildCreated(guild, bot);
            Changed.Beat();
        }
    }

    public void Leave(SimulatedGuild guild, SimulatedAccount account)
    {
        lock (Gate)
        {
            if (!guild.Members.Remove(account.Id))
                return;
            if (account is SimulatedBot bot)
                Announcer.GuildDeleted(guild, bot);
            Announcer.MemberLeft(guild, account);
            Changed.Beat();
        }
    }

    /// <summary>The direct channel of a bot and a person; it is made when there is none.</summary>
    public SimulatedChannel DirectChannel(SimulatedBot bot, SimulatedUser user)
    {
        lock (Gate)
        {
            foreach (var channel in Channels.Values)
                if (channel.Bot == bot && channel.Person == user) return channel;
            var direct = new SimulatedChannel(this, NextId(), "", SimulatedChannelKind.Direct) { Bot = bot, Person = user };
            Channels[direct.Id] = direct;
            return direct;
        }
    }

    public IReadOnlyList<SimulatedChannel> ThreadsOf(SimulatedChannel parent)
    {
        lock (Gate)
            return [.. (parent.Guild?.Channels ?? []).Where(channel => channel.Parent == parent)];
    }

    public void Permit(SimulatedChannel channel, SimulatedBot bot, Func<ulong, bool> change)
    {
        lock (Gate)
        {
            if (change(bot.Id))
                Announcer.ChannelUpdated(channel);
            Changed.Beat();
        }
    }

    /// <summary>Puts one emoji under a message, or takes one away. Called under the gate.</summary>
    /// <returns>False when that changes nothing.</returns>
    public bool React(SimulatedMessage message, SimulatedAccount account, string emoji, bool remove)
    {
        var index = message.Reactions.FindIndex(reaction => reaction.Emoji == emoji);
        var users = index < 0 ? [] : message.Reactions[index].Users;
        if (users.Contains(account.Id) != remove)
            return false;
        var changed = new SimulatedReaction(emoji, remove ? users.Remove(account.Id) : users.Add(account.Id));
        var reactions = index < 0 ? message.Reactions.Add(changed) : changed.Users.IsEmpty ? message.Reactions.RemoveAt(index) : message.Reactions.SetItem(index, changed);
        message.Channel.Log.Replace(message with { Reactions = reactions });
        Announcer.Reacted(message, account, emoji, remove);
        Changed.Beat();
        return true;
    }

    public SimulatedBot? BotOf(string token) => Bots.Find(bot => bot.Token == token);

    public void Dispose()
    {
        lock (Gate)
            foreach (var session in Bots.SelectMany(bot => bot.Sessions)) session.Dispose();
    }
}
