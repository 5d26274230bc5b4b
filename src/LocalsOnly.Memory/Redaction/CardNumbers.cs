using System.Globalization;

namespace LocalsOnly.Memory.Redaction;

/// <summary>
/// Payment card numbers: 13 to 19 digits, in one piece or in the groups that are embossed, of a known issuer, with a right check digit.
/// </summary>
internal sealed class CardNumbers : IDetector
{
    private const int LeastDigits = 13;
    private const int MostDigits = 19;
    private const int MostGroups = 5;

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 0; at + LeastDigits <= text.Length; at++)
        {
            var next = text[at..].IndexOfAny(SecretCharacters.Digits);
            if (next < 0) return;
            at += next;
            var group = SecretCharacters.Run(text[at..], SecretCharacters.Digits);
            // The embossed groups begin with four digits, and most numbers in a text are shorter than that.
            if ((group == 4 || group is >= LeastDigits and <= MostDigits) && IsFree(text, at))
            {
                var length = group == 4 ? GroupedLength(text, at) : EndsFree(text, at + group) && IsCard(text.Slice(at, group)) ? group : 0;
                if (length > 0)
                {
                    (found ??= []).Add(new Finding(at, length, RedactionKind.CardNumber));
                    group = length;
                }
            }
            at += group - 1;
        }
    }

    // Not the rest of a word, a decimal fraction or a telephone number.
    private static bool IsFree(ReadOnlySpan<char> text, int at) =>
        at == 0 || (!char.IsLetter(text[at - 1]) && text[at - 1] is not ('_' or '+')
            && !(text[at - 1] is '.' or ',' && at > 1 && char.IsAsciiDigit(text[at - 2])));

    private static bool EndsFree(ReadOnlySpan<char> text, int end) =>
        end == text.Length || (!char.IsLetterOrDigit(text[end]) && text[end] != '_'
            && !(text[end] is '.' or ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])));

    // 4-4-4-4, 4-4-4-4-3, 4-6-5 and 4-6-4, with the same separator throughout.
    private static int GroupedLength(ReadOnlySpan<char> text, int start)
    {
        var separator = start + 4 < text.Length ? text[start + 4] : '\0';
        if (separator is not (' ' or '-' or '\u00a0')) return 0;
        Span<char> digits = stackalloc char[MostDigits];
        text.Slice(start, 4).CopyTo(digits);
        int count = 4, groups = 1, at = start + 4, best = 0;
        while (groups < MostGroups && at + 1 < text.Length && text[at] == separator)
        {
            var window = text.Slice(at + 1, Math.Min(7, text.Length - at - 1));
            var group = SecretCharacters.Run(window, SecretCharacters.Digits);
            if (group is 0 or > 6 || count + group > MostDigits) break;
            window[..group].CopyTo(digits[count..]);
            count += group;
            groups++;
            at += 1 + group;
            if (IsEmbossed(groups, count, group) && EndsFree(text, at) && IsCard(digits[..count])) best = at - start;
        }
        return best;
    }

    private static bool IsEmbossed(int groups, int count, int last) => (groups, count, last) is (4, 16, 4) or (5, 19, 3) or (3, 15, 5) or (3, 14, 4);

    private static bool IsCard(ReadOnlySpan<char> digits) =>
        IsIssued(digits) && HasLuhnDigit(digits) && !(digits.Length == 13 && HasArticleDigit(digits));

    /// <summary>Prefixes and lengths of the networks, after the ranges of ISO/IEC 7812 that they publish.</summary>
    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var six = int.Parse(digits[..6], CultureInfo.InvariantCulture);
        var (two, three, four) = (six / 10_000, six / 1_000, six / 100);
        return digits.Length switch
        {
            13 => two / 10 == 4,
            14 => three is >= 300 and <= 305 || two is 36 or 38 or 39,
            15 => two is 34 or 37,
            16 or 17 or 18 or 19 when four is 6011 || two is 62 or 65 || three is >= 644 and <= 649 || four is >= 3528 and <= 3589 => true,
            16 => two / 10 == 4 || two is >= 51 and <= 55 || four is >= 2221 and <= 2720 || IsMaestro(four),
            18 => IsMaestro(four),
            19 => two / 10 == 4 || IsMaestro(four),
            _ => false,
        };
    }

    private static bool IsMaestro(int four) => four is 5018 or 5020 or 5038 or 5893 or 6304 or 6759 or 6761 or 6762 or 6763;

    /// <summary>The check digit of ISO/IEC 7812-1 annex B: every second digit from the right but one doubled, digits summed, divisible by ten.</summary>
    private static bool HasLuhnDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
        }
        return sum % 10 == 0;
    }

    /// <summary>The check digit of a 13-digit article number (ISO/IEC 15420): weights 1 and 3. Many begin with 4, cards of 13 digits are long out of use.</summary>
    private static bool HasArticleDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
        return sum % 10 == 0;
    }
}
