using System.Buffers;

namespace LocalsOnly.Memory.Redaction;

/// <summary>The alphabets that secrets are written in, and what tells a random string from words.</summary>
internal static class SecretCharacters
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>So many letters and digits in a row no word has.</summary>
    public const int Stretch = 16;

    /// <summary>Enough of a text to judge it by; a bound on what a hostile one can cost.</summary>
    private const int Judged = 96;

    /// <summary>0–9. As a set, because the span's methods for ranges allocate until they are compiled a second time.</summary>
    public static SearchValues<char> Digits { get; } = SearchValues.Create("0123456789");

    /// <summary>A–Z, a–z.</summary>
    public static SearchValues<char> Letters { get; } = SearchValues.Create(Alphanumeric.AsSpan(0, 52));

    /// <summary>A–Z, a–z, 0–9.</summary>
    public static SearchValues<char> Base62 { get; } = SearchValues.Create(Alphanumeric);

    /// <summary><see cref="Base62"/>, hyphen and underscore (RFC 4648 §5 without padding).</summary>
    public static SearchValues<char> Base64Url { get; } = SearchValues.Create(Alphanumeric + "-_");

    /// <summary><see cref="Base64Url"/> and what else a token of RFC 6750 §2.1 may hold.</summary>
    public static SearchValues<char> Bearer { get; } = SearchValues.Create(Alphanumeric + "-._~+/=");

    /// <summary>How many characters at the start are of the set.</summary>
    public static int Run(ReadOnlySpan<char> text, SearchValues<char> set)
    {
        var other = text.IndexOfAnyExcept(set);
        return other < 0 ? text.Length : other;
    }

    /// <summary>Nothing stands before it that it could be the continuation of.</summary>
    public static bool StartsWord(ReadOnlySpan<char> text, int at) => at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]);

    /// <summary>Whether there are <see cref="Stretch"/> letters and digits in a row with some of both: <c>sk-estimator-doc-link</c> has none.</summary>
    public static bool HasRandomStretch(ReadOnlySpan<char> text)
    {
        int length = 0, letters = 0, digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (char.IsAsciiLetter(c)) letters++;
            else
            {
                length = letters = digits = 0;
                continue;
            }
            if (++length >= Stretch && letters > 0 && digits > 0) return true;
        }
        return false;
    }

    /// <summary>How many different ASCII characters there are: cheaper than an entropy, and for texts this short as telling.</summary>
    public static int Different(ReadOnlySpan<char> text)
    {
        var seen = UInt128.Zero;
        foreach (var c in text[..Math.Min(text.Length, Judged)])
            if (c < 128) seen |= UInt128.One << c;
        return (int)UInt128.PopCount(seen);
    }
}
