using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>
/// The words of a text that say what it is about: folded (lower case, no accents), without the grammar and the question words of English, French and German, and without
/// a plural's ending. Coarse on purpose: two questions are alike when a person would say that they are about the same things.
/// </summary>
internal static class Terms
{
    private static readonly FrozenSet<string> s_empty =
        """
        the and for with that this these those from into about what when where which who whom whose why how does did done doing have has had having was were been being are is
        can could should would shall will may might must not but than then them they their there here you your yours our ours its his her hers him she because while also only just
        very more most much many some any all each other such own same too out over under again once between through during before after above below off down please tell give show
        explain help know think want need make get got use using like really actually best good better thing things way ways
        les des une aux avec pour par sur dans est sont ete etre avoir ont ait que qui quoi dont quel quelle quels quelles comment pourquoi quand combien cette ces mon mes ton tes son ses
        notre votre leur leurs nous vous ils elles elle lui mais donc car pas plus moins tres tout tous toute toutes faire fait peut peux puis dois faut comme aussi alors bien
        der die das den dem des ein eine einen einem einer eines und oder aber mit von vom zum zur fur auf aus bei nach uber unter ist sind war waren sein seine ihr ihre wie was wer wen wem
        warum wieso wann welche welcher welches kann konnte soll sollte muss musste werden wird wurde haben hat hatte nicht kein keine auch noch nur schon sehr mehr man mir mich dir dich sich
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All terms of a text.</summary>
    public static HashSet<string> Of(string text) => Words(text).Select(word => word.Term).ToHashSet(StringComparer.Ordinal);

    /// <summary>Each word with its term, in order; the same one may come again.</summary>
    public static IEnumerable<(string Word, string Term)> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || CharUnicodeInfo.GetUnicodeCategory(text[at]) == UnicodeCategory.NonSpacingMark)) at++;
            if (at == start)
            {
                at++;
                continue;
            }

            var word = text[start..at];
            if (Term(word) is { } term) yield return (word, term);
        }
    }

    private static string? Term(string word)
    {
        var folded = Fold(word);
        // Two letters are a token or a subject as often as grammar; only what is written in capitals counts.
        if (folded.Length < 3 && !(folded.Length == 2 && word.All(char.IsUpper))) return null;
        if (s_empty.Contains(folded)) return null;
        return folded.Length > 3 && folded[^1] == 's' && folded[^2] != 's' ? folded[..^1] : folded;
    }

    private static string Fold(string word)
    {
        if (Ascii.IsValid(word)) return word.ToLowerInvariant();
        var letters = word.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark);
        return new string([.. letters]).ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Replace("œ", "oe", StringComparison.Ordinal);
    }
}
