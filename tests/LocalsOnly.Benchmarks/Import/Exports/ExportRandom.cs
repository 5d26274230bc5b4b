using System.Numerics;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>
/// xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64: the same seed gives the same export on every machine and every .NET. Seeding is cheap
/// enough to do for every message, so that what a message says depends on nothing that is drawn around it.
/// </summary>
internal sealed class ExportRandom
{
    private ulong _a, _b, _c, _d;

    public ExportRandom(ulong seed) => Seed(seed);

    public void Seed(ulong seed) => (_a, _b, _c, _d) = (Split(ref seed), Split(ref seed), Split(ref seed), Split(ref seed));

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>At least 0, less than 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0, less than <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(ReadOnlySpan<T> among) => among[Below(among.Length)];

    /// <summary>Log-normal: half of what it gives is below <paramref name="median"/>, and the tail is heavier the larger <paramref name="sigma"/>.</summary>
    public int HeavyTailed(int median, double sigma, int most)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());
        return (int)Math.Clamp(median * Math.Exp(sigma * normal), 1, most);
    }

    public Guid Id()
    {
        Span<ulong> bits = [Next(), Next()];
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(bits);
        // Version 4, variant 1, as the vendors' ids are.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    private static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
