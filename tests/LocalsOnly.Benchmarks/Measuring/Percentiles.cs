using System.Globalization;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>The 50th, 95th and 99th percentile by nearest rank, in the unit of what was measured.</summary>
internal readonly record struct Percentiles(double P50, double P95, double P99)
{
    public static Percentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? new Percentiles(double.NaN, double.NaN, double.NaN) : new Percentiles(At(sorted, 50), At(sorted, 95), At(sorted, 99));
    }

    public static Percentiles operator -(Percentiles left, Percentiles right) => new(left.P50 - right.P50, left.P95 - right.P95, left.P99 - right.P99);

    public static Percentiles operator /(Percentiles left, Percentiles right) => new(left.P50 / right.P50, left.P95 / right.P95, left.P99 / right.P99);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number(P50)} {Number(P95)} {Number(P99)}");

    private static double At(double[] sorted, int percent) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];

    private static string Number(double value) =>
        (Math.Abs(value) < 10 ? value.ToString("0.000", CultureInfo.InvariantCulture) : value.ToString("0.0", CultureInfo.InvariantCulture)).PadLeft(8);
}
