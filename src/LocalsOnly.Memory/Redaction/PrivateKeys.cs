using System.Buffers;

namespace LocalsOnly.Memory.Redaction;

/// <summary>
/// Private keys in armour: PEM (RFC 7468), OpenSSH, PGP (RFC 9580 §6.2). A key that is cut off before its last line is redacted as far as it goes; a mention
/// of the first line alone is not.
/// </summary>
internal sealed class PrivateKeys : IDetector
{
    private const string Begin = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 64;
    private const int LongestHeader = 256;
    private const int MostHeaders = 8;

    /// <summary>Base64 characters of the shortest key worth the name: Ed25519 has 64 in PKCS #8.</summary>
    private const int LeastBody = 40;

    private static readonly SearchValues<char> s_body = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\");

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 0; ; at++)
        {
            var next = text[at..].IndexOf(Begin);
            if (next < 0) return;
            at += next;
            var label = Label(text, at + Begin.Length);
            if (label == 0) continue;
            var end = BlockEnd(text, at + Begin.Length + label);
            if (end == 0) continue;
            (found ??= []).Add(new Finding(at, end - at, RedactionKind.PrivateKey));
            at = end - 1;
        }
    }

    // Characters of the label and the dashes behind it; 0 when the label is of no private key.
    private static int Label(ReadOnlySpan<char> text, int at)
    {
        var window = text.Slice(at, Math.Min(LongestLabel, text.Length - at));
        var dashes = window.IndexOf(Dashes);
        return dashes > 0 && window[..dashes].IndexOf("PRIVATE KEY") >= 0 ? dashes + Dashes.Length : 0;
    }

    // Words of base64 and, before the first of them, header lines; up to the closing line, or to the last long word when there is none.
    private static int BlockEnd(ReadOnlySpan<char> text, int at)
    {
        int body = 0, lastLong = 0, headers = 0;
        while (true)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '>')) at++;
            var word = at < text.Length ? SecretCharacters.Run(text[at..], s_body) : 0;
            var behind = at + word;
            if (word > 0 && lastLong == 0 && behind < text.Length && text[behind] is ':' or '-' && !text[behind..].StartsWith(Dashes, StringComparison.Ordinal))
            {
                if (++headers > MostHeaders) return 0;
                var line = text.Slice(behind, Math.Min(LongestHeader, text.Length - behind));
                var feed = line.IndexOf('\n');
                if (feed < 0) return 0;
                at = behind + feed;
                continue;
            }
            body += word;
            if (word >= LeastBody) lastLong = behind;
            if (text[behind..].StartsWith(EndMark, StringComparison.Ordinal))
                return body < LeastBody ? 0 : behind + EndMark.Length + Label(text, behind + EndMark.Length);
            // Words of prose are short, lines of a key are not: what a key is cut off by ends it.
            if (word == 0 || (behind < text.Length && !char.IsWhiteSpace(text[behind]))) return lastLong;
            at = behind;
        }
    }
}
