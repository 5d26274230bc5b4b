using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Benchmarks.Routing;

/// <summary>
/// The parts by BenchmarkDotNet, then 200,000 decisions timed one by one, because a mean says nothing of the slow ones. BenchmarkDotNet
/// runs in this process (its emitted code, no child project), so that nothing is restored or built for it. Ends with 1 when a limit is broken.
/// </summary>
internal static class RoutingBenchmark
{
    private const int Decisions = 200_000;

    public static int Run()
    {
        Console.WriteLine($"On {Machine.Line()}.");
        var artifacts = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10);
            var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance).WithArtifactsPath(artifacts);
            var summary = BenchmarkRunner.Run<RoutingParts>(config);
            foreach (var error in summary.ValidationErrors.Where(e => e.IsCritical))
                Console.Error.WriteLine(error.Message);
            Console.WriteLine($"{"",-46}{"mean, ns",12}{"± error",12}{"bytes",10}");
            foreach (var report in summary.Reports.Where(r => r.ResultStatistics is not null))
            {
                var figures = report.ResultStatistics!;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),-46}{figures.Mean,12:0.0}{figures.ConfidenceInterval.Margin,12:0.0}{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0,10}"));
            }

            return summary.HasCriticalValidationErrors ? 1 : TimeOneByOne();
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static int TimeOneByOne()
    {
        using var decision = new Decision();
        for (var i = 0; i < Decisions / 10; i++)
            decision.Take();

        var ticks = new long[Decisions];
        for (var i = 0; i < Decisions; i++)
        {
            var began = Stopwatch.GetTimestamp();
            decision.Take();
            ticks[i] = Stopwatch.GetTimestamp() - began;
        }

        var micros = Percentiles.Of(ticks.Select(t => t * 1e6 / Stopwatch.Frequency));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Decisions} routing decisions timed singly, µs{"p50",13}{"p95",9}{"p99",9}"));
        Console.WriteLine($"{"",-43}{micros}");
        var verdicts = new Verdicts();
        verdicts.Below("routing decision, p50", micros.P50, 10, "µs");
        verdicts.Below("routing decision, p99", micros.P99, 50, "µs");
        var plan = decision.Take();
        var record = Allocated(() => Decision.Copy(plan));
        verdicts.Below("allocated for a decision, against the record alone", Allocated(decision.Take), record, "bytes");
        return verdicts.ExitCode;
    }

    /// <summary>Mean bytes of one call over all kinds of prompts.</summary>
    private static double Allocated(Func<RoutePlan> take)
    {
        const int Calls = 8000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            take();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
