using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Agents.Feeds;

/// <summary>Tells addresses on the public internet from the rest: a feed's name must not lead into the house, nor to this machine, nor to nowhere.</summary>
internal static class OutsideAddress
{
    /// <summary>
    /// True for what the special-purpose registries of IANA (RFC 6890) leave for the public internet. An IPv4 address inside an IPv6 one (mapped, RFC 4291; NAT64,
    /// RFC 6052; 6to4, RFC 3056) counts as itself.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out var length)) return false;
        return address.AddressFamily == AddressFamily.InterNetwork ? IsPublicIPv4(octets[..length]) : IsPublicIPv6(octets[..length]);
    }

    private static bool IsPublicIPv4(ReadOnlySpan<byte> octets) => octets switch
    {
        [0 or 10 or 127, ..] => false,
        [100, >= 64 and <= 127, ..] => false,
        [169, 254, ..] => false,
        [172, >= 16 and <= 31, ..] => false,
        [192, 0, 0 or 2, _] => false,
        [192, 168, ..] => false,
        [198, 18 or 19, ..] => false,
        [198, 51, 100, _] => false,
        [203, 0, 113, _] => false,
        [>= 224, ..] => false,
        _ => true,
    };

    private static bool IsPublicIPv6(ReadOnlySpan<byte> octets) => octets switch
    {
        [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. var inner] => IsPublicIPv4(inner),
        [0x20, 0x02, var a, var b, var c, var d, ..] => IsPublicIPv4([a, b, c, d]),
        [0x20, 0x01, < 0x02, ..] => false,
        [0x20, 0x01, 0x0d, 0xb8, ..] => false,
        [var first, ..] => (first & 0xe0) == 0x20,
        _ => false,
    };
}
