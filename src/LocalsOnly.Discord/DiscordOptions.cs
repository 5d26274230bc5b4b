using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Discord;

/// <summary>Section <c>Discord</c>. Without a token the house is not on Discord.</summary>
public sealed class DiscordOptions
{
    public const string Section = "Discord";

    /// <summary>Bot token by persona id: one bot for each persona. Secret: from the environment, user secrets or a file, never from <c>appsettings.json</c>.</summary>
    public Dictionary<string, string> Tokens { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Token of one bot for all personas; each writes through it under its own name, by a webhook in servers. Secret, like <see cref="Tokens"/>.</summary>
    public string Token { get; set; } = "";

    /// <summary>Who answers where nothing else says who: in direct messages to a bot of all, and in channels that are nobody's.</summary>
    public string Default { get; set; } = "kelly";

    /// <summary>Who is heard, besides whom the owner paired with.</summary>
    public AllowedOptions Allow { get; set; } = new();

    /// <summary>Settings by channel: its id, or its name without <c>#</c>. A channel that is not listed has the usual ones; listing one changes nothing for others.</summary>
    public Dictionary<string, ChannelOptions> Channels { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Address of a picture by persona id, for webhooks; Discord must be able to reach it.</summary>
    public Dictionary<string, Uri> Avatars { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Other programs that may wake a persona by mentioning it; nobody's by default.</summary>
    public BotOptions Bots { get; set; } = new();

    /// <summary>How long to wait for more of what somebody writes in several messages; 0 answers each at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Coalesce { get; set; } = TimeSpan.FromMilliseconds(700);

    /// <summary>An answer of more UTF-16 units becomes a summary and a file.</summary>
    [Range(2_000, 100_000)]
    public int LongAnswer { get; set; } = 6_000;

    /// <summary>What was written while the host was away is still answered when it is no older.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan AnswerMissed { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Of one channel, the most messages that are looked at after an absence.</summary>
    [Range(0, 1_000)]
    public int MostMissed { get; set; } = 100;

    /// <summary>Bytes of an attachment that is read.</summary>
    [Range(1_024, 100 << 20)]
    public int MostAttachmentBytes { get; set; } = 8 << 20;

    /// <summary>Where Discord's API is. Another address is for tests and the demo.</summary>
    public Uri Api { get; set; } = new("https://discord.com/api/");

    /// <summary>Whether anything is configured.</summary>
    internal bool IsOn => Token.Length > 0 || Tokens.Any(token => token.Value.Length > 0);

    /// <summary>The settings of a channel.</summary>
    internal ChannelOptions For(Transport.Snowflake channel, string name) =>
        Channels.TryGetValue(channel.ToString(), out var byId) ? byId : name.Length > 0 && Channels.TryGetValue(name, out var byName) ? byName : ChannelOptions.Usual;
}

/// <summary>Lists of ids. All are added together: a list never silences whom another one allows.</summary>
public sealed class AllowedOptions
{
    /// <summary>Ids of people who are heard wherever they may write.</summary>
    public HashSet<string> Users { get; set; } = [];

    /// <summary>Ids of roles whose members are heard in their server.</summary>
    public HashSet<string> Roles { get; set; } = [];

    /// <summary>Ids or names of channels in which everybody is heard.</summary>
    public HashSet<string> Channels { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Settings of a channel.</summary>
public sealed class ChannelOptions
{
    internal static ChannelOptions Usual { get; } = new();

    /// <summary>Id of the persona that answers there; left out, the one whose header names the channel.</summary>
    public string? Persona { get; set; }

    /// <summary>Every message is answered, without a mention.</summary>
    public bool Open { get; set; }

    /// <summary>Only the owner's eyes see it, so that imported and private memory may be spoken of there. Left out, it is withheld.</summary>
    public bool Private { get; set; }

    /// <summary>An answer to a message in the channel itself begins a thread.</summary>
    public bool AutoThread { get; set; }

    /// <summary>Nothing there is ever answered.</summary>
    public bool Off { get; set; }
}

/// <summary>Rules for other programs.</summary>
public sealed class BotOptions
{
    /// <summary>User ids of bots, or ids of webhooks, that are heard like people.</summary>
    public HashSet<string> Allow { get; set; } = [];

    /// <summary>Most answers that one program gets from one persona within <see cref="Window"/>.</summary>
    [Range(0, 1_000)]
    public int Answers { get; set; } = 3;

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);
}
