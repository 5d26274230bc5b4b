using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Inference.Network;

/// <summary>Turns a host name into addresses. Injectable, because what a name resolves to is what the guard is about.</summary>
internal delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellationToken);

/// <summary>
/// Opens the sockets of one endpoint, and only to addresses in the house. The check is on the resolved address at the moment of
/// connecting, so that a name that changes its mind (DNS rebinding) cannot carry a prompt outside.
/// </summary>
internal sealed class LocalNetworkGuard(Endpoint endpoint, TimeSpan connectTimeout, TimeProvider time, HostResolver? resolve = null)
{
    private readonly HostResolver _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>exo hangs up on a connection idle for 5 s; ours must be gone before, or a request meets a closing socket.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);

    /// <summary>A transport whose every connection passes this guard: no proxy, no redirect, no cookie could take another way.</summary>
    public HttpMessageInvoker CreateTransport() => new(new SocketsHttpHandler
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = IdleTimeout,
        // An abandoned stream must close its socket at once: that is how exo learns to stop generating.
        MaxResponseDrainSize = 0,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
    });

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await _resolve(target.Host, either.Token);
            return await ConnectAsync(Admitted(target.Host, addresses), target.Port, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failure(
                InferenceFailure.Unreachable,
                $"{endpoint.Name}: no connection to {target.Host}:{target.Port} within {connectTimeout.TotalSeconds:0.###} s.");
        }
    }

    private IPAddress[] Admitted(string host, IPAddress[] addresses)
    {
        if (endpoint.AllowPublic)
            return addresses;
        var local = Array.FindAll(addresses, LocalAddress.IsInTheHouse);
        return local.Length > 0 || addresses.Length == 0
            ? local
            : throw Failure(
                InferenceFailure.RefusedByGuard,
                $"{endpoint.Name}: {host} is not in the house, so nothing was sent; "
                + $"set Inference:Endpoints:{endpoint.Name}:AllowPublic to true if prompts may leave it.");
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private InferenceException Failure(InferenceFailure failure, string message) => new(failure, message, endpoint.Name, endpoint.Model);
}
