using System.Globalization;
using System.Text;

namespace LocalsOnly.Inference.Routing;

/// <summary>The one pass over a text. Kept on the stack; two ranges of the same text may follow one another.</summary>
internal ref struct ComplexityScanner(ComplexityModel model, ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ComplexityUnits _units = model.Units;
    private ComplexityCounts _counts;
    private int _questionMarks;

    // Since the last sentence end or line break: whether anything was said, and whether any of it was words ("1." is not a sentence).
    private bool _said;
    private bool _worded;
    private bool _endsInQuestion;

    /// <summary>Counts the characters from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public void Scan(int from, int to)
    {
        var inWord = from > 0 && IsWordPart(_text[from - 1]);
        for (var i = from; i < to;)
        {
            var c = _text[i];
            if (char.IsAsciiLetter(c))
            {
                i = Letters(i, to, inWord);
                inWord = true;
            }
            else if (c >= '\u3041' && IsUnspaced(c))
            {
                Letter(i++, wasInWord: false, UnitsOf(c));
                inWord = true;
            }
            else if (char.IsDigit(c))
            {
                i = Digits(i, to);
                inWord = true;
            }
            else
            {
                if (c >= 128 && !IsForeignMark(c)) inWord = Foreign(i, c, inWord);
                else
                {
                    inWord = c == '_';
                    if (c != ' ') Mark(i, c);
                }

                i++;
            }
        }
    }

    /// <summary>The counts, with the units stretched by <paramref name="stretch"/> to the length of the whole text.</summary>
    public ComplexityCounts Finish(float stretch)
    {
        EndLine();
        _counts.Units *= stretch;
        _counts.BareQuestion = _counts.Sentences == 1 && _questionMarks == 1 && _endsInQuestion;
        return _counts;
    }

    /// <summary>The ASCII letters of a word. Returns where they end.</summary>
    private int Letters(int from, int to, bool wasInWord)
    {
        Letter(from, wasInWord, _units.Letter);
        var i = from + 1;
        while (i < to && char.IsAsciiLetter(_text[i])) i++;
        _counts.Units += (i - from - 1) * _units.Letter;
        return i;
    }

    /// <summary>One digit group. Returns where it ends.</summary>
    private int Digits(int from, int to)
    {
        _said = true;
        _endsInQuestion = false;
        _counts.DigitGroups++;
        _counts.Units += _units.DigitGroup;
        var i = from;
        do
        {
            _counts.Units += _units.Digit;
            i++;
            if (i + 1 < to && IsGroupMark(_text[i]) && char.IsDigit(_text[i + 1])) i++;
        }
        while (i < to && char.IsDigit(_text[i]));
        return i;
    }

    private void Letter(int at, bool wasInWord, float units)
    {
        _said = _worded = true;
        _endsInQuestion = false;
        _counts.Units += units;
        if (!wasInWord && model.Stems.BeginsAt(_text, at)) _counts.HeavyStems++;
    }

    /// <summary>A letter or mark outside ASCII. Returns whether a word goes on after it.</summary>
    private bool Foreign(int at, char c, bool wasInWord)
    {
        switch (ComplexityScript.Of(c))
        {
            case Script.ArabicHebrew when char.IsLetter(c):
                // "and" and "so" are written onto the word that follows them.
                var prefix = wasInWord && at > 0 && _text[at - 1] is 'و' or 'ف' && (at == 1 || !IsWordPart(_text[at - 2]));
                Letter(at, wasInWord && !prefix, _units.ArabicHebrew);
                return true;
            case Script.Surrogate:
                return Astral(at, c, wasInWord);
            default:
                if (char.IsLetter(c))
                {
                    Letter(at, wasInWord, UnitsOf(c));
                    return true;
                }

                return wasInWord && IsCombining(c);
        }
    }

    /// <summary>Han, kana and Hangul, in which a stem may begin anywhere.</summary>
    private static bool IsUnspaced(char c) => ComplexityScript.Of(c) is Script.Han or Script.Kana or Script.Hangul;

    private readonly float UnitsOf(char c) => ComplexityScript.Of(c) switch
    {
        Script.Han => _units.Han,
        Script.Kana => _units.Kana,
        Script.Hangul => _units.Hangul,
        _ => _units.Letter,
    };

    private bool Astral(int at, char c, bool wasInWord)
    {
        if (!char.IsHighSurrogate(c) || at + 1 >= _text.Length || !char.IsLowSurrogate(_text[at + 1])) return wasInWord;
        var rune = new Rune(c, _text[at + 1]);
        if (!Rune.IsLetter(rune)) return false;
        Letter(at, wasInWord: true, rune.Value is >= 0x20000 and < 0x40000 ? _units.Han : _units.Letter);
        return true;
    }

    private void Mark(int at, char c)
    {
        switch (c)
        {
            case '\n' or '\r' or '\u2028' or '\u2029':
                EndLine();
                break;
            case ',' or ';' or ':' or '、' or '，' or '；' or '：' or '،' or '؛':
                if (!(IsDigitAt(at - 1) && IsDigitAt(at + 1))) _counts.Separators++;
                break;
            case '.':
                if (_worded && !(at + 1 < _text.Length && char.IsLetterOrDigit(_text[at + 1]))) EndSentence(question: false);
                break;
            case '?' or '？' or '؟':
                _questionMarks++;
                EndSentence(question: true);
                break;
            case '!' or '！' or '。' or '．' or '｡' or '…' or '।' or '॥' or '۔':
                EndSentence(question: false);
                break;
            case '+' or '=' or '<' or '>' or '^' or '%' or '~' or '×' or '÷' or '±' or (>= '\u2200' and <= '\u22FF'):
                _counts.Symbols++;
                break;
            case '*' or '/' or '-':
                if (at > 0 && (char.IsDigit(_text[at - 1]) || _text[at - 1] is ')' or ']' or '}')) _counts.Symbols++;
                break;
            case '\\':
                if (at + 1 < _text.Length && char.IsAsciiLetter(_text[at + 1])) _counts.Symbols++;
                break;
        }
    }

    private void EndSentence(bool question)
    {
        if (!_said) return;
        _counts.Sentences++;
        _said = _worded = false;
        _endsInQuestion = question;
    }

    private void EndLine()
    {
        if (_said) _counts.Sentences++;
        _said = _worded = false;
    }

    private readonly bool IsDigitAt(int at) => (uint)at < (uint)_text.Length && char.IsDigit(_text[at]);

    /// <summary>Within a number: 1,500.25, 18:30, 1'000.</summary>
    private static bool IsGroupMark(char c) => c is '.' or ',' or ':' or '\'' or '’' or '٫' or '٬';

    private static bool IsForeignMark(char c) =>
        c is '、' or '，' or '；' or '：' or '،' or '؛' or '？' or '؟' or '！' or '。' or '．' or '｡' or '…' or '।' or '॥' or '۔' or '×' or '÷' or '±'
            or '\u2028' or '\u2029' or (>= '\u2200' and <= '\u22FF');

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_' || IsCombining(c);

    private static bool IsCombining(char c) => c >= 0x300 && char.GetUnicodeCategory(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
}
