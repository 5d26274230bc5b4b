using Discord;
using Discord.WebSocket;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Gateway;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;
using LibraryIntents = Discord.GatewayIntents;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>Discord.Net as one bot uses it: its client, logged in when it is first needed, and what is kept for it. Each run of the bot has a client of its own.</summary>
internal sealed class Library(DiscordBotOptions bot, LibraryNetwork network, GatewaySession session, GatewayVitals vitals, PresenceSender presence, ChannelGuilds guilds) : IAsyncDisposable
{
    private readonly LibraryRequests _requests = new(network);
    private readonly Lock _gate = new();
    private Part? _part;

    public DiscordSocketClient Client => Current.Client;

    public GatewayLink Link => Current.Link;

    public Handles Handles => Current.Handles;

    public TimeProvider Time => network.Time;

    public HeldInteractions Interactions { get; } = new(network.Time);

    private Part Current
    {
        get
        {
            lock (_gate)
                return _part ??= Make();
        }
    }

    /// <summary>Has the library send a request: see <see cref="LibraryRequests.SendAsync"/>.</summary>
    public async Task<RestReply> SendAsync(RestRequest request, Func<RequestOptions, Task> ask, CancellationToken cancellationToken)
    {
        if (request.Route.AsBot && network.IsTokenRefused) throw new DiscordException(DiscordFailure.Unauthorized, ConnectionEnd.RefusedToken(bot.Name));
        await Current.LoggedIn.Value;
        return await _requests.SendAsync(request, ask, cancellationToken);
    }

    /// <summary>Has the library make an object of what is known.</summary>
    public async Task<T> MakeAsync<T>(Route route, byte[] known, Func<RequestOptions, Task<T?>> ask)
        where T : class
    {
        await Current.LoggedIn.Value;
        return await _requests.MakeAsync(route, known, ask);
    }

    /// <exception cref="DiscordException">The bot was never connected.</exception>
    public Snowflake Self() => session.Self?.Id ?? throw NeverConnected();

    /// <exception cref="DiscordException">The bot was never connected.</exception>
    public Snowflake Application() => session.Self is null ? throw NeverConnected() : session.Application;

    /// <summary>A client that was never started.</summary>
    public async Task<DiscordSocketClient> BeginAsync()
    {
        Part? old = null;
        lock (_gate)
        {
            if (_part is { WasStarted: true }) (old, _part) = (_part, null);
            _part ??= Make();
            _part.WasStarted = true;
        }

        if (old is not null) await old.Client.DisposeAsync();
        await Current.LoggedIn.Value;
        return Client;
    }

    public async ValueTask DisposeAsync()
    {
        Part? part;
        lock (_gate)
            part = _part;
        if (part is not null) await part.Client.DisposeAsync();
    }

    private Part Make()
    {
        var link = new GatewayLink(network, session, vitals, presence, guilds, AskForGatewayAsync);
        var client = new DiscordSocketClient(new DiscordSocketConfig
        {
            RestClientProvider = _ => network.Client(),
            WebSocketProvider = () => link,
            // Only so that the library does not ask: the link finds out where the gateway is, before each session.
            GatewayHost = bot.Api.AbsoluteUri,
            GatewayIntents = (LibraryIntents)(int)bot.Intents,
            LogLevel = LogSeverity.Info,
            // Handlers here only take note, so that none needs to be watched.
            HandlerTimeout = null,
            LogGatewayIntentWarnings = false,
            SuppressUnknownDispatchWarnings = true,
            // The clock of the house may be off by more than the 3 s of an interaction; Discord knows when it is too late.
            UseInteractionSnowflakeDate = false,
            ResponseInternalTimeCheck = false,
            UseSystemClock = false,
        });
        client.Log += said =>
        {
            // Of requests the library says the whole address, with the tokens of webhooks and interactions in it.
            if (said.Source != "Rest") network.Logger.LogDebug("Discord.Net of the bot {Bot}: {Severity} {Message} {Error}", bot.Name, said.Severity, said.Message, said.Exception?.Message);
            // The library's only word that it will not try again is that it calls the same exception an error, not a warning.
            if (said is { Source: "Gateway", Severity: LogSeverity.Error, Exception: { } failure }) link.Fatal = failure;
            return Task.CompletedTask;
        };
        client.Disconnected += why =>
        {
            if (ReferenceEquals(why, link.Fatal)) link.GiveUp();
            return Task.CompletedTask;
        };
        client.InteractionCreated += interaction =>
        {
            Interactions.Add(interaction);
            return Task.CompletedTask;
        };
        return new Part(client, link, new Handles(this, client.Rest, guilds), new Lazy<Task>(() => client.LoginAsync(TokenType.Bot, bot.Token, validateToken: false)));
    }

    private async Task<WireGatewayBot> AskForGatewayAsync(CancellationToken cancellationToken) =>
        (await SendAsync(new RestRequest(Routes.Gateway), Client.GetBotGatewayAsync, cancellationToken)).Read(DiscordJson.Default.WireGatewayBot);

    private DiscordException NeverConnected() => new(DiscordFailure.Unavailable, $"The bot {bot.Name} was not connected to Discord yet: try again once it is.");

    private sealed record Part(DiscordSocketClient Client, GatewayLink Link, Handles Handles, Lazy<Task> LoggedIn)
    {
        public bool WasStarted { get; set; }
    }
}
