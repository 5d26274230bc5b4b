using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Memory.Recall.Time;

/// <summary>One pass over a message: counts its words and raises the flags that they and their neighbours make.</summary>
internal ref struct CueScan(ReadOnlySpan<char> text)
{
    private const byte Digit = 32;
    private const byte OtherLetter = 33;
    private const byte SentenceEnd = 34;

    // What a character is: 1 to 26 for a letter and its accented forms, one of the above, or 0.
    private static readonly byte[] s_kinds = [.. Enumerable.Range(0, 0x180).Select(c => KindOf((char)c))];

    private readonly ReadOnlySpan<char> _text = text;
    private CueWord _previous;
    private CueWord _second;
    private bool _opens = true;
    private bool _number;

    public MessageCue Flags { get; private set; }

    public int Words { get; private set; }

    public void Run()
    {
        var characters = 0;
        for (var i = 0; i < _text.Length;)
        {
            var kind = Kind(_text[i]);
            if (kind is > 0 and <= 26 or OtherLetter)
            {
                if (Letters.IsUnspaced(_text[i]))
                {
                    characters++;
                    i++;
                }
                else i = Word(i, kind);
            }
            else if (kind == Digit) i = Digits(i);
            else
            {
                if (kind == SentenceEnd)
                {
                    _opens = true;
                    _number = false;
                }
                i++;
            }
        }
        Words += (characters + 1) / 2;
    }

    private int Word(int at, byte kind)
    {
        ulong key = 0;
        var length = 0;
        do
        {
            key = kind == OtherLetter ? ulong.MaxValue >> 4 : (key << 5) | kind;
            length++;
            at++;
        }
        while (at < _text.Length && (kind = Kind(_text[at])) is > 0 and <= 26 or OtherLetter && !(kind == OtherLetter && Letters.IsUnspaced(_text[at])));
        Words++;
        var cue = length > CueWords.LongestWord ? CueWord.None : CueWords.Of(key);
        if (cue != CueWord.None) Meet(cue, at);
        if (cue != CueWord.Filler) (_second, _previous) = (_previous, cue);
        _opens &= cue == CueWord.Please;
        _number = false;
        return at;
    }

    private int Digits(int at)
    {
        var start = at;
        while (at < _text.Length && Kind(_text[at]) == Digit) at++;
        Words++;
        Flags |= MessageCue.Number;
        var isYear = at - start == 4 && _text.Slice(start, 2) is "19" or "20";
        var isClock = at + 2 < _text.Length && at - start <= 2 && _text[at] is ':' or 'h' && char.IsAsciiDigit(_text[at + 1]) && char.IsAsciiDigit(_text[at + 2]);
        if (isYear || isClock || (_previous == CueWord.Maybe && at - start <= 2)) Flags |= MessageCue.Time;
        (_second, _previous) = (_previous, CueWord.None);
        _number = true;
        _opens = false;
        return at;
    }

    private void Meet(CueWord cue, int end)
    {
        switch (cue)
        {
            case CueWord.Time: Flags |= MessageCue.Time; break;
            case CueWord.Number: Flags |= MessageCue.Number; break;
            case CueWord.Prefer: Flags |= MessageCue.Preference; break;
            case CueWord.Unit when _previous == CueWord.Last:
            case CueWord.Meridiem when _number:
            case CueWord.Maybe when _number || _previous == CueWord.Preposition: Flags |= MessageCue.Time; break;
            case CueWord.Than when _previous == CueWord.Rather:
            case CueWord.Of when _previous == CueWord.Instead:
            case CueWord.Que when _previous == CueWord.Plutot:
            case CueWord.Lieu when _previous == CueWord.Au:
            case CueWord.Favourite when _previous == CueWord.My || _second == CueWord.My:
            case CueWord.Likes or CueWord.Aime when _previous is CueWord.I or CueWord.Je: Flags |= MessageCue.Preference; break;
            case CueWord.Always when _opens:
            case CueWord.Never when _opens && !IsFollowedBy(end, "mind"):
            case CueWord.Now when _previous == CueWord.From && IsFollowedBy(end, "on"):
            case CueWord.Ask when _second == CueWord.When:
            case CueWord.Maintenant when _second == CueWord.Partir:
            case CueWord.Avenir when _previous == CueWord.A && _second == CueWord.A: Flags |= MessageCue.Instruction; break;
            default: break;
        }
    }

    private readonly bool IsFollowedBy(int end, string word) => _text[end..].TrimStart(' ').StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static byte Kind(char c) => c < s_kinds.Length ? s_kinds[c] : Beyond(c);

    private static byte Beyond(char c) => c is '。' or '！' or '？' ? SentenceEnd : char.IsLetter(c) ? OtherLetter : char.IsDigit(c) ? Digit : (byte)0;

    private static byte KindOf(char c)
    {
        if (char.IsDigit(c)) return Digit;
        if (c is '.' or '!' or '?' or '\n' or ':' or ';') return SentenceEnd;
        if (Letters.Lower(c) == 0) return 0;
        Span<char> plain = stackalloc char[2 * Folding.Room];
        plain[0] = Letters.Lower(c);
        return Folding.Fold(plain, 1) == 1 && plain[0] is >= 'a' and <= 'z' ? (byte)(plain[0] - 'a' + 1) : OtherLetter;
    }
}
