using System.Security.Cryptography;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>Base58 with Bitcoin's alphabet, which Solana uses too, and the four checksum bytes of Base58Check.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    // The longest that is of interest, an extended key, has 111 characters; decoding is quadratic.
    private const int Longest = 128;

    /// <summary>The bytes; null when there is a character that the alphabet leaves out (0, O, I, l) or the text is no such thing by its length.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest) return null;
        Span<byte> number = stackalloc byte[Longest];
        var used = 0;
        foreach (var c in text)
        {
            var carry = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0) return null;
            for (var i = 0; i < used || carry != 0; i++)
            {
                if (i == used) number[used++] = 0;
                carry += number[i] * 58;
                number[i] = (byte)carry;
                carry >>= 8;
            }
        }

        var zeros = text.Length - text.TrimStart('1').Length;
        var bytes = new byte[zeros + used];
        for (var i = 0; i < used; i++) bytes[zeros + i] = number[used - 1 - i];
        return bytes;
    }

    /// <summary>The bytes before a checksum that holds (the first four bytes of SHA-256 twice); null when it does not.</summary>
    public static byte[]? DecodeChecked(ReadOnlySpan<char> text)
    {
        if (Decode(text) is not { Length: > 4 } bytes) return null;
        var payload = bytes.AsSpan(0, bytes.Length - 4);
        return SHA256.HashData(SHA256.HashData(payload)).AsSpan(0, 4).SequenceEqual(bytes.AsSpan(payload.Length)) ? payload.ToArray() : null;
    }
}
