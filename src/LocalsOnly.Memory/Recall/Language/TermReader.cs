namespace LocalsOnly.Memory.Recall.Language;

/// <summary>Receives the index terms of a text, one by one.</summary>
internal interface ITermVisitor
{
    /// <param name="term">Valid during the call only.</param>
    /// <param name="stop">The word carries grammar in the text's language: it is no content.</param>
    /// <param name="tag">The visitor's own, kept with the word for as long as the reader knows it; zero when it does not.</param>
    void Visit(ReadOnlySpan<char> term, bool stop, ref int tag);
}

/// <summary>
/// Text into index terms, by its language: stemmed, without accents. The accents go before the stemmer, save in French, whose stemmer needs them. An index and
/// the questions put to it take the same stemmers. For one thread.
/// </summary>
/// <param name="stemmers">Snowball's, if null.</param>
/// <param name="remembers">Keeps known words, in 1.3 MB for each language that it meets: for whoever reads more than a question.</param>
internal sealed class TermReader(Stemmers? stemmers = null, bool remembers = true)
{
    private readonly Stemmers _stemmers = stemmers ?? Stemmers.Snowball;
    private readonly char[] _word = new char[WordScan.LongestWord];
    private readonly char[] _term = new char[WordScan.LongestWord * Folding.Room];
    private readonly StemCache?[] _known = new StemCache?[Enum.GetValues<TextLanguage>().Length];

    /// <summary>Calls <paramref name="visitor"/> with each term of <paramref name="text"/>.</summary>
    /// <param name="singles">Also the single characters of longer Chinese, Japanese and Korean runs: wanted in the index, not in a question.</param>
    public void Read<TVisitor>(ReadOnlySpan<char> text, TextLanguage language, bool singles, ref TVisitor visitor) where TVisitor : ITermVisitor
    {
        var known = remembers ? _known[(int)language] ??= new StemCache() : null;
        var scan = new WordScan(text, _word, singles);
        while (scan.Next())
        {
            var word = scan.Word;
            var noTag = 0;
            if (scan.Kind != ScanKind.Word)
            {
                visitor.Visit(word, scan.Kind == ScanKind.Grammar, ref noTag);
                continue;
            }
            if (known is not null && word.Length <= KnownWord.Longest)
            {
                var key = _word.AsSpan(0, KnownWord.Longest);
                key[word.Length..].Clear();
                ref var place = ref known.PlaceOf(key);
                if (place.Is(key) || place.TryBecome(key, Term(word, language, out var isStop), isStop))
                {
                    visitor.Visit(place.Term, place.Stop, ref place.Tag);
                    continue;
                }
            }
            var term = Term(word, language, out var stop);
            if (!term.IsEmpty) visitor.Visit(term, stop, ref noTag);
        }
    }

    /// <summary>The index term of one word; empty when nothing is left of it.</summary>
    /// <param name="word">As <see cref="WordScan"/> gives it.</param>
    /// <param name="stop">The word carries grammar in the language.</param>
    public ReadOnlySpan<char> Term(ReadOnlySpan<char> word, TextLanguage language, out bool stop)
    {
        Span<char> term = _term;
        word.CopyTo(term);
        var length = word.Length;
        if (language == TextLanguage.French)
        {
            length = Folding.Compose(term, length);
            stop = StopLists.IsGrammar(language, term[..length]);
            length = _stemmers.French(term[..length]);
            return term[..Folding.Fold(term, length)];
        }
        length = Folding.Fold(term, length);
        stop = StopLists.IsGrammar(language, term[..length]);
        return term[.._stemmers.Of(language)(term[..length])];
    }
}
