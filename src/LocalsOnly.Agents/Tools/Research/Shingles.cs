namespace LocalsOnly.Agents.Tools.Research;

/// <summary>A text as the set of its runs of five words, hashed to 64 bits: letters and digits only, in lower case, whatever stands between them.</summary>
/// <param name="Hashes">Distinct, ascending. A text of fewer than five words is one run.</param>
/// <param name="Words">How many words the text has.</param>
internal sealed record Shingles(ulong[] Hashes, int Words)
{
    private const int Run = 5;

    // FNV-1a, 64 bits (RFC 9923).
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static Shingles Of(IEnumerable<string> texts)
    {
        var words = new List<ulong>();
        foreach (var text in texts) Read(text, words);
        if (words.Count == 0) return new Shingles([], 0);
        var hashes = new ulong[Math.Max(1, words.Count - Run + 1)];
        for (var i = 0; i < hashes.Length; i++)
        {
            var hash = Offset;
            for (var j = i; j < Math.Min(i + Run, words.Count); j++) hash = Mix(hash ^ words[j]);
            hashes[i] = hash;
        }

        Array.Sort(hashes);
        return new Shingles([.. Distinct(hashes)], words.Count);
    }

    /// <summary>Jaccard coefficient, 0 to 1; 0 when either is empty.</summary>
    public double Likeness(Shingles other)
    {
        if (Hashes.Length == 0 || other.Hashes.Length == 0) return 0;
        var (i, j, both) = (0, 0, 0);
        while (i < Hashes.Length && j < other.Hashes.Length)
        {
            if (Hashes[i] == other.Hashes[j]) (i, j, both) = (i + 1, j + 1, both + 1);
            else if (Hashes[i] < other.Hashes[j]) i++;
            else j++;
        }

        return both / (double)(Hashes.Length + other.Hashes.Length - both);
    }

    /// <summary>Spreads the bits of a number over all 64 (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static void Read(string text, List<ulong> words)
    {
        var hash = Offset;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c)) hash = (hash ^ char.ToLowerInvariant(c)) * Prime;
            else if (hash != Offset)
            {
                words.Add(hash);
                hash = Offset;
            }
        }

        if (hash != Offset) words.Add(hash);
    }

    private static IEnumerable<ulong> Distinct(ulong[] sorted)
    {
        for (var i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1]) yield return sorted[i];
    }
}
