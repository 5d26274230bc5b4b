namespace LocalsOnly.Discord.Gateway;

/// <summary>Where a gateway may be: the token goes there, so that an address that came over the wire is looked at first.</summary>
internal static class GatewayAddress
{
    private static readonly string[] s_domains = ["discord.gg", "discord.com"];

    /// <summary>
    /// Discord's own API has gateways under Discord's names only, over TLS. Another API, which a person configured, may name any gateway, but none without TLS when
    /// it has TLS itself.
    /// </summary>
    public static bool MayReach(Uri api, Uri gateway)
    {
        var isSafe = gateway.Scheme == Uri.UriSchemeWss || (gateway.Scheme == Uri.UriSchemeWs && api.Scheme == Uri.UriSchemeHttp);
        return isSafe && (!IsDiscord(api) || IsDiscord(gateway));
    }

    private static bool IsDiscord(Uri address) =>
        s_domains.Any(domain => address.IdnHost.Equals(domain, StringComparison.OrdinalIgnoreCase) || address.IdnHost.EndsWith('.' + domain, StringComparison.OrdinalIgnoreCase));
}
