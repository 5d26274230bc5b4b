using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Inference.Network;

/// <summary>Where an address leads, as far as can be told without contacting it.</summary>
public enum AddressScope
{
    /// <summary>It is in the house, or at least one of the addresses that its name resolves to is: only those are used.</summary>
    InTheHouse,

    /// <summary>It is outside.</summary>
    Public,

    /// <summary>Its name cannot be resolved now.</summary>
    Unresolved,
}

/// <summary>Tells where an address leads before anything is sent there. What counts in the end is the guard's look at the moment of connecting.</summary>
public static class AddressScopes
{
    /// <summary>The scope of an address that is written as a number; null when it is a name.</summary>
    public static AddressScope? OfLiteral(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return IPAddress.TryParse(url.DnsSafeHost, out var address) ? Of([address]) : null;
    }

    /// <summary>Resolves a name, which asks this machine's resolver and nobody else. Never throws but for cancellation.</summary>
    public static Task<AddressScope> LookAsync(Uri url, CancellationToken cancellationToken) =>
        LookAsync(url, Dns.GetHostAddressesAsync, cancellationToken);

    internal static async Task<AddressScope> LookAsync(Uri url, HostResolver resolve, CancellationToken cancellationToken)
    {
        if (OfLiteral(url) is { } literal)
            return literal;
        try
        {
            return Of(await resolve(url.DnsSafeHost, cancellationToken));
        }
        catch (SocketException)
        {
            return AddressScope.Unresolved;
        }
    }

    private static AddressScope Of(IPAddress[] addresses) =>
        addresses.Length == 0 ? AddressScope.Unresolved
        : Array.Exists(addresses, LocalAddress.IsInTheHouse) ? AddressScope.InTheHouse
        : AddressScope.Public;
}
