using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Memory.Recall.Time;

/// <summary>A word of a question as the tables of time know it.</summary>
/// <param name="Text">In lower case, without accents.</param>
/// <param name="Start">Where it begins in the question.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Number">Its value when it is a number of at most four digits; −1 otherwise.</param>
/// <param name="Capital">It begins with a capital.</param>
internal readonly record struct QuestionWord(string Text, int Start, int End, int Number, bool Capital)
{
    private const int MostCharacters = 2_000;

    /// <summary>The words at the beginning of a question; the ending of an ordinal (5th, 1er) belongs to its number.</summary>
    public static List<QuestionWord> Read(ReadOnlySpan<char> question)
    {
        if (question.Length > MostCharacters) question = question[..MostCharacters];
        var words = new List<QuestionWord>();
        Span<char> buffer = stackalloc char[WordScan.LongestWord];
        Span<char> folded = stackalloc char[WordScan.LongestWord * Folding.Room];
        var scan = new WordScan(question, buffer, singles: false);
        while (scan.Next())
        {
            var word = scan.Word;
            var (start, end) = (scan.Start, scan.Start + word.Length);
            word.CopyTo(folded);
            // Hangul has no accents, and would come apart.
            var text = new string(folded[..(scan.Kind == ScanKind.Word ? Folding.Fold(folded, word.Length) : word.Length)]);
            if (words.Count > 0 && words[^1].Number >= 0 && words[^1].End == start && text is "st" or "nd" or "rd" or "th" or "er" or "e" or "eme")
                words[^1] = words[^1] with { End = end };
            else words.Add(new QuestionWord(text, start, end, NumberOf(text), char.IsUpper(question[start])));
        }
        return words;
    }

    private static int NumberOf(string text)
    {
        if (text.Length > 4) return -1;
        var number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return -1;
            number = number * 10 + c - '0';
        }
        return number;
    }
}
