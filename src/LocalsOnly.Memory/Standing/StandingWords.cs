using LocalsOnly.Memory.Recall;
using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Memory.Standing;

/// <summary>Receives a term; the span is valid during the call only.</summary>
internal delegate void StandingWordVisitor(ReadOnlySpan<char> term, bool stop);

/// <summary>
/// The words by which subjects are compared. Porter's stems whatever the language: a subject only has to come out the same each time, and its name, which a person's
/// decision may keep for years, must not change with the index's stemmer.
/// </summary>
internal static class StandingWords
{
    /// <summary>Calls <paramref name="visit"/> with each word's stem and whether it carries only grammar or the scaffold of a question.</summary>
    public static void Visit(string text, StandingWordVisitor visit)
    {
        Span<char> buffer = stackalloc char[WordScan.LongestWord];
        Span<char> folded = stackalloc char[WordScan.LongestWord * Folding.Room];
        var scan = new WordScan(text, buffer, singles: false);
        while (scan.Next())
        {
            if (scan.Kind != ScanKind.Word)
            {
                visit(scan.Word, scan.Kind == ScanKind.Grammar);
                continue;
            }
            scan.Word.CopyTo(folded);
            var length = Folding.Fold(folded, scan.Word.Length);
            var stop = StopLists.IsStopInQuestion(TextLanguage.English, folded[..length]);
            visit(folded[..Porter.Stem(folded[..length])], stop);
        }
    }
}
