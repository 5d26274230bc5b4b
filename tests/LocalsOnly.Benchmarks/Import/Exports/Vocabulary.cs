using System.Globalization;
using System.Text;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>
/// Words made of syllables, drawn as often as their rank says (Zipf): what an index meets in years of conversations, in that a few words are everywhere
/// and most are rare. Every word is kept as both vendors write it in JSON.
/// </summary>
internal sealed class Vocabulary
{
    // Of running text in European languages: Zipf's exponent is a little above 1.
    private const double Exponent = 1.05;

    private readonly byte[][] _letters;
    private readonly byte[][] _escaped;
    private readonly double[] _keep;
    private readonly int[] _alias;

    private Vocabulary(IReadOnlyCollection<string> words)
    {
        _letters = [.. words.Select(Encoding.UTF8.GetBytes)];
        _escaped = [.. words.Select(word => Encoding.ASCII.GetBytes(Escaped(word)))];
        (_keep, _alias) = AliasTable(_letters.Length);
    }

    /// <param name="count">Different words.</param>
    /// <param name="frequent">The most frequent ones, in order.</param>
    /// <param name="syllables">What the others are made of.</param>
    /// <param name="longest">Most syllables of a word; the frequent ones have fewer.</param>
    public static Vocabulary Create(ExportRandom random, int count, ReadOnlySpan<string> frequent, string[] syllables, int longest)
    {
        var words = new List<string>(count);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in frequent)
            if (known.Add(word)) words.Add(word);
        var made = new StringBuilder();
        while (words.Count < count)
        {
            var most = Math.Clamp((int)Math.Log2(words.Count + 1) / 4, 1, longest);
            made.Clear();
            for (var i = random.Below(most) + 1; i > 0; i--) made.Append(random.Pick<string>(syllables));
            if (known.Add(made.ToString())) words.Add(made.ToString());
            // Crowded: the short ones are all taken.
            else if (known.Add(made.Append(random.Pick<string>(syllables)).ToString())) words.Add(made.ToString());
        }
        return new Vocabulary(words);
    }

    /// <summary>A word as the inside of a JSON string.</summary>
    /// <param name="escape">With everything beyond ASCII as <c>\uXXXX</c>.</param>
    public ReadOnlySpan<byte> Word(ExportRandom random, bool escape)
    {
        var at = random.Below(_alias.Length);
        if (random.Unit() >= _keep[at]) at = _alias[at];
        return (escape ? _escaped : _letters)[at];
    }

    /// <summary>As Python's json.dumps writes it.</summary>
    public static string Escaped(string text) =>
        string.Concat(text.Select(c => c < 0x80 ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    // Walker's alias method, as Vose builds it (1991): a draw costs the same however many words there are.
    private static (double[] Keep, int[] Alias) AliasTable(int count)
    {
        var keep = Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -Exponent)).ToArray();
        var sum = keep.Sum();
        var alias = new int[count];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < count; i++)
        {
            keep[i] *= count / sum;
            (keep[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            var (rare, common) = (small.Pop(), large.Pop());
            alias[rare] = common;
            keep[common] -= 1 - keep[rare];
            (keep[common] < 1 ? small : large).Push(common);
        }
        foreach (var left in small.Concat(large)) keep[left] = 1;
        return (keep, alias);
    }
}
