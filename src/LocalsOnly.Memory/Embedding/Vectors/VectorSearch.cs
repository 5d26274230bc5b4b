using System.Buffers;
using System.Numerics;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>One search over all rows of a snapshot, exact but for the rows' rounding, on two threads when it is worth it.</summary>
internal sealed class VectorSearch
{
    // A waking thread costs some 50 µs, which is what a core needs for this many rows.
    private const int WorthTwoThreads = 16 * 1024;
    private const int BlockRows = 4096;
    private const int RowsInWord = 64;

    private readonly RowSnapshot _snapshot;
    private readonly ulong[]? _allowed;
    private readonly short[] _question;
    private int _nextBlock = -1;

    private VectorSearch(RowSnapshot snapshot, ulong[]? allowed, short[] question) => (_snapshot, _allowed, _question) = (snapshot, allowed, question);

    /// <summary>Fills <paramref name="results"/> with the best rows that are allowed, best first.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="ObjectDisposedException">The snapshot's mapping is gone; a newer one is there.</exception>
    public static int Run(RowSnapshot snapshot, ReadOnlySpan<float> query, RowSet? allowed, Span<Scored> results)
    {
        if (results.IsEmpty || snapshot.Rows == 0 || allowed is { Count: 0 }) return 0;
        using var bytes = snapshot.Map.Rent();
        var question = ArrayPool<short>.Shared.Rent(snapshot.Layout.VectorBytes);
        try
        {
            var factor = Int8.WriteQuestion(query, question.AsSpan(0, snapshot.Layout.VectorBytes));
            if (factor == 0) return 0;
            var search = new VectorSearch(snapshot, allowed?.Words, question);
            var rows = allowed?.Count ?? snapshot.Rows;
            var count = rows >= WorthTwoThreads && Environment.ProcessorCount > 1 ? search.OnTwoThreads(results, bytes) : search.Look(results, bytes);
            new BestScores(results, count).Sort();
            foreach (ref var scored in results[..count]) scored = scored with { Score = Math.Clamp(scored.Score * factor, -1, 1) };
            return count;
        }
        finally
        {
            ArrayPool<short>.Shared.Return(question);
        }
    }

    private int OnTwoThreads(Span<Scored> kept, MappedFile.Lease bytes)
    {
        var most = kept.Length;
        var others = ArrayPool<Scored>.Shared.Rent(most);
        var other = Task.Run(() => Look(others.AsSpan(0, most), bytes));
        int count;
        try
        {
            count = Look(kept, bytes);
        }
        finally
        {
            // When no thread was free, waiting runs it here, where it finds nothing left to do.
            other.Wait();
        }
        var best = new BestScores(kept, count);
        foreach (var scored in others.AsSpan(0, other.Result)) best.Offer(scored);
        ArrayPool<Scored>.Shared.Return(others);
        return best.Count;
    }

    private int Look(Span<Scored> kept, MappedFile.Lease bytes)
    {
        var best = new BestScores(kept);
        while (true)
        {
            var first = (long)Interlocked.Increment(ref _nextBlock) * BlockRows;
            if (first >= _snapshot.Rows) return best.Count;
            LookAt((int)first, (int)Math.Min(BlockRows, _snapshot.Rows - first), bytes, ref best);
        }
    }

    private void LookAt(int first, int count, MappedFile.Lease bytes, ref BestScores best)
    {
        var layout = _snapshot.Layout;
        var (rowBytes, vectorBytes) = (layout.RowBytes, layout.VectorBytes);
        var question = _question.AsSpan(0, vectorBytes);
        var block = bytes.Slice(layout.OffsetOf(first), count * rowBytes);
        var least = best.Least;
        for (var start = 0; start < count; start += RowsInWord)
        {
            for (var bits = Bits(first + start, count - start); bits != 0; bits &= bits - 1)
            {
                var row = block.Slice((start + BitOperations.TrailingZeroCount(bits)) * rowBytes, rowBytes);
                var scale = VectorLayout.Scale(row);
                var score = Dot.Of(question, VectorLayout.Vector(row)) * scale;
                // A vector of zeros has no direction; a negative id is a deleted row.
                if (score < least || scale == 0 || VectorLayout.Id(row) is var id && id < 0) continue;
                best.Offer(new Scored(id, score));
                least = best.Least;
            }
        }
    }

    // Of the 64 rows from here, or of as many as there are. What was appended after the set was made is not in it.
    private ulong Bits(int row, int rows)
    {
        var all = rows >= RowsInWord ? ulong.MaxValue : (1UL << rows) - 1;
        var word = row / RowsInWord;
        return _allowed is null ? all : word < _allowed.Length ? _allowed[word] & all : 0;
    }
}
