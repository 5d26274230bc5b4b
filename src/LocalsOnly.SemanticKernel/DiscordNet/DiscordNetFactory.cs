using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>Bots over Discord.Net, over connections that they share.</summary>
internal sealed class DiscordNetFactory(TimeProvider time, ILogger<DiscordNetBot> logger) : ITransportFactory, IDisposable
{
    private readonly SocketsHttpHandler _handler = DiscordHandler.Create();

    public IDiscordTransport Create(string name, string token, Uri api) => new DiscordNetBot(new DiscordBotOptions(name, token) { Api = api }, _handler, time, logger);

    public void Dispose() => _handler.Dispose();
}
