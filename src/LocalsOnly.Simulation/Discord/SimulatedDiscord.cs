using System.Globalization;
using System.Net;
using LocalsOnly.Inference.Wire;
using LocalsOnly.Simulation.Discord.Gateway;
using LocalsOnly.Simulation.Discord.Rest;
using LocalsOnly.Simulation.Discord.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalsOnly.Simulation.Discord;

/// <summary>
/// A server that speaks Discord's wire on 127.0.0.1: gateway and REST API of version 10, and the addresses of files. Bots connect to it; people and faults are
/// played through it. Whatever a bot does against the documented schema or rules is told by <see cref="Violations"/>.
/// </summary>
/// <remarks>discord.com/developers/docs</remarks>
public sealed partial class SimulatedDiscord : IAsyncDisposable
{
    private readonly World _world;
    private readonly SimulatedGateway _gateway;
    private readonly RouteLimits _limits;
    private readonly RestApi _rest;
    private readonly WebApplication _app;

    private SimulatedDiscord(SimulatedDiscordOptions options, TimeProvider time)
    {
        _world = new World(options, time);
        _gateway = new SimulatedGateway(_world);
        _limits = new RouteLimits(_world);
        _rest = new RestApi(_world, new RouteTable(AllRoutes.Of(_world)), _limits);
        _app = LoopbackServer.Build(options.Port, limits => limits.MaxRequestBodySize = null);
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _app.Run(HandleAsync);
    }

    /// <summary>Base address of the REST API without the version: <c>http://127.0.0.1:41234/api/</c>.</summary>
    public Uri ApiUrl => new(_world.Url, "/api/");

    /// <summary>Everything that clients did against the documented schema or rules, and what the fake itself sent against the schema, as sentences. The first 1,000.</summary>
    public IReadOnlyList<string> Violations => _world.Violations.All();

    /// <summary>Requests that were refused with 429 because a limit was really exceeded.</summary>
    public int RateLimitHits
    {
        get
        {
            lock (_world.Gate)
                return _limits.Hits;
        }
    }

    /// <summary>Requests that got 401, 403 or a 429 of their own making: 10,000 in 10 minutes would get an address shut out of the real Discord.</summary>
    public int InvalidRequests => _rest.Invalid;

    /// <summary>Which requests fail.</summary>
    public RestFaults Faults => _rest.Faults;

    /// <summary>How often each route was asked for, by names like <c>POST /channels/{channel}/messages</c>.</summary>
    public IReadOnlyDictionary<string, int> Requests => _rest.Counts;

    /// <summary>Ends with the next change of anything.</summary>
    public Task Changed => _world.Changed.Next;

    /// <summary>Starts it and returns when it listens.</summary>
    /// <param name="options">What it is made of; null for the defaults.</param>
    /// <param name="time">Dates, limits and deadlines; null for the system's clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedDiscord> StartAsync(SimulatedDiscordOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var discord = new SimulatedDiscord(options ?? new SimulatedDiscordOptions(), time ?? TimeProvider.System);
        try
        {
            await discord._app.StartAsync(cancellationToken);
            var addresses = discord._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            discord._world.Url = new Uri(addresses.Addresses.First());
            return discord;
        }
        catch
        {
            await discord.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers an application with a bot, which is in every server unless it is put out.</summary>
    /// <param name="token">What it connects with; null makes one, <see cref="SimulatedBot.Token"/>.</param>
    public SimulatedBot AddBot(string name, string? token = null) => _world.AddBot(name, token);

    /// <summary>A server that every bot is in.</summary>
    public SimulatedGuild AddGuild(string name) => _world.AddGuild(name);

    /// <summary>A person, who is in no server yet.</summary>
    public SimulatedUser AddUser(string name, string? displayName = null) => _world.AddUser(name, displayName);

    /// <summary>The direct channel of a bot and a person.</summary>
    public SimulatedChannel DirectChannel(SimulatedBot bot, SimulatedUser user) => _world.DirectChannel(bot, user);

    /// <summary>Deletes a channel or a thread, with the threads of it.</summary>
    public void Remove(SimulatedChannel channel) => _world.RemoveChannel(channel);

    /// <summary>Waits until something is so, looking after each change.</summary>
    /// <param name="condition">What is to become true.</param>
    /// <param name="patience">Real time after which it gives up; null for 20 s.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It did not become so.</exception>
    public async Task WaitForAsync(Func<bool> condition, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience ?? TimeSpan.FromSeconds(20));
        while (true)
        {
            var next = _world.Changed.Next;
            if (condition())
                return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"What was waited for did not happen. {(Violations is [var first, ..] ? $"The first violation: {first}" : "There are no violations.")}");
            }
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        context.Response.Headers[SimulationLabel.Header] = "true";
        if (context.WebSockets.IsWebSocketRequest && path is "/" or SimulatedGateway.ResumePath)
            await _gateway.AcceptAsync(context);
        else if (path.StartsWith(RestApi.Prefix + "/", StringComparison.Ordinal))
            await _rest.HandleAsync(context);
        else if (path.Split('/') is ["", "attachments", _, var id, _])
            await SendFileAsync(context, id);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private Task SendFileAsync(HttpContext context, string id)
    {
        var query = context.Request.Query;
        var file = ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? FileShelf.Find(_world, number, query["ex"].ToString(), query["hm"].ToString()) : null;
        if (file is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("This content is no longer available.");
        }

        context.Response.ContentType = file.ContentType ?? "application/octet-stream";
        context.Response.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content).AsTask();
    }

    /// <summary>Breaks off every socket and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _gateway.Each(null, connection => connection.Abort());
        await _app.DisposeAsync();
        _world.Dispose();
    }
}
