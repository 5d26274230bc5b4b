using System.Globalization;

namespace LocalsOnly.Memory.Redaction;

/// <summary>International bank account numbers (ISO 13616): country, two check digits, and as many letters and digits as the country's have.</summary>
internal sealed class Ibans : IDetector
{
    private const int Longest = 34;

    // The SWIFT registry of ISO 13616, release 99.
    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28" +
        "IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24" +
        "SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static readonly byte[] s_lengths = ReadLengths();

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 2; at + 1 < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(SecretCharacters.Digits);
            if (next < 0) return;
            at += next;
            var start = at - 2;
            if (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiLetter(text[start]) && char.IsAsciiLetter(text[start + 1])
                && SecretCharacters.StartsWord(text, start) && Length(text[start..]) is var length and > 0)
            {
                (found ??= []).Add(new Finding(start, length, RedactionKind.Iban));
                at = start + length - 1;
                continue;
            }
            while (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])) at++;
        }
    }

    // Characters up to the end of the number, separators included; 0 when it is none.
    private static int Length(ReadOnlySpan<char> text)
    {
        var expected = s_lengths[Country(text)];
        if (expected == 0) return 0;
        Span<char> number = stackalloc char[Longest];
        int count = 0, at = 0;
        for (; count < expected && at < text.Length; at++)
        {
            if (char.IsAsciiLetterOrDigit(text[at])) number[count++] = char.ToUpperInvariant(text[at]);
            else if (text[at] is not (' ' or '-' or '\u00a0') || count < 4 || !char.IsAsciiLetterOrDigit(text[at - 1])) return 0;
        }
        return count == expected && (at == text.Length || !char.IsAsciiLetterOrDigit(text[at])) && HasCheckDigits(number[..count]) ? at : 0;
    }

    /// <summary>ISO 13616-1 §6 (ISO/IEC 7064 MOD 97-10): the first four characters moved to the end, letters as 10 to 35, the remainder by 97 is 1.</summary>
    private static bool HasCheckDigits(ReadOnlySpan<char> number)
    {
        var remainder = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[(i + 4) % number.Length];
            remainder = char.IsAsciiDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + c - 'A' + 10) % 97;
        }
        return remainder == 1;
    }

    private static int Country(ReadOnlySpan<char> text) => ((text[0] | 0x20) - 'a') * 26 + ((text[1] | 0x20) - 'a');

    private static byte[] ReadLengths()
    {
        var lengths = new byte[26 * 26];
        for (var i = 0; i < Lengths.Length; i += 4)
            lengths[Country(Lengths.AsSpan(i, 2))] = byte.Parse(Lengths.AsSpan(i + 2, 2), CultureInfo.InvariantCulture);
        return lengths;
    }
}
