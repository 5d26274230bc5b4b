using System.Numerics.Tensors;
using LocalsOnly.Memory;

namespace LocalsOnly.Benchmarks.Recall;

/// <summary>The same vectors as numbers of 32 bits in memory, each compared with the question on two threads: exact search as one would write it.</summary>
internal sealed class FloatPeer
{
    private const int Most = 200;

    private readonly float[] _numbers;
    private readonly float[] _question = new float[MadeUpVectors.Dimensions];
    private readonly int _rows;

    public FloatPeer(IEnumerable<Conversation> conversations, int messages)
    {
        _numbers = new float[(long)messages * MadeUpVectors.Dimensions];
        foreach (var message in conversations.SelectMany(conversation => conversation.Messages))
        {
            var vector = Row(_rows++);
            MadeUpVectors.Write(message.Text, vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }
    }

    public int Find(string question)
    {
        MadeUpVectors.Write(question, _question);
        var other = Task.Run(() => Best(0, _rows / 2));
        var best = Best(_rows / 2, _rows);
        foreach (var (row, score) in other.Result.UnorderedItems) best.EnqueueDequeue(row, score);
        return best.Count;
    }

    private PriorityQueue<int, float> Best(int from, int to)
    {
        var best = new PriorityQueue<int, float>(Most + 1);
        for (var row = from; row < to; row++)
        {
            var score = TensorPrimitives.Dot<float>(Row(row), _question);
            if (best.Count < Most) best.Enqueue(row, score);
            else if (best.TryPeek(out _, out var least) && score > least) best.DequeueEnqueue(row, score);
        }
        return best;
    }

    private Span<float> Row(int row) => _numbers.AsSpan((int)((long)row * MadeUpVectors.Dimensions), MadeUpVectors.Dimensions);
}
