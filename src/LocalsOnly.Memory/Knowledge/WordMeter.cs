namespace LocalsOnly.Memory.Knowledge;

/// <summary>
/// How long a text is in words, counted as it passes by. Chinese, Japanese and Korean have no spaces, so two of their characters make a word there; and what has
/// none for other reasons (an address, a key, a picture in base64) counts one word more for every 24 characters.
/// </summary>
internal struct WordMeter
{
    private const int LongWord = 24;

    private int _run;
    private int _ideographs;
    private int _words;

    public readonly int Words => _words + ((_ideographs + 1) / 2);

    public static int Count(ReadOnlySpan<char> text)
    {
        var meter = new WordMeter();
        foreach (var c in text) meter.Add(c);
        return meter.Words;
    }

    public void Add(char c)
    {
        if (char.IsWhiteSpace(c)) _run = 0;
        else if (c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF')
        {
            _run = 0;
            _ideographs++;
        }
        else if (_run++ % LongWord == 0) _words++;
    }
}
