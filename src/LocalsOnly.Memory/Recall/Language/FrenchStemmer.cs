namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The Snowball stemmer of French, after its published description (snowballstem.org/algorithms/french/stemmer.html, as of Snowball 3.2). It needs the accents:
/// they are folded after it, not before.
/// </summary>
internal static class FrenchStemmer
{
    // A diaeresis takes two places while a word is worked on; longer words are left as they are.
    private const int LongestWord = 128;

    /// <summary>Stems <paramref name="word"/> in place and returns the stem's length.</summary>
    public static int Stem(Span<char> word)
    {
        if (word.Length > LongestWord) return word.Length;
        Span<char> letters = stackalloc char[2 * LongestWord];
        var french = new FrenchWord(letters, WithoutElision(word));
        if (french.RemoveStandardSuffix() || french.RemoveVerbSuffixOfI() || french.RemoveVerbSuffix()) french.MendLastLetter();
        else french.RemoveResidualSuffix();
        french.UndoubleAndUnaccent();
        return french.CopyTo(word);
    }

    // l'avion, qu'elle; the tokeniser has split these already, a list of words may hold them.
    private static ReadOnlySpan<char> WithoutElision(ReadOnlySpan<char> word)
    {
        if (word.Length > 2 && word[1] == '\'' && "cdjlmnstz".Contains(word[0])) return word[2..];
        return word.Length > 3 && word.StartsWith("qu'") ? word[3..] : word;
    }
}
