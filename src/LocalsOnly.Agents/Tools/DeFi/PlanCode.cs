using System.Security.Cryptography;
using System.Text.Json;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// Names of plans: six characters of Crockford's base 32 (crockford.com/base32.html), which has no I, L, O and U, out of the SHA-256 of what the plan is about. Each holds a
/// letter and a digit from 2 to 9, so that no word and no amount is ever one.
/// </summary>
internal static class PlanCode
{
    public const int Length = 6;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The first code of these terms that is not taken.</summary>
    public static string Of(PlanTerms terms, Func<string, bool> taken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(terms, PlanJson.Default.PlanTerms);
        for (var salt = 0; ; salt++)
        {
            var hash = SHA256.HashData([.. content, (byte)salt, (byte)(salt >> 8)]);
            var code = new string([.. hash.Take(Length).Select(b => Alphabet[b & 31])]);
            if (code.Any(char.IsAsciiLetter) && code.Any(c => c is >= '2' and <= '9') && !taken(code)) return code;
        }
    }

    /// <summary>A code as typed: in either case, with O for 0 and I or L for 1.</summary>
    public static string Read(string text) => text.Trim().ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
