using System.Buffers;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>One word of a question as the index terms it may stand under: alternatives, of which any counts, and all together count as one word.</summary>
/// <param name="Word">The word as it was asked, in lower case.</param>
/// <param name="Terms">Distinct; the likeliest language first.</param>
internal sealed record TermGroup(string Word, IReadOnlyList<string> Terms);

/// <summary>
/// A question as groups of alternative index terms. The messages it is put to may be in any language, and a question of four words may not show its own: so each
/// word is stemmed for every language that may be meant.
/// </summary>
/// <param name="Language">The language of the question; null when it is not sure.</param>
/// <param name="Groups">The content words; all words when none is content. No two groups hold the same terms.</param>
internal sealed record QueryTerms(TextLanguage? Language, IReadOnlyList<TermGroup> Groups)
{
    private static readonly SearchValues<char> s_opening = SearchValues.Create(" \t\r\n\"'«“„¿¡(");
    private static readonly TextLanguage[] s_all = [TextLanguage.English, TextLanguage.French, TextLanguage.Other];

    /// <summary>Reads a question.</summary>
    /// <param name="reader">Its stemmers are those of the index.</param>
    /// <param name="most">At most so many groups, in the order of the question.</param>
    public static QueryTerms Read(string question, TermReader reader, int most = 64)
    {
        var language = LanguageGuess.Of(question);
        var content = new List<TermGroup>();
        var rest = new List<TermGroup>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Span<char> buffer = stackalloc char[WordScan.LongestWord];
        var scan = new WordScan(question, buffer, singles: false);
        while (scan.Next() && content.Count < most)
        {
            var word = new string(scan.Word);
            if (!seen.Add(word)) continue;
            var stop = scan.Kind == ScanKind.Word ? StopLists.IsStopInQuestion(language ?? TextLanguage.English, word) : scan.Kind == ScanKind.Grammar;
            if (stop && (content.Count > 0 || rest.Count == most)) continue;
            var group = scan.Kind == ScanKind.Word ? Group(word, Meant(language, IsName(question, scan.Start)), reader) : new TermGroup(word, [word]);
            if (group.Terms.Count > 0 && seen.Add(group.Terms[0] + '\n')) (stop ? rest : content).Add(group);
        }
        return new QueryTerms(language, content.Count > 0 ? content : rest);
    }

    // English always: it is what most of an archive is in, and what a wrong guess is most often wrong about. A name is the same in every language.
    private static TextLanguage[] Meant(TextLanguage? language, bool name) => language switch
    {
        null => s_all,
        TextLanguage.English when !name => [TextLanguage.English],
        { } sure when !name => [sure, TextLanguage.English],
        { } sure => [sure, .. s_all.Where(each => each != sure)],
    };

    private static TermGroup Group(string word, TextLanguage[] languages, TermReader reader)
    {
        var terms = new List<string>(languages.Length);
        foreach (var language in languages)
        {
            var term = reader.Term(word, language, out _);
            if (!term.IsEmpty && !Contains(terms, term)) terms.Add(new string(term));
        }
        return new TermGroup(word, terms);
    }

    private static bool Contains(List<string> terms, ReadOnlySpan<char> term)
    {
        foreach (var each in terms)
            if (term.SequenceEqual(each)) return true;
        return false;
    }

    // A capital that does not open the question.
    private static bool IsName(string question, int at) => at > 0 && char.IsUpper(question[at]) && question.AsSpan(0, at).ContainsAnyExcept(s_opening);
}
