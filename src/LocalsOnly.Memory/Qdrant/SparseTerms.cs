using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>
/// Terms as a sparse vector. A term's dimension is its hash, so no dictionary has to be kept anywhere. Of BM25 (Robertson and Zaragoza 2009, §3.4) a message
/// carries the part that depends on itself; how rare a term is the server knows (<c>modifier: idf</c>) and multiplies in.
/// </summary>
internal static class SparseTerms
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const int Short = 256;

    /// <summary>
    /// A message: for each term tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / averageLength)). Terms that share a dimension (one pair in 2^32) are summed.
    /// </summary>
    /// <param name="terms">Each distinct term and how often the message has it, 1 or more.</param>
    /// <param name="length">Terms in the message, all counted.</param>
    /// <param name="averageLength">Mean length of the messages, above 0. It may drift while the collection grows: the weights change slowly with it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the average is no such number.</exception>
    public static SparseVector Of(IEnumerable<(string Term, int Frequency)> terms, int length, double averageLength)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!(averageLength > 0) || !double.IsFinite(averageLength)) throw new ArgumentOutOfRangeException(nameof(averageLength), averageLength, "the mean length must be above 0");
        var saturation = K1 * (1 - B + B * length / averageLength);
        return Of(terms.Select(term =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(term.Frequency, 1, nameof(terms));
            return (term.Term, (float)(term.Frequency * (K1 + 1) / (term.Frequency + saturation)));
        }));
    }

    /// <summary>A question: each distinct term weighs 1, and what tells the terms apart is how rare they are, which the server knows.</summary>
    public static SparseVector OfQuestion(IEnumerable<string> terms) => Of(terms.Distinct(StringComparer.Ordinal).Select(term => (term, 1f)));

    /// <summary>The dimension of a term: XXH32 of its UTF-8.</summary>
    public static uint Dimension(ReadOnlySpan<char> term)
    {
        var most = Encoding.UTF8.GetMaxByteCount(term.Length);
        byte[]? rented = null;
        Span<byte> bytes = most <= Short ? stackalloc byte[Short] : rented = ArrayPool<byte>.Shared.Rent(most);
        var hash = XxHash32.HashToUInt32(bytes[..Encoding.UTF8.GetBytes(term, bytes)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static SparseVector Of(IEnumerable<(string Term, float Weight)> terms)
    {
        var known = terms.TryGetNonEnumeratedCount(out var count) ? count : 0;
        var dimensions = new List<uint>(known);
        var weights = new List<float>(known);
        foreach (var (term, weight) in terms)
        {
            dimensions.Add(Dimension(term));
            weights.Add(weight);
        }
        if (dimensions.Count == 0) return SparseVector.Empty;
        var (indices, values) = (dimensions.ToArray(), weights.ToArray());
        Array.Sort(indices, values);
        var last = 0;
        for (var i = 1; i < indices.Length; i++)
        {
            if (indices[i] == indices[last]) values[last] += values[i];
            else (indices[++last], values[last]) = (indices[i], values[i]);
        }
        return last + 1 == indices.Length ? new SparseVector(indices, values) : new SparseVector(indices[..(last + 1)], values[..(last + 1)]);
    }
}
