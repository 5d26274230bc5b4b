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
internal sealed class LocalNetworkGuard(Endpoint endpoint, TimeSpan connectTimeout, TimeProvider time, HostResolver? resolve = null) : IDisposable
{
    private SpareConnection? _spare;

    private readonly HostResolver _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>exo hangs up on a connection idle for 5 s; ours must be gone before, or a request meets a closing socket.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);

    /// <summary>What an address gets at least, however many a name has.</summary>
    private static readonly TimeSpan LeastShare = TimeSpan.FromMilliseconds(250);

    /// <summary>What a refusal advises to do, as a clause.</summary>
    public string Advice { get; init; } = $"set Inference:Endpoints:{endpoint.Name}:AllowPublic to true if prompts may leave it";

    /// <summary>A transport whose every connection passes this guard, with a connection kept ahead while it is busy. Dispose of the guard after it.</summary>
    public HttpMessageInvoker CreateTransport()
    {
        var spare = _spare ??= new SpareConnection((target, isAhead, cancellationToken) => ConnectAsync(target, isTimed: !isAhead, cancellationToken), time);
        var handler = CreateHandler();
        handler.ConnectCallback = (context, cancellationToken) => spare.TakeAsync(context.DnsEndPoint, cancellationToken);
        return new HttpMessageInvoker(handler);
    }

    /// <summary>Opens connections through this guard only: no proxy, no redirect, no cookie could take another way.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, isTimed: true, cancellationToken),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = IdleTimeout,
        // A model server has no use for trace headers, and making them costs as much as the rest of the request.
        ActivityHeadersPropagator = null,
        // An abandoned stream must close its socket at once: that is how exo learns to stop generating.
        MaxResponseDrainSize = 0,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="isTimed">Somebody waits for it; a connection made ahead may take as long as the system lets it.</param>
    private async ValueTask<NetworkStream> ConnectAsync(DnsEndPoint target, bool isTimed, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await ResolveAsync(target.Host, isTimed, cancellationToken);
            // A socket of the one family reaches no address of the other, whatever its spelling.
            var plain = Array.ConvertAll(addresses, a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a);
            return await ConnectAsync(Admitted(target.Host, plain), target.Port, isTimed ? began : null, cancellationToken);
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

    private async Task<IPAddress[]> ResolveAsync(string host, bool isTimed, CancellationToken cancellationToken)
    {
        using var deadline = isTimed ? new CancellationTokenSource(connectTimeout, time) : new CancellationTokenSource();
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
    private async Task<NetworkStream> ConnectAsync(IPAddress[] addresses, int port, long? began, CancellationToken cancellationToken)
    {
        Exception? last = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            using var deadline = began is { } since ? new CancellationTokenSource(Share(since, addresses.Length - i), time) : new CancellationTokenSource();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            Socket? socket = null;
            try
            {
                socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(addresses[i], port, either.Token);
                return new RoundStream(socket, ReadRounds.Shared);
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

    /// <summary>What one of so many addresses may still take.</summary>
    private TimeSpan Share(long began, int addresses)
    {
        var share = (connectTimeout - time.GetElapsedTime(began)) / addresses;
        return share > LeastShare ? share : LeastShare;
    }

    /// <summary>An answer has ended; the next one may come soon.</summary>
    public void Prepare() => _spare?.Prepare();

    public void Dispose() => _spare?.Dispose();

    private InferenceException Failure(InferenceFailure failure, string message) => new(failure, message, endpoint.Name, endpoint.Model);
}
