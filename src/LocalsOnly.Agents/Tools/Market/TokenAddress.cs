using System.Numerics;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>The address of a token's contract: the only thing that a token is looked up by, since a name can be anybody's.</summary>
internal static class TokenAddress
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <exception cref="ToolException">It is no address.</exception>
    public static string Parse(string? text)
    {
        var address = text?.Trim() ?? "";
        return IsEvm(address) || IsSolana(address)
            ? address
            : throw new ToolException(
                "That is no contract address; give 0x and 40 hexadecimal digits (EVM), or a Solana address (32 bytes in base58). Names and symbols are not looked up.");
    }

    public static bool IsEvm(string address) => address.Length == 42 && address.StartsWith("0x", StringComparison.Ordinal) && address[2..].All(char.IsAsciiHexDigit);

    /// <summary>Base58 of exactly 32 bytes; a leading 1 is a zero byte.</summary>
    private static bool IsSolana(string address)
    {
        if (address.Length is < 32 or > 44) return false;
        var value = BigInteger.Zero;
        foreach (var letter in address)
        {
            if (Base58.IndexOf(letter, StringComparison.Ordinal) is not (>= 0 and var digit)) return false;
            value = (value * 58) + digit;
        }

        return address.TakeWhile(letter => letter == '1').Count() + (value.IsZero ? 0 : value.GetByteCount(isUnsigned: true)) == 32;
    }
}
