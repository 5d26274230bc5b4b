using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Benchmarks.Recall;

/// <summary>The same index asked with vectors beside words, each message with one of 384 dimensions, and exact search over numbers of 32 bits in the same run.</summary>
internal static class VectorMeasure
{
    private const int PeerQuestions = 60;
    private const double MostP95 = 60;

    public static async Task RunAsync(Verdicts verdicts, ServiceProvider house, MemoryScope scope, IReadOnlyList<string> questions, FloatPeer? peer)
    {
        var embedding = Stopwatch.StartNew();
        var run = await house.GetRequiredService<DenseRecall>().UpdateAsync(null, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run!.Embedded:N0} vectors of {MadeUpVectors.Dimensions} dimensions kept in {embedding.Elapsed.TotalSeconds:0.0} s"));
        var memory = house.GetRequiredService<IMemory>();
        foreach (var question in questions.Take(20)) await memory.RecallAsync(scope, question, 10);
        var (ours, filtered, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < questions.Count; i++)
        {
            ours.Add(await RecallBenchmark.TimeAsync(() => memory.RecallAsync(scope, new RecallRequest(questions[i]))));
            filtered.Add(await RecallBenchmark.TimeAsync(() => memory.RecallAsync(scope, RecallBenchmark.Filtered(questions[i]))));
            if (peer is not null && i < PeerQuestions) theirs.Add(await RecallBenchmark.TimeAsync(() => Task.FromResult(peer.Find(questions[i]))));
        }
        var (recall, filter, exact) = (Percentiles.Of(ours), Percentiles.Of(filtered), Percentiles.Of(theirs));
        Console.WriteLine($"recall with vectors              p50 p95 p99 ms {recall}");
        Console.WriteLine($"filtered with vectors            p50 p95 p99 ms {filter}");
        if (peer is not null) Console.WriteLine($"exact search over floats, alone  p50 p95 p99 ms {exact}");
        verdicts.Below("recall with vectors, p95", recall.P95, MostP95, "ms");
        verdicts.Below("recall with vectors, author and date, p95", filter.P95, MostP95, "ms");
        if (peer is not null) verdicts.TimesLess("recall with vectors and words, p50, to exact search over floats alone", recall.P50, exact.P50, 1, "ms", 0.001);
    }
}
