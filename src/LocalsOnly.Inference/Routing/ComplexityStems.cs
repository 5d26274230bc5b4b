namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Finds stems of verbs that ask for reasoning, regardless of case: at the start of a word, or anywhere in scripts that are written
/// without spaces. A stem that ends in <c>|</c> is a whole word.
/// </summary>
internal sealed class ComplexityStems
{
    private const int Buckets = 256;

    // By the low byte of the first character: few stems share one, and an ordinary word start is refused by one look at an empty bucket.
    private readonly Stem[]?[] _buckets = new Stem[Buckets][];

    public ComplexityStems(IEnumerable<string> stems)
    {
        foreach (var group in stems.Where(stem => stem.Length > 1).Select(Stem.Parse).GroupBy(stem => stem.Text[0] % Buckets))
            _buckets[group.Key] = [.. group];
    }

    /// <summary>Whether a stem begins at <paramref name="at"/>.</summary>
    public bool BeginsAt(ReadOnlySpan<char> text, int at)
    {
        var first = Lower(text[at]);
        if (_buckets[first % Buckets] is not { } bucket) return false;
        foreach (var stem in bucket)
        {
            if (stem.Text[0] == first && Matches(stem, text[at..])) return true;
        }

        return false;
    }

    private static bool Matches(Stem stem, ReadOnlySpan<char> text)
    {
        var wanted = stem.Text;
        if (text.Length < wanted.Length) return false;
        for (var i = 1; i < wanted.Length; i++)
        {
            if (Lower(text[i]) != wanted[i]) return false;
        }

        return !stem.WholeWord || text.Length == wanted.Length || !char.IsLetter(text[wanted.Length]);
    }

    // Beyond Cyrillic, no script of the stems has capitals.
    private static char Lower(char c) => c is (>= '\u0530' and < '\u1E00') or > '\u1FFF' ? c : c < 128 ? (uint)(c - 'A') <= 'Z' - 'A' ? (char)(c | 0x20) : c : char.ToLowerInvariant(c);

    private readonly record struct Stem(string Text, bool WholeWord)
    {
        public static Stem Parse(string stem) => stem[^1] == '|' ? new Stem(stem[..^1].ToLowerInvariant(), true) : new Stem(stem.ToLowerInvariant(), false);
    }
}
