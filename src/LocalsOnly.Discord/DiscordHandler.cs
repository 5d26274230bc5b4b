using System.Net;

namespace LocalsOnly.Discord;

/// <summary>The connections that the bots share.</summary>
internal static class DiscordHandler
{
    /// <summary>Follows no redirect, keeps no cookie and sends no trace header, so that nothing goes to Discord but what is meant for it.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
