using System.Net.Sockets;
using LocalsOnly.Host.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Worker;

/// <summary>The web server under supervision: a port in use is a sentence, and whether the host can do without the page is the host's decision (docs/decisions/0004).</summary>
internal sealed class SupervisedServer(IServer inner, ComponentRegistry components, IOptions<ApiOptions> options) : IServer
{
    public const string ComponentName = "api";

    public IFeatureCollection Features => inner.Features;

    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        try
        {
            await inner.StartAsync(application, cancellationToken);
            components.Report(ComponentName, ComponentState.Running, "listening");
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            components.Report(ComponentName, ComponentState.Failed, Sentence(failure));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    private string Sentence(Exception failure)
    {
        var (address, port) = (options.Value.Address, options.Value.Port);
        return (failure as SocketException ?? failure.InnerException as SocketException ?? failure.InnerException?.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"Port {port} on {address} is in use by another program; stop that one, or choose another port with --port or Api:Port.",
            SocketError.AccessDenied => $"Port {port} may not be opened by this user; choose one above 1023 with --port or Api:Port.",
            SocketError.AddressNotAvailable => $"{address} is not an address of this machine; correct Api:Address.",
            _ => $"The page cannot be served on {address}:{port}: {failure.Message}",
        };
    }
}
