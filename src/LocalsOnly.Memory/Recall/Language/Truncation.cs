namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The stemmer of languages without one: a longer word keeps its first five letters. On English it costs half a point to two points of recall against Porter,
/// and no stemming at all costs four to six.
/// </summary>
internal static class Truncation
{
    /// <summary>
    /// The last character of a term that was cut. No text holds it, so <c>verla</c> with it behind (verlassen, verlangen, …) can never be taken for a stem or a whole word of
    /// another language; words that are short enough to stay whole are the same term in every language, and names are found across languages by it.
    /// </summary>
    public const char Mark = '\u0001';

    private const int Kept = 5;

    /// <summary>Cuts a word of more than five letters and marks it. A word with a digit in it is a code or a model and stays whole.</summary>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= Kept) return word.Length;
        foreach (var c in word)
            if (char.IsDigit(c)) return word.Length;
        var kept = char.IsHighSurrogate(word[Kept - 1]) ? Kept - 1 : Kept;
        word[kept] = Mark;
        return kept + 1;
    }
}
