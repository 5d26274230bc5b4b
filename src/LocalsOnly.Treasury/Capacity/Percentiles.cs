namespace LocalsOnly.Treasury.Capacity;

/// <summary>Median and tail of a sample, by nearest rank: the smallest value that so many percent do not exceed.</summary>
public sealed record Percentiles(double P50, double P95, double P99)
{
    /// <summary>Zeros for an empty sample.</summary>
    public static Percentiles Of(double[] sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Length == 0) return new(0, 0, 0);
        Array.Sort(sample);
        return new(At(0.50), At(0.95), At(0.99));

        double At(double share) => sample[Math.Max(0, (int)Math.Ceiling(share * sample.Length) - 1)];
    }
}
