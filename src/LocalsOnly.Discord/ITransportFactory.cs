using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord;

/// <summary>Makes the connection of a bot. The default one speaks Discord's gateway and REST API itself; an adapter over a library can take its place.</summary>
public interface ITransportFactory
{
    /// <param name="name">What the bot is called in the configuration.</param>
    /// <param name="token">Its token. A secret.</param>
    /// <param name="api">Where Discord's API is.</param>
    IDiscordTransport Create(string name, string token, Uri api);
}
