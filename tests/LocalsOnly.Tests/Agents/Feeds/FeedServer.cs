using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Agents.Feeds;

/// <summary>The other end of the feeds on loopback: it answers what it was told to, and keeps what it was asked.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<FeedCall> _calls = [];

    private FeedServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>How it answers; by default with an empty object.</summary>
    public Func<HttpContext, FeedCall, Task> Answer { get; set; } = (context, _) => JsonAsync(context, "{}");

    /// <summary>Everything it was asked, in order.</summary>
    public IReadOnlyList<FeedCall> Calls => [.. _calls];

    public static async Task<FeedServer> StartAsync()
    {
        var server = new FeedServer();
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>Waits for the next request to be in.</summary>
    public async Task ArrivedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _arrivals.Reader.ReadAsync(patience.Token);
    }

    public void Json(string json) => Answer = (context, _) => JsonAsync(context, json);

    public void Status(int status, string body = "", string type = "text/plain", params (string Name, string Value)[] headers) => Answer = (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    };

    /// <summary>It takes requests and says nothing, until the one who asks hangs up.</summary>
    public void Silent() => Answer = (context, _) => HungUpAsync(context);

    public static async Task HungUpAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var heard = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        var call = new FeedCall(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            await body.ReadToEndAsync(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        _calls.Enqueue(call);
        _arrivals.Writer.TryWrite(call.Target);
        await Answer(context, call);
    }
}

/// <summary>What a feed was asked.</summary>
internal sealed record FeedCall(string Method, string Target, string Body, IReadOnlyDictionary<string, string> Headers);
