using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Speaking;

/// <summary>One of our bots, and who it is on Discord.</summary>
/// <param name="persona">Id of the persona that it is; null when it speaks for all of them.</param>
/// <param name="known">Who it was when it was last connected; null when it never was.</param>
internal sealed class Bot(IDiscordTransport transport, string? persona, DiscordUser? known = null)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Snowflake, bool> _channels = new();
    private volatile DiscordUser? _self = known;
    private volatile System.Collections.Immutable.ImmutableHashSet<Snowflake>? _awaited;

    public string Name => transport.Name;

    public IDiscordTransport Transport => transport;

    public string? Persona => persona;

    /// <summary>Its user; null before it was ever connected.</summary>
    public DiscordUser? Self => _self;

    /// <summary>It is connected. In a session that is new all channels are looked at anew.</summary>
    public void Become(BotReady ready)
    {
        _self = ready.Self;
        if (ready.Resumed) return;
        _channels.Clear();
        _awaited = [.. ready.Guilds];
    }

    /// <summary>A server has told its channels.</summary>
    public void SeeGuild(Snowflake guild) => _awaited = _awaited?.Remove(guild);

    /// <summary>Every server that it is in has told its channels: one that it does not see is not there for it.</summary>
    public bool KnowsItsChannels => _awaited is { IsEmpty: true };

    /// <summary>Sees a channel; true the first time in this session.</summary>
    public bool See(Snowflake channel) => _channels.TryAdd(channel, true);

    public void Lose(Snowflake channel) => _channels.TryRemove(channel, out _);

    public bool Sees(Snowflake channel) => _channels.ContainsKey(channel);
}

/// <summary>All of our bots. What one of them wrote never wakes another by itself.</summary>
internal sealed class Bots(IReadOnlyList<Bot> all) : IAsyncDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Snowflake, bool> _webhooks = new();

    public IReadOnlyList<Bot> All => all;

    /// <summary>Who each of them is is known, so that it can be told whom a message mentions.</summary>
    public bool AreKnown => all.All(bot => bot.Self is not null);

    /// <summary>The bot that writes for a persona; null when no token was given for it.</summary>
    public Bot? For(string persona) => all.FirstOrDefault(bot => persona.Equals(bot.Persona, StringComparison.OrdinalIgnoreCase)) ?? all.FirstOrDefault(bot => bot.Persona is null);

    public Bot? Named(string name) => all.FirstOrDefault(bot => bot.Name == name);

    public Bot? ByUser(Snowflake user) => all.FirstOrDefault(bot => bot.Self?.Id == user);

    public void Own(DiscordWebhook webhook) => _webhooks[webhook.Id] = true;

    /// <summary>Whether one of us wrote it.</summary>
    public bool Wrote(DiscordMessage message) => message.Webhook is { } webhook ? _webhooks.ContainsKey(webhook) : ByUser(message.Author.Id) is not null;

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in all) await bot.Transport.DisposeAsync();
    }
}
