using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>A word of a reply.</summary>
/// <param name="Plain">Folded.</param>
/// <param name="Gap">The punctuation between the word before and this one, without spaces, quotes and Markdown.</param>
/// <param name="Mark">Number of the emphasis, link or quotation that it stands in; 0 for none.</param>
/// <param name="Weak">It begins a sentence or a line, or follows a colon: a capital says nothing there.</param>
/// <param name="Head">It begins a line: an entry of a list, a heading, or a paragraph.</param>
internal sealed record Word(string Text, string Plain, int Start, int End, string Gap, int Mark, int Sentence, bool Weak, bool Head)
{
    public bool Capital => char.IsUpper(Text[0]);

    public bool IsNumber => char.IsDigit(Text[0]);

    /// <summary>Follows the word before it with nothing but space between.</summary>
    public bool Follows => Gap.Length == 0;
}

/// <summary>A reply as words and sentences, with Markdown and quotation marks seen through.</summary>
internal sealed partial class ReplyText
{
    private ReplyText(string text, List<Word> words, List<(int Start, int End)> sentences, List<(int Start, int End)> marks) =>
        (Text, Words, Sentences, Marks) = (text, words, sentences, marks);

    public string Text { get; }

    public IReadOnlyList<Word> Words { get; }

    public IReadOnlyList<(int Start, int End)> Sentences { get; }

    /// <summary>Where each emphasis, link text or quotation is; a word's mark is its index here plus one.</summary>
    public IReadOnlyList<(int Start, int End)> Marks { get; }

    public static ReplyText Read(string text)
    {
        var marks = MarkForms().Matches(text)
            .Select(match => match.Groups.Values.Skip(1).First(group => group.Success))
            .Select(group => (Start: group.Index, End: group.Index + group.Length))
            .ToList();
        var words = new List<Word>();
        var sentences = new List<(int Start, int End)>();
        var (previous, sentence) = (0, 0);
        var addresses = Addresses().Matches(text).Select(match => (Start: match.Index, End: match.Index + match.Length)).ToList();
        foreach (Match match in WordForm().Matches(text))
        {
            if (addresses.Any(address => address.Start <= match.Index && match.Index < address.End) || IsNumbering(text, match)) continue;
            var between = text[previous..match.Index];
            var newLine = between.Contains('\n', StringComparison.Ordinal);
            var ends = words.Count > 0 && (newLine || (Ends(between) && IsEnd(words[^1].Plain, between, match.Value)));
            if (ends)
            {
                var line = between.IndexOf('\n', StringComparison.Ordinal);
                var end = previous + Closing(line < 0 ? between : between[..line]);
                sentences.Add((sentence, end));
                sentence = line < 0 ? end + Spaces(text, end) : previous + between.LastIndexOf('\n') + 1;
                sentence += Bullet().Match(text, sentence).Length;
            }
            var head = words.Count == 0 || newLine;
            words.Add(new Word(
                match.Value, Plain(match.Value), match.Index, match.Index + match.Length, Punctuation(between), MarkAt(marks, match.Index), sentences.Count,
                head || ends || between.Contains(':', StringComparison.Ordinal), head));
            previous = match.Index + match.Length;
        }
        if (words.Count > 0) sentences.Add((sentence, text.Length));
        return new ReplyText(text, words, sentences, marks);
    }

    // Folded, the French preposition would be the English article.
    private static string Plain(string word) => word is "à" or "À" ? "à" : PlainWords.Fold(word).Trim('\'');

    /// <summary>The 1 of "1. Skiff".</summary>
    private static bool IsNumbering(string text, Match word)
    {
        if (word.Length > 2 || !word.Value.All(char.IsAsciiDigit) || word.Index + word.Length + 1 >= text.Length) return false;
        if (text[word.Index + word.Length] is not ('.' or ')') || text[word.Index + word.Length + 1] != ' ') return false;
        return text.AsSpan(text.LastIndexOf('\n', word.Index) + 1, word.Index - text.LastIndexOf('\n', word.Index) - 1).TrimStart(" *_#").IsEmpty;
    }

    private static bool Ends(string between) => between.AsSpan().IndexOfAny(".!?…") >= 0;

    // "St. Regis", "No. 5", "open till 15 h. and": a stop after these, or before a small letter, ends nothing; nor does one without a space behind it.
    private static bool IsEnd(string before, string between, string next) =>
        between.Any(char.IsWhiteSpace) && !char.IsLower(next[0]) &&
        !(between[0] == '.' && before is "st" or "ste" or "mr" or "mrs" or "ms" or "mme" or "dr" or "no" or "nr" or "vs" or "ca" or "bzw");

    private static int Closing(string between)
    {
        var last = between.LastIndexOfAny(['.', '!', '?', '…']);
        if (last < 0) return 0;
        while (last + 1 < between.Length && "*_\"”»“)".Contains(between[last + 1], StringComparison.Ordinal)) last++;
        return last + 1;
    }

    private static int Spaces(string text, int at)
    {
        var count = 0;
        while (at + count < text.Length && char.IsWhiteSpace(text[at + count])) count++;
        return count;
    }

    private static string Punctuation(string between) =>
        new([.. between.Where(c => !char.IsWhiteSpace(c) && !"*_`#>[]\"“”„«»‚‘’'".Contains(c, StringComparison.Ordinal))]);

    private static int MarkAt(List<(int Start, int End)> marks, int at)
    {
        var found = 0;
        for (var i = 0; i < marks.Count; i++)
            if (marks[i].Start <= at && at < marks[i].End) found = i + 1;
        return found;
    }

    // French elisions are words of their own, an English possessive is none, and what hyphens join is one word.
    [GeneratedRegex(@"(?:(?<![\p{L}\p{Nd}])(?:[ldjmtsnc]|qu|jusqu)['’](?=[\p{L}]))|[\p{L}\p{Nd}]+(?:(?:-|['’](?![sS](?![\p{L}])))[\p{L}\p{Nd}]+)*", RegexOptions.IgnoreCase)]
    private static partial Regex WordForm();

    [GeneratedRegex(@"https?://\S+|(?<=\])\([^)\n]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\G\s*(?:(?:[-•+]|\*(?=\s)|#{1,6}|\d{1,2}[.)])\s+)?")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"\*\*([^*\n]+)\*\*|__([^_\n]+)__|(?<!\*)\*([^*\n]+)\*(?!\*)|\[([^\]\n]+)\]\(|“([^”\n]+)”|«\s*([^»\n]+?)\s*»|„([^“”\n]+)[“”]|""([^""\n]+)""")]
    private static partial Regex MarkForms();
}
