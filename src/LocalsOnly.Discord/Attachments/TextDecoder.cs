using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Discord.Attachments;

/// <summary>Bytes as the text that they are: by their mark, as UTF-8, as UTF-16 without a mark, and else as Windows-1252, which anything could be.</summary>
internal static partial class TextDecoder
{
    /// <summary>One control character in so many is a slip; more are no text.</summary>
    private const int TextPerControl = 200;

    private const int Sample = 4096;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <param name="mostCharacters">UTF-16 units; the rest is not read.</param>
    /// <returns>With line feeds, without what does not show; null when it is no text.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, int mostCharacters, out bool isCut)
    {
        // No encoding makes a unit of more than four bytes.
        var mostBytes = 4 * (mostCharacters + 1);
        isCut = bytes.Length > mostBytes;
        var text = Decode(isCut ? bytes[..mostBytes] : bytes, isCut);
        if (text.AsSpan(0, Math.Min(text.Length, 16 * Sample)).Count('\e') > 0) text = TerminalCode().Replace(text, "");
        var controls = 0;
        foreach (var c in text)
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f')) controls++;
        if (controls > 1 + text.Length / TextPerControl) return null;

        text = Unseen().Replace(LineEnd().Replace(text, "\n"), "");
        if (text.Length <= mostCharacters) return text;
        isCut = true;
        return text[..(char.IsHighSurrogate(text[mostCharacters - 1]) ? mostCharacters - 1 : mostCharacters)];
    }

    private static string Decode(ReadOnlySpan<byte> bytes, bool isCut)
    {
        if (bytes is [0xFF, 0xFE, 0, 0, ..]) return Encoding.UTF32.GetString(bytes[4..]);
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (Wide(bytes) is { } wide) return wide.GetString(bytes);
        try
        {
            return s_strict.GetString(isCut ? WithoutTail(bytes) : bytes);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }

    // Western text in UTF-16 has a zero in nearly every second byte, and always the same one.
    private static Encoding? Wide(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length & ~1, Sample)];
        if (sample.Length < 4) return null;
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i += 2)
        {
            if (sample[i] == 0) even++;
            if (sample[i + 1] == 0) odd++;
        }

        var most = sample.Length / 2;
        if (odd > most * 7 / 10 && even == 0) return Encoding.Unicode;
        return even > most * 7 / 10 && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    // Where the bytes were cut a character may be too.
    private static ReadOnlySpan<byte> WithoutTail(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > bytes.Length - 4 && (bytes[end - 1] & 0xC0) == 0x80) end--;
        return end > 0 && bytes[end - 1] >= 0xC0 ? bytes[..(end - 1)] : bytes[..end];
    }

    [GeneratedRegex(@"\e(?:\[[0-9;?]*[ -/]*[@-~]|\][^\a\e\n]{0,1000}(?:\a|\e\\)?|[@-Z\\^_])")]
    private static partial Regex TerminalCode();

    [GeneratedRegex(@"\r\n?|[\u0085\u2028\u2029]")]
    private static partial Regex LineEnd();

    // Control characters, what has no width, what turns a line around, and the tags (U+E0000) in which whole sentences can be hidden.
    [GeneratedRegex(@"[\p{Cc}-[\t\n]]|[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]|\uDB40[\uDC00-\uDC7F]")]
    private static partial Regex Unseen();
}
