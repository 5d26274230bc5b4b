using System.Buffers;
using System.Numerics;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>Sums over documents and conversations while the lists of a question are walked. Rented; dispose it.</summary>
internal sealed class Accumulators : IDisposable
{
    private readonly float[][] _documents;
    private readonly int[] _sizes;

    public Accumulators(IndexSnapshot snapshot)
    {
        _sizes = [.. snapshot.Segments.Select(entry => entry.Segment.Documents.Count)];
        _documents = Array.ConvertAll(_sizes, Rent);
        Size = snapshot.Conversations.Size;
        Conversations = Rent(Size);
    }

    /// <summary>Score of each conversation, by its row.</summary>
    public float[] Conversations { get; }

    /// <summary>One more than the greatest row of a conversation.</summary>
    public int Size { get; }

    /// <summary>Score of each document of a segment.</summary>
    public Span<float> Documents(int segment) => _documents[segment].AsSpan(0, _sizes[segment]);

    /// <summary>The documents with the highest scores, in no order.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="takes">Of a segment's place in the snapshot and a document: whether it may be chosen.</param>
    public List<DocumentPlace> Best(int count, Func<int, int, bool> takes)
    {
        var best = new PriorityQueue<DocumentPlace, float>(count + 1);
        var least = 0f;
        for (var segment = 0; segment < _sizes.Length; segment++)
        {
            var scores = Documents(segment);
            for (var document = 0; document < scores.Length; document++)
            {
                // Nearly all are below the least of the best: they are passed over several at once.
                while (scores.Length - document >= Vector<float>.Count && !Vector.GreaterThanAny(new Vector<float>(scores[document..]), new Vector<float>(least))) document += Vector<float>.Count;
                if (document == scores.Length) break;
                if (scores[document] <= least || !takes(segment, document)) continue;
                if (best.Count < count)
                {
                    best.Enqueue(new DocumentPlace(segment, document), scores[document]);
                    if (best.Count == count) best.TryPeek(out _, out least);
                    continue;
                }
                best.DequeueEnqueue(new DocumentPlace(segment, document), scores[document]);
                best.TryPeek(out _, out least);
            }
        }
        return [.. best.UnorderedItems.Select(item => item.Element)];
    }

    public void Dispose()
    {
        foreach (var rented in _documents) ArrayPool<float>.Shared.Return(rented);
        ArrayPool<float>.Shared.Return(Conversations);
    }

    private static float[] Rent(int size)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(1, size));
        rented.AsSpan(0, size).Clear();
        return rented;
    }
}

/// <summary>A document, by the place of its segment in the snapshot.</summary>
internal readonly record struct DocumentPlace(int Segment, int Document);
