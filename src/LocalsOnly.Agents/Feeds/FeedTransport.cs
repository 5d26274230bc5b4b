using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Turns a host name into addresses.</summary>
internal delegate Task<IPAddress[]> FeedResolver(string host, CancellationToken cancellationToken);

/// <summary>
/// The connections to one feed, and to nothing else: its own host and port, no proxy, no redirect, no cookie, no trace header. The resolved address is looked at
/// when the socket connects, so that a public name that changes its mind (DNS rebinding) reaches nothing in the house. An address that was configured as a number
/// is taken as it is.
/// </summary>
internal sealed class FeedTransport(Uri address, FeedResolver resolve, TimeProvider time) : IDisposable
{
    /// <summary>What one of several addresses of a name gets, so that a dead first one does not use up the time of the others.</summary>
    private static readonly TimeSpan s_share = TimeSpan.FromSeconds(2);

    private HttpMessageInvoker? _invoker;

    public Uri Address => address;

    /// <exception cref="FeedFailureException">The address is not one that may be asked.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
            throw new FeedFailureException($"{address.IdnHost} is not asked without encryption, so nothing was sent");
        if (request.RequestUri is not { } target || target.IdnHost != address.IdnHost || target.Port != address.Port || target.Scheme != address.Scheme)
            throw new FeedFailureException($"{request.RequestUri?.IdnHost} is not its host, so nothing was sent") { IsOfTheRequest = true };
        var invoker = LazyInitializer.EnsureInitialized(ref _invoker, () => new HttpMessageInvoker(CreateHandler()));
        return invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker?.Dispose();

    private SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        // A name is looked up anew now and then, and what it leads to is looked at again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseDrainSize = 0,
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (!string.Equals(target.Host, address.IdnHost, StringComparison.OrdinalIgnoreCase) || target.Port != address.Port)
            throw new FeedFailureException($"{target.Host} is not its host, so nothing was sent");
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : Admitted(target.Host, await resolve(target.Host, cancellationToken));
        Exception? last = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var share = new CancellationTokenSource(i + 1 < addresses.Length ? s_share : Timeout.InfiniteTimeSpan, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
                await socket.ConnectAsync(addresses[i], target.Port, either.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception failed) when (failed is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
                last = failed;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private IPAddress[] Admitted(string host, IPAddress[] addresses)
    {
        var plain = Array.ConvertAll(addresses, each => each.IsIPv4MappedToIPv6 ? each.MapToIPv4() : each);
        // localhost was configured by a person: no feed has that name.
        var admitted = Array.FindAll(plain, address.IsLoopback ? IPAddress.IsLoopback : OutsideAddress.IsPublic);
        return admitted.Length > 0 || addresses.Length == 0
            ? admitted
            : throw new FeedFailureException($"its name {host} leads to {plain[0]}, which is {(address.IsLoopback ? "not this machine" : "no public address")}, so nothing was sent");
    }
}
