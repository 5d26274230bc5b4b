using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>The vectors of an index in memory, one after the other, so that comparing a question with all of them is one walk. Read anew when they changed.</summary>
internal sealed class Vectors(IndexFile file)
{
    private Loaded? _loaded;

    /// <summary>At length 1; empty for one of zeros or of nothing, which has no direction.</summary>
    public static float[] Unit(ReadOnlySpan<float> vector)
    {
        var length = vector.Length == 0 ? 0 : TensorPrimitives.Norm(vector);
        if (!(length > 0) || !float.IsFinite(length)) return [];
        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, length, unit);
        return unit;
    }

    /// <summary>The cosine of each record with a question, by row; nothing where there is no vector or one of another length.</summary>
    /// <param name="question">At length 1, or empty.</param>
    /// <param name="version">Of what this process has changed.</param>
    public Dictionary<long, float> Cosines(ReadOnlySpan<float> question, int version, HashSet<long>? among)
    {
        var cosines = new Dictionary<long, float>();
        if (question.IsEmpty) return cosines;
        var loaded = Load(version);
        if (loaded.Dimensions != question.Length) return cosines;
        for (var i = 0; i < loaded.Rows.Length; i++)
            if (among is null || among.Contains(loaded.Rows[i])) cosines[loaded.Rows[i]] = TensorPrimitives.Dot(question, loaded.Numbers.AsSpan(i * loaded.Dimensions, loaded.Dimensions));
        return cosines;
    }

    private Loaded Load(int version)
    {
        // Changes of other processes have a number of their own.
        var stamp = (version, (long)file.Scalar("PRAGMA data_version")!);
        if (_loaded is { } known && known.Stamp == stamp) return known;
        var dimensions = (int)(long)file.Scalar("SELECT dimensions FROM about")!;
        var rows = new List<long>();
        var numbers = new List<float>();
        file.Rows("SELECT id, vector FROM records WHERE length(vector) = $bytes ORDER BY id", row =>
        {
            rows.Add(row.GetInt64(0));
            numbers.AddRange(MemoryMarshal.Cast<byte, float>((byte[])row.GetValue(1)));
            return true;
        }, ("$bytes", dimensions * sizeof(float)));
        return _loaded = new Loaded(stamp, dimensions, [.. rows], [.. numbers]);
    }

    private sealed record Loaded((int, long) Stamp, int Dimensions, long[] Rows, float[] Numbers);
}
