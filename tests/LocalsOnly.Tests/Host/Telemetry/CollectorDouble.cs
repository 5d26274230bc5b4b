using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host.Telemetry;

/// <summary>An OTLP collector on loopback that keeps what it is sent, as bytes.</summary>
internal sealed class CollectorDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Path, string? Type, byte[] Body)> _exports = Channel.CreateUnbounded<(string, string?, byte[])>();

    private CollectorDouble(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        _app = builder.Build();
        _app.Run(KeepAsync);
    }

    public Uri Url { get; private set; } = null!;

    public static async Task<CollectorDouble> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var collector = new CollectorDouble(protocols);
        await collector._app.StartAsync();
        collector.Url = new Uri(collector._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return collector;
    }

    /// <summary>The next export to a path that ends so.</summary>
    public async Task<(string Path, string? Type, byte[] Body)> NextAsync(string pathEnd)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var export = await _exports.Reader.ReadAsync(patience.Token);
            if (export.Path.EndsWith(pathEnd, StringComparison.Ordinal))
                return export;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _exports.Writer.TryWrite((context.Request.Path, context.Request.ContentType, body.ToArray()));
        if (context.Request.ContentType != "application/grpc")
            return;
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[5]);
    }
}
