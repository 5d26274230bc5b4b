using System.Text;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// The words of the index that are most like one that nobody used: a slip of the finger still finds something. Likeness is Dice's coefficient over groups of
/// three letters, the ends of the word counted as letters; only words with the same first letter are looked at, which slips rarely change.
/// </summary>
internal static class LikeWords
{
    private const int Most = 3;
    private const double LeastAlike = 0.6;
    private const int ShortestWord = 4;
    private const int LongestWord = 32;

    /// <summary>UTF-8 terms, most alike first; none for a word too short to tell.</summary>
    public static List<byte[]> Find(IndexSnapshot snapshot, PageReader pages, string word)
    {
        if (word.Length is < ShortestWord or > LongestWord || !word.All(char.IsLetter)) return [];
        var wanted = Groups(word);
        var most = word.Length / LeastAlike + 2;
        var found = new Dictionary<string, (double Alike, long Documents)>(StringComparer.Ordinal);
        var prefix = Encoding.UTF8.GetBytes(word[..(char.IsHighSurrogate(word[0]) ? 2 : 1)]);
        Span<char> letters = stackalloc char[LongestWord];
        var buffer = letters.ToArray();
        foreach (var (segment, _) in snapshot.Segments)
            segment.VisitTerms(pages, prefix, (term, entry) =>
            {
                if (term.Length > most || term.Length > LongestWord || term.Length < ShortestWord - 1) return;
                var length = Encoding.UTF8.GetChars(term, buffer);
                if (Alike(wanted, buffer.AsSpan(0, length)) is not (>= LeastAlike and var alike)) return;
                var key = new string(buffer, 0, length);
                found[key] = (alike, found.GetValueOrDefault(key).Documents + entry.Documents);
            });
        return
        [
            .. found.OrderByDescending(entry => entry.Value.Alike).ThenByDescending(entry => entry.Value.Documents).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Take(Most).Select(entry => Encoding.UTF8.GetBytes(entry.Key)),
        ];
    }

    // The word with a mark at either end, in groups of three.
    private static ulong[] Groups(ReadOnlySpan<char> word)
    {
        var groups = new ulong[word.Length];
        for (var i = 0; i < word.Length; i++) groups[i] = Group(word, i);
        return groups;
    }

    private static ulong Group(ReadOnlySpan<char> word, int middle) =>
        ((middle > 0 ? word[middle - 1] : 0ul) << 32) | ((ulong)word[middle] << 16) | (middle + 1 < word.Length ? word[middle + 1] : 0ul);

    private static double Alike(ulong[] wanted, ReadOnlySpan<char> word)
    {
        var shared = 0;
        for (var i = 0; i < word.Length; i++)
            if (wanted.AsSpan().Contains(Group(word, i))) shared++;
        return 2.0 * Math.Min(shared, wanted.Length) / (wanted.Length + word.Length);
    }
}
