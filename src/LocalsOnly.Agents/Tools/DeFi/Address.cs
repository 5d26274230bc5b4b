using System.Text;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>An address that is well formed. That somebody holds its key, or that it is the contract somebody meant, it does not say.</summary>
/// <param name="Text">On an EVM chain with the checksum of EIP-55, on Solana as given.</param>
/// <param name="Checksummed">It carried a checksum that holds: a wrong letter would have been noticed. Never so on Solana, whose addresses have none.</param>
internal sealed record Address(string Text, bool Checksummed)
{
    private const int EvmDigits = 40;
    private const int SolanaBytes = 32;

    /// <summary>Reads an address for a chain.</summary>
    /// <param name="what">What it is the address of, for the sentence: <c>the destination</c>.</param>
    /// <exception cref="ToolException">It is none on that chain; what was given is not repeated, for it might be a key.</exception>
    public static Address Read(string text, Chain chain, string what)
    {
        text = text.Trim();
        return chain.Family == ChainFamily.Evm ? Evm(text, chain, what) : Solana(text, what);
    }

    /// <summary>EIP-55: a letter is upper case where the matching digit of the hash of the lower case text is 8 or more.</summary>
    public static string Checksum(string digits)
    {
        var lower = digits.ToLowerInvariant();
        var hash = Keccak.Hash(Encoding.ASCII.GetBytes(lower));
        return "0x" + string.Concat(lower.Select((c, i) => (hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xF) >= 8 ? char.ToUpperInvariant(c) : c));
    }

    private static Address Evm(string text, Chain chain, string what)
    {
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.Length != EvmDigits + 2 || !text.AsSpan(2).ContainsOnlyHex())
            throw new ToolException($"{Capital(what)} is no address on {chain.Name}: write 0x and 40 hexadecimal digits, copied in full.");
        var digits = text[2..];
        if (digits.All(c => c == '0')) throw new ToolException($"{Capital(what)} is the zero address, where whatever is sent is lost; give the right one.");
        var right = Checksum(digits);
        var oneCase = !digits.Any(char.IsAsciiLetterLower) || !digits.Any(char.IsAsciiLetterUpper);
        // A text without letters of both cases carries no checksum, unless that is what the checksum happens to look like.
        if (right.AsSpan(2).SequenceEqual(digits)) return new Address(right, Checksummed: true);
        return oneCase
            ? new Address(right, Checksummed: false)
            : throw new ToolException($"{Capital(what)} has a wrong checksum (EIP-55), so at least one character of it is not what it was; copy it again from its source.");
    }

    private static Address Solana(string text, string what)
    {
        if (text.Length is < 32 or > 44 || Base58.Decode(text) is not { Length: SolanaBytes } bytes)
            throw new ToolException($"{Capital(what)} is no address on Solana: 32 bytes in base58, 32 to 44 characters without 0, O, I and l, copied in full.");
        return bytes.All(b => b == 0)
            ? throw new ToolException($"{Capital(what)} is the system program, where whatever is sent is lost; give the right one.")
            : new Address(text, Checksummed: false);
    }

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}

internal static class HexText
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiHexDigit(c)) return false;
        return true;
    }
}
