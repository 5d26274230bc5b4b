namespace LocalsOnly.Agents.Tools.Research;

/// <summary>
/// Finds files that say nearly the same without comparing each with each: MinHash signatures (Broder 1997) in bands, and only what agrees in a band is compared in full. Two
/// texts that are 0.8 alike meet in some band with a probability of 0.9998, two that are 0.6 alike with 0.89.
/// </summary>
internal sealed class LikeFiles
{
    /// <summary>From this likeness on two files are named.</summary>
    public const double Least = 0.6;

    private const int Bands = 16;
    private const int Rows = 4;

    // A thousand files made from one template agree in every band; beyond this the rest of a bucket is compared with its first ones only.
    private const int MostInBucket = 40;
    private const int MostComparisons = 200_000;

    private static readonly ulong[] s_seeds = [.. Enumerable.Range(1, Bands * Rows).Select(i => Shingles.Mix((ulong)i * 0x9E3779B97F4A7C15))];

    /// <summary>True when there was more to compare than the bounds allow.</summary>
    public bool Bounded { get; private set; }

    /// <summary>Pairs of indexes with their likeness, each pair once.</summary>
    public IReadOnlyList<(int First, int Second, double Likeness)> Pairs(IReadOnlyList<Shingles> texts, CancellationToken cancellationToken)
    {
        var buckets = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < texts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (texts[i].Hashes.Length > 0) Put(buckets, i, Signature(texts[i]));
        }

        var seen = new HashSet<(int, int)>();
        var pairs = new List<(int, int, double)>();
        foreach (var bucket in buckets.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Bounded |= bucket.Count > MostInBucket;
            for (var i = 0; i < Math.Min(bucket.Count, MostInBucket); i++)
                for (var j = i + 1; j < bucket.Count; j++)
                {
                    if (!seen.Add((bucket[i], bucket[j]))) continue;
                    if (seen.Count > MostComparisons)
                    {
                        Bounded = true;
                        return pairs;
                    }

                    var likeness = texts[bucket[i]].Likeness(texts[bucket[j]]);
                    if (likeness >= Least) pairs.Add((bucket[i], bucket[j], likeness));
                }
        }

        return pairs;
    }

    private static ulong[] Signature(Shingles text)
    {
        var signature = new ulong[s_seeds.Length];
        Array.Fill(signature, ulong.MaxValue);
        foreach (var hash in text.Hashes)
            for (var k = 0; k < signature.Length; k++)
            {
                var value = (hash ^ s_seeds[k]) * 0xD6E8FEB86659FD93;
                value ^= value >> 32;
                if (value < signature[k]) signature[k] = value;
            }

        return signature;
    }

    private static void Put(Dictionary<ulong, List<int>> buckets, int text, ulong[] signature)
    {
        for (var band = 0; band < Bands; band++)
        {
            var key = (ulong)band;
            for (var row = 0; row < Rows; row++) key = Shingles.Mix(key ^ signature[(band * Rows) + row]) + (ulong)band;
            if (!buckets.TryGetValue(key, out var bucket)) buckets[key] = bucket = [];
            bucket.Add(text);
        }
    }
}
