using System.Text.Json.Serialization;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>Where to connect, and how often a session may be begun: discord.com/developers/docs/events/gateway#get-gateway-bot.</summary>
internal sealed record WireGatewayBot(string? Url, WireSessionStarts? SessionStartLimit);

/// <param name="Remaining">Sessions that may still be begun.</param>
/// <param name="ResetAfter">Until all of them may be again: milliseconds.</param>
internal sealed record WireSessionStarts(int? Total, int? Remaining, long? ResetAfter, int? MaxConcurrency);

/// <param name="HeartbeatInterval">Milliseconds.</param>
internal sealed record WireHello(double HeartbeatInterval);

internal sealed record WireReady(string? SessionId, string? ResumeGatewayUrl, WireUser User, WireApplication? Application, WireGuild[]? Guilds);

/// <summary>discord.com/developers/docs/events/gateway-events#identify.</summary>
internal sealed record WireIdentify(string Token, int Intents, WireProperties Properties, WirePresence? Presence);

internal sealed record WireProperties(string Os, string Browser, string Device);

/// <summary>discord.com/developers/docs/events/gateway-events#resume.</summary>
internal sealed record WireResume(string Token, string SessionId, long Seq);

/// <summary>discord.com/developers/docs/events/gateway-events#update-presence.</summary>
internal sealed record WirePresence(string Status, WireActivity[] Activities)
{
    /// <summary>Required, though it has nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? Since { get; init; }

    public bool Afk { get; init; }
}

/// <param name="Type">4 for a custom status, whose text is <paramref name="State"/>.</param>
internal sealed record WireActivity(string Name, int Type, string? State);
