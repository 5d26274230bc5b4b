using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>One row's figures as text, at most 100 columns, the ratio to LocalsOnly first.</summary>
internal static class GatewayTable
{
    public static void Print(Row row, IReadOnlyList<Target> targets, Sample[] samples, double resolution)
    {
        Console.WriteLine();
        Console.WriteLine($"{row.Title} (n = {samples[0].Count})");
        Console.WriteLine($"{"added, x LocalsOnly's",22}{"",20}{"ms: p50",8}{"p95",9}{"p99",9}{"added p50",13}{"p95",9}{"p99",9}");
        if (row.Streams)
            Print("first token", targets, samples, s => s.FirstToken, resolution);
        Print("whole answer", targets, samples, s => s.Total, resolution);
        for (var i = 1; i < targets.Count; i++)
        {
            var sample = samples[i];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.Cpu / samples[1].Cpu,7:0.0}x CPU per request{"",2} {targets[i].Name,-18}{sample.Cpu,8:0.000} ms; {sample.Lost} lost; peak memory so far {targets[i].Process!.PeakMegabytes():0} MB"));
        }

        foreach (var (target, sample) in targets.Zip(samples).Where(p => p.Second.Lost > 0))
            Console.WriteLine($"        {target.Name} lost {sample.Lost} of {sample.Count}: {sample.Flaws}");
    }

    private static void Print(string what, IReadOnlyList<Target> targets, Sample[] samples, Func<Sample, Percentiles> of, double resolution)
    {
        var bare = of(samples[0]);
        var ours = of(samples[1]) - bare;
        for (var i = 0; i < targets.Count; i++)
        {
            var figures = of(samples[i]);
            var added = figures - bare;
            var ratio = i < 2 ? "" : $"{Ratio(added.P50, ours.P50, resolution)} {Ratio(added.P95, ours.P95, resolution)} {Ratio(added.P99, ours.P99, resolution)}";
            Console.WriteLine($"{ratio,-22} {targets[i].Name,-18}{figures}{(i == 0 ? "   " + what : $"   {added}")}");
        }
    }

    private static string Ratio(double theirs, double ours, double resolution)
    {
        var ratio = theirs / Math.Max(ours, resolution);
        return (ratio > 999 ? ">999" : ratio.ToString("0.0", CultureInfo.InvariantCulture)).PadLeft(6) + "x";
    }
}
