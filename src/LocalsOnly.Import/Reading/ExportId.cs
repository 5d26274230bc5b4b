using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Import.Reading;

/// <summary>
/// Ids of an export as parts of keys. Keys are printed, typed and put into links, so an id that holds anything else than letters, digits and <c>. _ : -</c>
/// is replaced by a hash of itself: the same on every import, and another for another id.
/// </summary>
internal static partial class ExportId
{
    public static string Safe(string id) =>
        Plain().IsMatch(id) && !Hashed().IsMatch(id) ? id : OfText(id);

    /// <summary>An id for something that has none, made of its text.</summary>
    public static string OfText(string text) => "x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    /// <summary>An id for a conversation that has none, made of what tells it from others.</summary>
    public static string Derived(string shape) => "derived-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)).AsSpan(0, 12));

    /// <summary>An account without its name: the first 16 hexadecimal digits of the SHA-256 of its id.</summary>
    public static string Fingerprint(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)))[..16];

    /// <summary>Of texts in any order; empty when there is none.</summary>
    public static string Fingerprint(IEnumerable<string> texts)
    {
        var sorted = texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return sorted.Count == 0 ? "" : Fingerprint(string.Join('\n', sorted.Select(text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    // An id that looks like a hash made here could be chosen to collide with one.
    [GeneratedRegex(@"\Ax[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hashed();
}
