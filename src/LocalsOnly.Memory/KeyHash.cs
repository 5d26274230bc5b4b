using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Memory;

/// <summary>How a forgotten conversation is known again without keeping anything of it: SHA-256 of its key, hexadecimal.</summary>
internal static class KeyHash
{
    public static string Of(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
