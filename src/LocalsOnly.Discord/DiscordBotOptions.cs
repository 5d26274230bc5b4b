using System.Buffers;
using LocalsOnly.Discord.Gateway;

namespace LocalsOnly.Discord;

/// <summary>One bot and how to reach Discord.</summary>
/// <param name="Name">What the bot is called in the configuration.</param>
/// <param name="Token">From the portal's Bot page. A secret.</param>
internal sealed record DiscordBotOptions(string Name, string Token)
{
    private static readonly SearchValues<char> s_tokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Discord's API without its version; it ends in a slash, given or not.</summary>
    public Uri Api
    {
        get;
        init => field = value.AbsoluteUri.EndsWith('/') ? value : new Uri(value.AbsoluteUri + "/");
    }

    = new("https://discord.com/api/");

    public GatewayIntents Intents { get; init; } = GatewayIntents.Usual;

    /// <summary>Requests in a second over all routes: discord.com/developers/docs/topics/rate-limits#global-rate-limit.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>What one try of a request may take; one with files gets four times as much.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>False for a token that no header could carry, so that it is never tried.</summary>
    public bool HasUsableToken => Token.Length > 0 && !Token.AsSpan().ContainsAnyExcept(s_tokenCharacters);

    /// <summary>Without the token, because options end up in logs.</summary>
    public override string ToString() => $"{Name} at {Api}";
}
