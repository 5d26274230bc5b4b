using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>What <see cref="WordScan"/> has found.</summary>
internal enum ScanKind : byte
{
    /// <summary>A word or a number, in lower case, with its accents.</summary>
    Word,

    /// <summary>One character, or two that follow each other, of a script without spaces: an index term as it is.</summary>
    Characters,

    /// <summary>The same with hiragana in it, which is mostly grammar: の, は, です.</summary>
    Grammar,
}

/// <summary>
/// Goes through a text once, word by word: lower case, units split from their number (14kW is 14 and kw), thousands joined (8,400 is 8400), the possessive 's
/// dropped, words of more than 64 characters cut, and runs of Chinese, Japanese, Korean, Thai and their neighbours as overlapping pairs.
/// </summary>
/// <param name="buffer">Room for <see cref="LongestWord"/> characters, in which the words are handed out.</param>
/// <param name="singles">Also the single characters of longer runs: wanted in the index, not in a question.</param>
internal ref struct WordScan(ReadOnlySpan<char> text, Span<char> buffer, bool singles)
{
    public const int LongestWord = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private int _at;
    private int _length;
    private int _previous;
    private bool _single;
    private Vector128<byte> _key;

    /// <summary>The word; overwritten by the next.</summary>
    public readonly Span<char> Word => _buffer[.._length];

    /// <summary>Where it begins in the text.</summary>
    public int Start { get; private set; }

    public ScanKind Kind { get; private set; }

    /// <summary>The word's UTF-8 in one value, with zeros behind it; false when it takes more than 16 bytes.</summary>
    public readonly bool TryKey(out Vector128<byte> key)
    {
        key = _key;
        if (key != default) return true;
        Span<byte> bytes = stackalloc byte[Vector128<byte>.Count];
        bytes.Clear();
        if (_length > bytes.Length || !Encoding.UTF8.TryGetBytes(Word, bytes, out _)) return false;
        key = Vector128.Create<byte>(bytes);
        return true;
    }

    public bool Next()
    {
        while (_at < _text.Length)
        {
            if (Letters.IsSeparator(_text[_at])) _at++;
            else if (ShortWord() || PlainWord() || AnyWord()) return true;
        }
        return false;
    }

    // A plain word of at most 16 letters, all of them ASCII: most of what most people write, and read at one go.
    private bool ShortWord()
    {
        _key = default;
        if (_text.Length - _at < Letters.Ahead) return false;
        var length = Letters.Ascii(_text[_at..], out var lower);
        var end = _at + length;
        if (length == 0 || (end < _text.Length && !Letters.IsSeparator(_text[end]))) return false;
        _key = lower;
        var (low, high) = Vector128.Widen(lower);
        var buffer = MemoryMarshal.Cast<char, ushort>(_buffer);
        low.CopyTo(buffer);
        high.CopyTo(buffer[Vector128<ushort>.Count..]);
        Found(_at, end, length);
        return true;
    }

    // A word of Latin letters with neither a digit nor anything stranger behind it, as most are.
    private bool PlainWord()
    {
        var at = _at;
        var length = 0;
        for (; at < _text.Length; at++)
        {
            var lower = Letters.Lower(_text[at]);
            if (lower == 0) break;
            if (length < LongestWord) _buffer[length++] = lower;
        }
        if (length == 0 || (at < _text.Length && !Letters.IsSeparator(_text[at]))) return false;
        Found(_at, at, length);
        return true;
    }

    private bool AnyWord()
    {
        var rune = Decode(_at, out var used);
        if (Letters.IsUnspaced(rune.Value)) return Characters(rune, used);
        var (start, length, digits, grouped) = (_at, 0, true, false);
        for (var at = _at; ; at += used)
        {
            if (at < _text.Length) rune = Decode(at, out used);
            var mark = at < _text.Length && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            var letter = at < _text.Length && Rune.IsLetter(rune) && !Letters.IsUnspaced(rune.Value);
            if (mark && (length == 0 || digits)) continue;
            // The unit is another word.
            var ends = letter && digits && length > 0;
            if (!ends && (mark || letter || (at < _text.Length && Rune.IsDigit(rune))))
            {
                if (length + used <= LongestWord) length += Rune.ToLowerInvariant(rune).EncodeToUtf16(_buffer[length..]);
                digits &= !letter && !mark;
                continue;
            }
            if (length > 0 && digits && (grouped || length <= 3) && IsThousands(at))
            {
                grouped = true;
                continue;
            }
            if (length == 0)
            {
                _at = at < _text.Length && !Letters.IsUnspaced(rune.Value) ? at + used : at;
                return false;
            }
            Found(start, at, length);
            return true;
        }
    }

    private void Found(int start, int end, int length)
    {
        Start = start;
        Kind = ScanKind.Word;
        _length = length;
        _at = end;
        _previous = 0;
        if (end + 1 < _text.Length && _text[end] is '\'' or '’' && _text[end + 1] is 's' or 'S' && char.IsLetter(_text[end - 1]) &&
            (end + 2 == _text.Length || !char.IsLetterOrDigit(_text[end + 2])))
            _at = end + 2;
    }

    // Each character of a run is met twice: for itself, and with the one that follows. A question has one for itself only where it is a word alone: by itself, or
    // between hiragana (猫は).
    private bool Characters(Rune rune, int used)
    {
        var next = _at + used < _text.Length ? Decode(_at + used, out _) : default;
        var more = Letters.IsUnspaced(next.Value);
        var hiragana = Letters.IsHiragana(rune.Value);
        Start = _at;
        Kind = hiragana ? ScanKind.Grammar : ScanKind.Characters;
        _length = rune.EncodeToUtf16(_buffer);
        var alone = (_previous == 0 && !more) || (!hiragana && EndsWord(_previous) && EndsWord(more ? next.Value : 0));
        if (!_single && (singles || alone))
        {
            _single = true;
            return true;
        }
        _single = false;
        _previous = more ? rune.Value : 0;
        _at += used;
        if (!more) return false;
        if (Letters.IsHiragana(next.Value)) Kind = ScanKind.Grammar;
        _length += next.EncodeToUtf16(_buffer[_length..]);
        return true;
    }

    private static bool EndsWord(int neighbour) => neighbour == 0 || Letters.IsHiragana(neighbour);

    // 8,400 is one number, and so is 8 400 with a space that does not break; 3, 4 and 5 are three.
    private readonly bool IsThousands(int separator) =>
        _text.Length > separator + 3 && _text[separator] is ',' or '\u00a0' or '\u202f' &&
        char.IsAsciiDigit(_text[separator + 1]) && char.IsAsciiDigit(_text[separator + 2]) && char.IsAsciiDigit(_text[separator + 3]) &&
        (_text.Length == separator + 4 || !char.IsAsciiDigit(_text[separator + 4]));

    private readonly Rune Decode(int at, out int used) =>
        Rune.DecodeFromUtf16(_text[at..], out var rune, out used) == OperationStatus.Done ? rune : Rune.ReplacementChar;
}
