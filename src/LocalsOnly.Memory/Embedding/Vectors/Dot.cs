using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>
/// Dot product of 16-bit steps with 8-bit steps, exact in 32 bits. The processors that have an instruction for it use it; all others add up the same in
/// portable vectors.
/// </summary>
internal static class Dot
{
    /// <summary>Both spans are as long, a multiple of this.</summary>
    public const int Block = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ReadOnlySpan<short> question, ReadOnlySpan<sbyte> row)
    {
        if (Avx2.IsSupported) return Wide(question, row);
        return AdvSimd.IsSupported ? Arm(question, row) : Portable(question, row);
    }

    /// <summary>x64: products of neighbours are added as they are made (vpmaddwd), on two sums so that one need not wait for the other.</summary>
    public static int Wide(ReadOnlySpan<short> question, ReadOnlySpan<sbyte> row)
    {
        ref var q = ref MemoryMarshal.GetReference(question);
        ref var r = ref MemoryMarshal.GetReference(row);
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        nuint i = 0;
        var length = (nuint)row.Length;
        for (; i + (2 * Block) <= length; i += 2 * Block)
        {
            even += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref q, i), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref r, i)));
            odd += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref q, i + Block), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref r, i + Block)));
        }
        if (i < length) even += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref q, i), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref r, i)));
        return Vector256.Sum(even + odd);
    }

    /// <summary>Arm64: products are added to four sums as they are made (smlal).</summary>
    public static int Arm(ReadOnlySpan<short> question, ReadOnlySpan<sbyte> row)
    {
        ref var q = ref MemoryMarshal.GetReference(question);
        ref var r = ref MemoryMarshal.GetReference(row);
        var (a, b, c, d) = (Vector128<int>.Zero, Vector128<int>.Zero, Vector128<int>.Zero, Vector128<int>.Zero);
        for (nuint i = 0; i < (nuint)row.Length; i += Block)
        {
            var bytes = Vector128.LoadUnsafe(ref r, i);
            var (low, high) = (AdvSimd.SignExtendWideningLower(bytes.GetLower()), AdvSimd.SignExtendWideningUpper(bytes));
            var (first, second) = (Vector128.LoadUnsafe(ref q, i), Vector128.LoadUnsafe(ref q, i + 8));
            a = AdvSimd.MultiplyWideningLowerAndAdd(a, first.GetLower(), low.GetLower());
            b = AdvSimd.MultiplyWideningUpperAndAdd(b, first, low);
            c = AdvSimd.MultiplyWideningLowerAndAdd(c, second.GetLower(), high.GetLower());
            d = AdvSimd.MultiplyWideningUpperAndAdd(d, second, high);
        }
        return Vector128.Sum(a + b + c + d);
    }

    public static int Portable(ReadOnlySpan<short> question, ReadOnlySpan<sbyte> row)
    {
        ref var q = ref MemoryMarshal.GetReference(question);
        ref var r = ref MemoryMarshal.GetReference(row);
        var sum = Vector128<int>.Zero;
        for (nuint i = 0; i < (nuint)row.Length; i += Block)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref r, i));
            sum += Products(Vector128.LoadUnsafe(ref q, i), low);
            sum += Products(Vector128.LoadUnsafe(ref q, i + 8), high);
        }
        return Vector128.Sum(sum);
    }

    private static Vector128<int> Products(Vector128<short> left, Vector128<short> right)
    {
        var ((leftLow, leftHigh), (rightLow, rightHigh)) = (Vector128.Widen(left), Vector128.Widen(right));
        return (leftLow * rightLow) + (leftHigh * rightHigh);
    }
}
