namespace LocalsOnly.Inference.Routing;

/// <summary>One number of an equation: where it stands, and the operator before it.</summary>
internal readonly record struct Term(int Start, int DigitsStart, int DigitsEnd, int End, char Operator, bool Percent, bool Negative)
{
    public ReadOnlySpan<char> Digits(ReadOnlySpan<char> line) => line[DigitsStart..DigitsEnd];
}

/// <summary>Reads the numbers and operators around an equals sign.</summary>
internal static class AnswerCheckTerms
{
    private const string Currencies = "$€£¥₹₽₩";

    /// <summary>
    /// Reads the terms before <paramref name="end"/> from right to left. Returns how many there are; 0 when they are not all plain
    /// numbers, or what stands before them may belong to them.
    /// </summary>
    public static int Chain(ReadOnlySpan<char> line, int end, Span<Term> terms)
    {
        var at = SkipBack(line, end, bold: true);
        for (var count = 0; count < terms.Length;)
        {
            if (!TryBefore(line, at, out var term)) return 0;
            var spaced = SkipBack(line, term.Start, bold: false);
            if (IsOpening(line, term.Start))
            {
                terms[count++] = term;
                return count;
            }

            if (!TryOperator(line, spaced, term.Start, out var op, out var before)) return 0;
            terms[count++] = term with { Operator = op };
            at = SkipBack(line, before, bold: false);
        }

        return 0;
    }

    /// <summary>The number that ends at <paramref name="end"/>, currency and per-cent signs with it.</summary>
    public static bool TryBefore(ReadOnlySpan<char> line, int end, out Term term)
    {
        term = default;
        var at = SkipBack(line, end, bold: false);
        var percent = at > 0 && line[at - 1] == '%';
        if (percent || (at > 0 && Currencies.Contains(line[at - 1]))) at = SkipBack(line, at - 1, bold: false);
        var digitsEnd = at;
        while (at > 0 && (char.IsAsciiDigit(line[at - 1]) || IsMark(line, at - 1))) at--;
        if (at == digitsEnd || (at > 0 && ((char.IsLetterOrDigit(line[at - 1]) && !IsUnspaced(line[at - 1])) || line[at - 1] is '.' or ',' or ':' or '_' or '^' or '#'))) return false;
        var start = at;
        if (start > 0 && Currencies.Contains(line[start - 1])) start -= start > 1 && line[start - 2] == '\\' ? 2 : 1;
        term = new Term(start, at, digitsEnd, end, '\0', percent, false);
        return true;
    }

    /// <summary>The number that begins at <paramref name="start"/> or after spaces.</summary>
    public static bool TryAfter(ReadOnlySpan<char> line, int start, out Term term)
    {
        term = default;
        var at = start;
        while (at < line.Length && (line[at] is ' ' or '\u00A0' or '*' or '\\' || Currencies.Contains(line[at]))) at++;
        var negative = at < line.Length && line[at] is '-' or '−';
        if (negative) at++;
        if (at < line.Length && Currencies.Contains(line[at])) at++;
        var digits = at;
        while (at < line.Length && (char.IsAsciiDigit(line[at]) || IsMark(line, at))) at++;
        if (at == digits) return false;
        var end = at;
        var after = at;
        while (after < line.Length && line[after] is ' ' or '\u00A0') after++;
        var percent = after < line.Length && line[after] == '%';
        if (percent || (after < line.Length && Currencies.Contains(line[after]))) end = after + 1;
        term = new Term(start, digits, at, end, '\0', percent, negative);
        return true;
    }

    /// <summary>The number after an equals sign, when nothing follows that changes it.</summary>
    public static bool TryResult(ReadOnlySpan<char> line, int start, out Term term)
    {
        if (!TryAfter(line, start, out term)) return false;
        var at = term.End;
        if (at < line.Length && ChangesNumber(line[at])) return false;
        while (at < line.Length && line[at] is '*' or ' ' or '\u00A0') at++;
        if (at < line.Length && line[at] is '+' or '-' or '−' or '/' or '×' or '÷' or '·' or '⋅' or '=' or '^' or '(' or '\\' or '<' or '>') return false;
        if (at < line.Length && line[at] is 'x' or 'X' && at + 1 < line.Length && line[at + 1] == ' ') return false;
        return SkipWord(line, at, AnswerCheckPhrases.Default.Data.Scales) < 0;
    }

