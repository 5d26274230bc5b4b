namespace LocalsOnly.Discord;

/// <summary>Every address that the chat surface may contact, by where its API is.</summary>
internal static class DiscordHosts
{
    private static readonly string[] s_domains = ["discord.gg", "discord.com"];
    private static readonly string[] s_files = ["cdn.discordapp.com", "media.discordapp.net"];

    /// <summary>The API as configured; where that is Discord's own, also its gateways and where it keeps files.</summary>
    public static IReadOnlyList<string> All(Uri api)
    {
        var own = api.GetLeftPart(UriPartial.Authority);
        return IsDiscord(api) ? [own, "wss://*.discord.gg", "wss://*.discord.com", .. s_files.Select(host => $"https://{host}")] : [own];
    }

    /// <summary>Whether an address is under one of Discord's names.</summary>
    public static bool IsDiscord(Uri address) =>
        s_domains.Any(domain => address.IdnHost.Equals(domain, StringComparison.OrdinalIgnoreCase) || address.IdnHost.EndsWith('.' + domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a gateway may be there: the token goes there, so that an address that came over the wire is looked at first. Discord's own API has gateways under Discord's
    /// names only, over TLS. Another API, which a person configured, has its gateway on its own host.
    /// </summary>
    public static bool MayBeGateway(Uri api, Uri gateway) => IsDiscord(api)
        ? gateway.Scheme == Uri.UriSchemeWss && IsDiscord(gateway)
        : gateway.IdnHost.Equals(api.IdnHost, StringComparison.OrdinalIgnoreCase) && (gateway.Scheme == Uri.UriSchemeWss || (gateway.Scheme == Uri.UriSchemeWs && api.Scheme == Uri.UriSchemeHttp));

    /// <summary>Whether a file of a message may be there: where Discord keeps files, or with an API that a person configured.</summary>
    public static bool MayHoldFiles(Uri api, Uri file) =>
        (file.Scheme == api.Scheme && file.Authority == api.Authority)
        || (IsDiscord(api) && file.Scheme == Uri.UriSchemeHttps && file.IsDefaultPort && s_files.Contains(file.IdnHost, StringComparer.OrdinalIgnoreCase));
}
