using System.Numerics.Tensors;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>Vectors of length 1 that lie in clusters, as those of texts do; the same for the same seed.</summary>
internal sealed class Vectors(int dimensions, int seed, int clusters = 50)
{
    private readonly Random _random = new(seed);
    private float[][]? _centres;

    public float[] Next()
    {
        _centres ??= [.. Enumerable.Range(0, clusters).Select(_ => Gaussian())];
        var (centre, vector) = (_centres[_random.Next(clusters)], Gaussian());
        for (var i = 0; i < dimensions; i++) vector[i] += 0.7f * centre[i];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    public float[][] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    // Box and Muller.
    private float[] Gaussian() =>
        [.. Enumerable.Range(0, dimensions).Select(_ => MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(2 * MathF.PI * _random.NextSingle()))];
}

internal static class VectorFileTestExtensions
{
    public static void Append(this VectorFile file, long id, params float[] vector) => file.Append([id], [vector]);

    public static void Append(this VectorFile file, long firstId, float[][] vectors) =>
        file.Append([.. vectors.Select((_, i) => firstId + i)], [.. vectors.Select(vector => (ReadOnlyMemory<float>)vector)]);

    public static Scored[] Search(this VectorFile file, float[] query, int most, RowSet? allowed = null)
    {
        var results = new Scored[most];
        return results[..file.Search(query, allowed, results)];
    }

    public static RowSet Select(this VectorFile file, IEnumerable<long> ids)
    {
        long[] wanted = [.. ids];
        var rows = new int[wanted.Length];
        Array.Fill(rows, -1);
        var set = new RowSet(file.Rows, file.Find(wanted, rows));
        foreach (var row in rows) set.Add(row);
        return set;
    }

    public static float[]? Read(this VectorFile file, long id)
    {
        var vector = new float[file.Model.Dimensions];
        return file.TryRead(id, vector) ? vector : null;
    }
}
