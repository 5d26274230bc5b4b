using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Inference.Network;

/// <summary>Tells addresses in the house from the rest of the world.</summary>
internal static class LocalAddress
{
    /// <summary>
    /// True for loopback (RFC 1122, 4291), private (RFC 1918), link-local (RFC 3927, 4291), unique local (RFC 4193) and
    /// shared 100.64.0.0/10 (RFC 6598: what overlay networks between a person's own machines hand out) addresses,
    /// also when written as IPv4-mapped IPv6. Everything not on this list is outside.
    /// </summary>
    public static bool IsInTheHouse(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;

        Span<byte> octets = stackalloc byte[4];
        return address.TryWriteBytes(octets, out _) && octets switch
        {
            [10, ..] => true,
            [172, >= 16 and <= 31, ..] => true,
            [192, 168, ..] => true,
            [169, 254, ..] => true,
            [100, >= 64 and <= 127, ..] => true,
            _ => false,
        };
    }
}
