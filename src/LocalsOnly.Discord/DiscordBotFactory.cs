using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord;

/// <summary>Bots that speak Discord's own protocols, over connections that they share.</summary>
internal sealed class DiscordBotFactory(TimeProvider time, ILogger<DiscordBot> logger) : ITransportFactory, IDisposable
{
    private readonly SocketsHttpHandler _handler = DiscordHandler.Create();

    public IDiscordTransport Create(string name, string token, Uri api) => new DiscordBot(new DiscordBotOptions(name, token) { Api = api }, _handler, time, logger);

    public void Dispose() => _handler.Dispose();
}
