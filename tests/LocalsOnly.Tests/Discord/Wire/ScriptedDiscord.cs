using System.Collections.Concurrent;
using System.Threading.Channels;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>A peer on loopback that does exactly what a test tells it: it accepts sockets and hands them over, and answers requests from a script.</summary>
internal sealed class ScriptedDiscord : IAsyncDisposable
{
    public const string Token = "MTE.secret-of-the-bot";
    private readonly WebApplication _app;
    private readonly Channel<ScriptedSocket> _sockets = Channel.CreateUnbounded<ScriptedSocket>();
    private readonly ConcurrentBag<ScriptedSocket> _opened = [];
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _routes = new();

    private ScriptedDiscord(WebApplication app) => _app = app;

    /// <summary>Method, path and query of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    public Uri Api => new(Address, "api/");

    public string Gateway => $"ws://{Address.Authority}/gateway";

    /// <summary>What <c>/gateway/bot</c> says of sessions.</summary>
    public string Starts { get; set; } = """{"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":1}""";

    public static async Task<ScriptedDiscord> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var peer = new ScriptedDiscord(app);
        app.UseWebSockets();
        app.Run(peer.AnswerAsync);
        await app.StartAsync();
        return peer;
    }

    public DiscordBot Bot(TimeProvider? time = null, ILogger<DiscordBot>? logger = null, Func<DiscordBotOptions, DiscordBotOptions>? change = null) =>
        new((change ?? (same => same))(new DiscordBotOptions("vince", Token) { Api = Api }), DiscordHandler.Create(), time ?? TimeProvider.System, logger ?? NullLogger<DiscordBot>.Instance);

    /// <summary>The next socket that is opened.</summary>
    public async Task<ScriptedSocket> NextAsync() => await _sockets.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public void On(string methodAndPath, Func<HttpContext, Task> answer) => _routes[methodAndPath] = answer;

    public void On(string methodAndPath, int status, string json) => On(methodAndPath, context => WriteAsync(context, status, json));

    public static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public static TimeSpan Patience => TimeSpan.FromSeconds(20);

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _opened) socket.Drop();
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = new ScriptedSocket(await context.WebSockets.AcceptWebSocketAsync(), context.Request.QueryString.Value ?? "", context.Request.Path);
            _opened.Add(socket);
            _sockets.Writer.TryWrite(socket);
            await socket.Over;
            return;
        }

        var key = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(key + context.Request.QueryString);
        if (_routes.TryGetValue(key, out var answer)) await answer(context);
        else if (key == "GET /api/v10/gateway/bot") await WriteAsync(context, 200, $$"""{"url":"{{Gateway}}","shards":1,"session_start_limit":{{Starts}}}""");
        else await WriteAsync(context, 404, """{"message":"404: Not Found","code":0}""");
    }
}

/// <summary>Collects the events of a bot.</summary>
internal sealed class Heard
{
    private readonly Channel<DiscordEvent> _events = Channel.CreateUnbounded<DiscordEvent>();

    public ValueTask Take(DiscordEvent happened) => _events.Writer.WriteAsync(happened);

    public async Task<T> NextAsync<T>()
        where T : DiscordEvent
    {
        using var patience = new CancellationTokenSource(ScriptedDiscord.Patience);
        while (true)
        {
            if (await _events.Reader.ReadAsync(patience.Token) is T wanted) return wanted;
        }
    }
}
