namespace LocalsOnly.Memory.Recall.Language;

/// <summary>Receives the index terms of a text, one by one.</summary>
internal interface ITermVisitor
{
    /// <param name="term">Valid during the call only.</param>
    /// <param name="stop">The word carries grammar in the text's language: it is no content.</param>
    void Visit(ReadOnlySpan<char> term, bool stop);
}

/// <summary>
/// Text into index terms, by its language: stemmed, without accents. The accents go before the stemmer, save in French, whose stemmer needs them. An index and
/// the questions put to it take the same stemmers. For one thread.
/// </summary>
/// <param name="stemmers">Snowball's, if null.</param>
internal sealed class TermReader(Stemmers? stemmers = null)
{
    private readonly Stemmers _stemmers = stemmers ?? Stemmers.Snowball;
    private readonly char[] _word = new char[WordScan.LongestWord];
    private readonly char[] _term = new char[WordScan.LongestWord * Folding.Room];

    /// <summary>Calls <paramref name="visitor"/> with each term of <paramref name="text"/>.</summary>
    /// <param name="singles">Also the single characters of longer Chinese, Japanese and Korean runs: wanted in the index, not in a question.</param>
    public void Read<TVisitor>(ReadOnlySpan<char> text, TextLanguage language, bool singles, ref TVisitor visitor) where TVisitor : ITermVisitor
    {
        var scan = new WordScan(text, _word, singles);
        while (scan.Next())
        {
            var stop = scan.Kind == ScanKind.Grammar;
            var term = scan.Kind == ScanKind.Word ? Term(scan.Word, language, out stop) : scan.Word;
            if (!term.IsEmpty) visitor.Visit(term, stop);
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
