using Discord.Net.Rest;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Rest;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>What all of a bot's clients of the library share on their way out: connections, the limits of the whole, and whether the token was refused.</summary>
internal sealed class LibraryNetwork(DiscordBotOptions bot, HttpMessageInvoker invoker, TimeProvider time, ILogger logger)
{
    private volatile bool _isTokenRefused;

    public DiscordBotOptions Bot => bot;

    public HttpMessageInvoker Invoker => invoker;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>
    /// Discord.Net knows the limits of routes from their responses. That of all routes together it finds out by hitting it, and then waits as many milliseconds as
    /// Discord said seconds (<c>RequestQueue.PauseGlobal</c>, 3.16.0), so that the whole is counted here.
    /// </summary>
    public GlobalLimit All { get; } = new(bot.RequestsPerSecond, time);

    /// <summary>Discord has said that the token is not one, or no longer; nothing is asked with it again.</summary>
    public bool IsTokenRefused => _isTokenRefused || !bot.HasUsableToken;

    public void RefuseToken() => _isTokenRefused = true;

    /// <summary>For the library's <c>RestClientProvider</c>. The address that the library proposes is Discord's; the one that is configured is used.</summary>
    public IRestClient Client() => new LibraryHttp(this);
}