    /// <summary>After spaces and a word of the set; -1 when there is none.</summary>
    public static int SkipWord(ReadOnlySpan<char> line, int at, HashSet<string> words)
    {
        while (at < line.Length && line[at] is ' ' or '\u00A0') at++;
        var start = at;
        while (at < line.Length && char.IsLetter(line[at])) at++;
        return at > start && Has(words, line[start..at]) ? at : -1;
    }

    /// <summary>After an equals sign or a word for it.</summary>
    public static int SkipEquals(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\u00A0') at++;
        if (at < line.Length && line[at] == '=') return at + 1 < line.Length && line[at + 1] == '=' ? -1 : at + 1;
        return SkipWord(line, at, AnswerCheckPhrases.Default.Data.Is);
    }

    /// <summary>Whether an equation may begin at <paramref name="start"/>: at a line's start, after a word or a mark that ends something.</summary>
    public static bool IsOpening(ReadOnlySpan<char> line, int start)
    {
        var at = SkipBack(line, start, bold: true);
        if (at == 0) return true;
        var c = line[at - 1];
        if (c is '-' or '*' or '+' or '•' or '>') return line[..(at - 1)].IsWhiteSpace() || (c == '>' && at > 1 && line[at - 2] is '=' or '-');
        if (c is ',' or ';' or ':' or '.' or '!' or '?' or '(' or '[' or '=' or '→' or '⇒' or '|' or '。' or '，' or '：' or '、') return !(c is '.' or ',' or ':' or '=' && at == start);
        if (at == start && !IsUnspaced(c)) return false;
        var wordStart = at;
        while (wordStart > 0 && char.IsLetter(line[wordStart - 1])) wordStart--;
        return wordStart < at && !(wordStart > 0 && line[wordStart - 1] == '\\') && !(at - wordStart == 1 && char.IsAscii(c)) && !Has(AnswerCheckPhrases.Default.Data.Functions, line[wordStart..at]);
    }

    private static bool TryOperator(ReadOnlySpan<char> line, int end, int right, out char op, out int start)
    {
        (op, start) = ('\0', end - 1);
        if (end == 0) return false;
        var isSpaced = end < right && end > 1 && line[end - 2] is ' ' or '\u00A0';
        switch (line[end - 1])
        {
            case '×' or '·' or '⋅':
            case '*' when end < 2 || line[end - 2] != '*':
            case 'x' or 'X' when isSpaced:
                op = '*';
                return true;
            case '÷':
            case '/' when end < 2 || line[end - 2] != '/':
                op = '/';
                return true;
            case '+':
                op = '+';
                return true;
            case '−':
            case '-' or '–' when isSpaced:
                op = '-';
                return true;
        }

        foreach (var (name, sign) in (ReadOnlySpan<(string, char)>)[("\\times", '*'), ("\\cdot", '*'), ("\\div", '/')])
        {
            if (!line[..end].EndsWith(name)) continue;
            (op, start) = (sign, end - name.Length);
            return true;
        }

        return false;
    }

    /// <summary>A mark within a number: a digit on either side.</summary>
    private static bool IsMark(ReadOnlySpan<char> line, int at) =>
        line[at] is '.' or ',' or '\'' or '’' or '\u00A0' or '\u202F' && at > 0 && at + 1 < line.Length && char.IsAsciiDigit(line[at - 1]) && char.IsAsciiDigit(line[at + 1]);

    /// <summary>Right after a number: 12k, 7/2, 10:30, 3², 5(x + 1), 38万.</summary>
    private static bool ChangesNumber(char c) =>
        IsUnspaced(c) ? "百千万亿億兆만억천백".Contains(c)
        : char.IsLetterOrDigit(c) || c is '/' or ':' or '^' or '\\' or '_' or '(' or '-' || (c > 127 && !char.IsPunctuation(c) && !char.IsWhiteSpace(c));

    private static bool IsUnspaced(char c) => c >= '\u3041' && char.IsLetter(c);

    private static int SkipBack(ReadOnlySpan<char> line, int end, bool bold)
    {
        while (end > 0 && (line[end - 1] is ' ' or '\u00A0' || (bold && end > 1 && line[end - 1] == '*' && line[end - 2] == '*')))
            end -= line[end - 1] == '*' ? 2 : 1;
        return end;
    }

    private static bool Has(HashSet<string> words, ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[24];
        if (word.Length > lower.Length) return false;
        return words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower[..word.ToLowerInvariant(lower)]);
    }
}
