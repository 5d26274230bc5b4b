namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>Words of a reply that may be one name.</summary>
/// <param name="First">Index of its first word.</param>
/// <param name="Last">Index of its last.</param>
/// <param name="Core">Index of the first word behind an article.</param>
internal sealed record NameSpan(int First, int Last, int Core)
{
    private const int MostConnectors = 2;

    private static readonly HashSet<string>[] s_beginnings = [OtherNames.Starters, VenueWords.Senders, VenueWords.Leaders, VenueWords.Works];

    /// <summary>It begins with an article that has a capital although it begins no sentence: try Le Skiff.</summary>
    public bool ArticleIsItsOwn { get; init; }

    public bool HasArticle => Core > First;

    public string Name(ReplyText text) => text.Text[text.Words[First].Start..text.Words[Last].End];

    public IEnumerable<Word> Words(ReplyText text) => text.Words.Skip(First).Take(Last - First + 1);

    /// <summary>Every run of capitalised words, without what is a whole name of the list.</summary>
    public static IEnumerable<NameSpan> Of(ReplyText text, KnownNames known)
    {
        var words = text.Words;
        var listed = Listed(text, known);
        for (var i = 0; i < words.Count; i++)
        {
            if (listed[i] || !words[i].Capital) continue;
            var last = End(words, listed, i);
            if (Trimmed(words, i, last) is { } span) yield return span;
            i = last;
        }
    }

    private static bool[] Listed(ReplyText text, KnownNames known)
    {
        // A word of the reply may be several of a name (a hyphen, an elision): they are compared one by one.
        var parts = text.Words.SelectMany((word, i) => PlainWords.Of(word.Text).Select(plain => (Plain: plain, Word: i))).ToList();
        var plains = parts.Select(part => part.Plain).ToList();
        var listed = new bool[text.Words.Count];
        foreach (var name in known.Whole)
            for (var at = PlainWords.IndexOf(plains, name); at >= 0; at = PlainWords.IndexOf(plains, name, at + 1))
            {
                var (first, last) = (parts[at].Word, parts[at + name.Count - 1].Word);
                if (first < last && text.Words.Skip(first + 1).Take(last - first).Any(word => !word.Follows)) continue;
                // "Bakea Beach Club" is not the Bakea of the list, and small "la table" is no name.
                if (last + 1 < text.Words.Count && text.Words[last + 1] is { Capital: true, Follows: true } next && VenueWords.IsType(next.Plain)) continue;
                for (var i = first; i <= last; i++) listed[i] = true;
            }
        return listed;
    }

    private static int End(IReadOnlyList<Word> words, bool[] listed, int first)
    {
        var last = first;
        var typed = VenueWords.IsType(words[first].Plain);
        while (last + 1 < words.Count)
        {
            var next = last + 1;
            if (!Joins(words, listed, last, next)) break;
            if (words[next].Capital)
            {
                // German nouns stand side by side without being a name; after the word for an inn, or an article with a capital, they are.
                if (IsPlainNoun(words[next].Plain) && !typed && !VenueWords.IsType(words[next].Plain) && !VenueWords.Articles.Contains(words[last].Plain)) break;
                typed |= VenueWords.IsType(words[next].Plain);
                last = next;
                continue;
            }
            if (words[next].IsNumber && words[next].Text.Length < 4)
            {
                last = next;
                continue;
            }
            var end = next;
            while (end < words.Count && end - next < MostConnectors && Joins(words, listed, end - 1, end) && !words[end].Capital && IsConnector(words[end].Plain, typed)) end++;
            if (end == next || end >= words.Count || !Joins(words, listed, end - 1, end) || !words[end].Capital) break;
            typed |= VenueWords.IsType(words[end].Plain);
            last = end;
        }
        return last;
    }

    private static bool Joins(IReadOnlyList<Word> words, bool[] listed, int before, int next) =>
        !listed[next] && (words[next].Gap is "" or "&") && words[next].Mark == words[before].Mark && words[next].Sentence == words[before].Sentence;

    private static bool IsConnector(string plain, bool typed) => VenueWords.Connectors.Contains(plain) || (typed && VenueWords.GermanConnectors.Contains(plain));

    /// <summary>Without the verb or the preposition in front that only begins the sentence, and the day behind.</summary>
    private static NameSpan? Trimmed(IReadOnlyList<Word> words, int first, int last)
    {
        while (first <= last && !IsArticle(words, first, last) && IsOrdinary(words[first])) first++;
        while (last > first && ((!words[last].Capital && !words[last].IsNumber) || (OtherNames.Known.Contains(words[last].Plain) && words[last - 1].Capital))) last--;
        if (first > last) return null;
        var core = IsArticle(words, first, last) ? first + 1 : first;
        return core > last ? null : new NameSpan(first, last, core) { ArticleIsItsOwn = core > first && !words[first].Weak };
    }

    // "Le Skiff", "Zum Hirsch"; but "Zum Abendessen" and "Le vin" are a preposition and a noun.
    private static bool IsArticle(IReadOnlyList<Word> words, int at, int last) =>
        at < last && VenueWords.Articles.Contains(words[at].Plain) && words[at + 1].Capital && !(words[at].Plain is "zum" or "zur" && IsPlainNoun(words[at + 1].Plain));

    private static bool IsPlainNoun(string plain) => OtherNames.IsGermanNoun(plain) && !OtherNames.InnNouns.Contains(plain);

    private static bool IsOrdinary(Word word) =>
        !VenueWords.IsType(word.Plain) && (OtherNames.GermanNouns.Contains(word.Plain) || (word.Weak && (OtherNames.IsKnown(word.Plain) || s_beginnings.Any(words => words.Contains(word.Plain)))));
}
