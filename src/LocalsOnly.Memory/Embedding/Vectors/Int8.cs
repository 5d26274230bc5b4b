using System.Numerics.Tensors;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>How vectors become bytes and back.</summary>
internal static class Int8
{
    private const int Most = 127;

    /// <summary>
    /// Normalises a vector to length 1 and writes it as whole steps: <c>scale = max |x| / 127</c>, <c>row = round(x / scale)</c>. A vector without a length
    /// that a float can hold is zeros with the scale 0.
    /// </summary>
    /// <param name="row">As long as the vector or longer; the rest becomes 0.</param>
    /// <returns>The scale.</returns>
    public static float Write(ReadOnlySpan<float> vector, Span<sbyte> row)
    {
        row.Clear();
        var norm = TensorPrimitives.Norm(vector);
        if (!float.IsNormal(norm)) return 0;
        var step = Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / Most;
        for (var i = 0; i < vector.Length; i++) row[i] = (sbyte)Math.Clamp(MathF.Round(vector[i] / step), -Most, Most);
        return step / norm;
    }

    /// <summary>The vector that a row stands for: nearly of length 1.</summary>
    public static void Read(ReadOnlySpan<sbyte> row, float scale, Span<float> vector)
    {
        for (var i = 0; i < vector.Length; i++) vector[i] = row[i] * scale;
    }

    /// <summary>
    /// Normalises a question and writes it as whole steps of 16 bits, so fine that only the rows' own rounding counts, and so few that a dot product with any
    /// row stays within 32 bits: by Cauchy and Schwarz it is at most <c>|question| × 127 × √d</c>.
    /// </summary>
    /// <returns>What a dot product must be multiplied with, besides the row's scale.</returns>
    public static float WriteQuestion(ReadOnlySpan<float> vector, Span<short> question)
    {
        question.Clear();
        var norm = TensorPrimitives.Norm(vector);
        if (!float.IsNormal(norm)) return 0;
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / norm;
        // Half of what fits, since rounding makes the steps a little longer than the vector.
        var steps = Math.Min(short.MaxValue / largest, int.MaxValue / 2 / (Most * MathF.Sqrt(vector.Length)));
        for (var i = 0; i < vector.Length; i++) question[i] = (short)MathF.Round(vector[i] / norm * steps);
        return 1 / steps;
    }
}
