using System.Text;

namespace LocalsOnly.Memory.Postings;

/// <summary>
/// Numbers for terms, so that what is counted need not be compared as text. One thread adds; another may read those terms that it was handed the numbers of.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>When there are more, whoever adds should begin a new one: what is rare would be kept forever.</summary>
    public const int Full = 1 << 18;

    /// <summary>Numbers are below this: a number and a count of occurrences make one integer.</summary>
    private const int Most = 1 << 24;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    // Grown by a copy, and never changed where another thread may read.
    private volatile byte[][] _terms = new byte[1024][];

    public Vocabulary() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _numbers.Count;

    /// <summary>The number of a term, known or new.</summary>
    public int NumberOf(ReadOnlySpan<char> term)
    {
        if (_lookup.TryGetValue(term, out var number)) return number;
        number = _numbers.Count;
        if (number >= Most) throw new InvalidOperationException("A vocabulary was not exchanged when it was full.");
        _lookup[term] = number;
        if (number == _terms.Length)
        {
            var larger = new byte[2 * number][];
            _terms.CopyTo(larger, 0);
            _terms = larger;
        }
        var bytes = new byte[Encoding.UTF8.GetByteCount(term)];
        Encoding.UTF8.GetBytes(term, bytes);
        _terms[number] = bytes;
        return number;
    }

    /// <summary>The UTF-8 bytes of a term.</summary>
    public byte[] Term(int number) => _terms[number];
}
