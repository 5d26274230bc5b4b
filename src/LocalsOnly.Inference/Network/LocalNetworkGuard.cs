using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

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

    /// <summary>What an address gets at least, however many a name has.</summary>
    private static readonly TimeSpan LeastShare = TimeSpan.FromMilliseconds(250);

    /// <summary>What a refusal advises to do, as a clause.</summary>
    public string Advice { get; init; } = $"set Inference:Endpoints:{endpoint.Name}:AllowPublic to true if prompts may leave it";

    /// <summary>A transport whose every connection passes this guard.</summary>
    public HttpMessageInvoker CreateTransport() => new(CreateHandler());

    /// <summary>Opens connections through this guard only: no proxy, no redirect, no cookie could take another way.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = IdleTimeout,
        // An abandoned stream must close its socket at once: that is how exo learns to stop generating.
        MaxResponseDrainSize = 0,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await ResolveAsync(target.Host, cancellationToken);
            // A socket of the one family reaches no address of the other, whatever its spelling.
            var plain = Array.ConvertAll(addresses, a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a);
            return await ConnectAsync(Admitted(target.Host, plain), target.Port, began, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(
                InferenceFailure.Unreachable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{endpoint.Name}: no connection to {target.Host}:{target.Port} within {connectTimeout.TotalSeconds:0.###} s."));
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        return await _resolve(host, either.Token);
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
                $"{endpoint.Name}: {host} is not in the house, so nothing was sent; {Advice}.");
    }

    /// <summary>
    /// Tries one address after the other. Each has its share of the time that is left, so that a dead first one (a name's fe80:: address
    /// often is) does not use up the time of the others.
    /// </summary>
    private async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, long began, CancellationToken cancellationToken)
    {
        Exception? last = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            var share = (connectTimeout - time.GetElapsedTime(began)) / (addresses.Length - i);
            using var deadline = new CancellationTokenSource(share > LeastShare ? share : LeastShare, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            Socket? socket = null;
            try
            {
                socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(addresses[i], port, either.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                socket?.Dispose();
                last = e;
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }

        if (last is not null)
            ExceptionDispatchInfo.Throw(last);
        throw new SocketException((int)SocketError.HostNotFound);
    }

    private InferenceException Failure(InferenceFailure failure, string message) => new(failure, message, endpoint.Name, endpoint.Model);
}
