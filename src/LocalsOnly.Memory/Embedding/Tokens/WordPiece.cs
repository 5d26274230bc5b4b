namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>
/// BERT's model: the longest token that a word begins with, then the longest that the rest begins with, and so on; a word with a rest that no token begins
/// is unknown as a whole (google-research/bert, tokenization.py).
/// </summary>
internal sealed class WordPiece : IPieceModel
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _first;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _next;
    private readonly int _longestFirst;
    private readonly int _longestNext;
    private readonly int _longestWord;

    /// <param name="vocabulary">Tokens and their numbers.</param>
    /// <param name="prefix">What a token that continues a word begins with, mostly <c>##</c>.</param>
    /// <param name="longestWord">A word of more characters is unknown.</param>
    public WordPiece(IReadOnlyDictionary<string, int> vocabulary, string prefix, int? unknown, int longestWord)
    {
        var first = new Dictionary<string, int>(vocabulary.Count, StringComparer.Ordinal);
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (token, id) in vocabulary)
        {
            first[token] = id;
            _longestFirst = Math.Max(_longestFirst, token.Length);
            if (!token.StartsWith(prefix, StringComparison.Ordinal) || token.Length == prefix.Length) continue;
            next[token[prefix.Length..]] = id;
            _longestNext = Math.Max(_longestNext, token.Length - prefix.Length);
        }
        _first = first.GetAlternateLookup<ReadOnlySpan<char>>();
        _next = next.GetAlternateLookup<ReadOnlySpan<char>>();
        (Unknown, _longestWord) = (unknown, longestWord);
    }

    public int? Unknown { get; }

    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        var before = ids.Count;
        if (CharactersIn(piece) > _longestWord)
        {
            AddUnknown(ids);
            return;
        }
        for (var start = 0; start < piece.Length;)
        {
            var lookup = start == 0 ? _first : _next;
            var length = Math.Min(piece.Length - start, start == 0 ? _longestFirst : _longestNext);
            var id = 0;
            while (length > 0 && !lookup.TryGetValue(piece.Slice(start, length), out id)) length--;
            if (length == 0)
            {
                ids.RemoveRange(before, ids.Count - before);
                AddUnknown(ids);
                return;
            }
            ids.Add(id);
            start += length;
        }
    }

    private static int CharactersIn(ReadOnlySpan<char> piece)
    {
        var count = piece.Length;
        foreach (var c in piece)
            if (char.IsLowSurrogate(c)) count--;
        return count;
    }

    private void AddUnknown(List<int> ids)
    {
        if (Unknown is { } unknown) ids.Add(unknown);
    }
}
