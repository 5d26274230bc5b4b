using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Recall;
using LocalsOnly.Benchmarks.Turn;
using LocalsOnly.SemanticKernel;

namespace LocalsOnly.Benchmarks.Runtimes;

/// <summary>
/// What a turn takes outside the model in each runtime, side by side: the same turns, question by question in turns, with a tool call in every other one and a model that
/// takes no time. Ends with 1 when a promise is broken.
/// </summary>
internal static class RuntimesBenchmark
{
    private const ulong Seed = 20_261_126;
    private const int Exchanges = 10_000;
    private const int Questions = 400;
    private const int WarmUp = 100;
    private const double MostTimes = 1.5;
    private static readonly string[] s_runtimes = ["Default", "SemanticKernel"];

    public static async Task<int> RunAsync()
    {
        var scratch = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            Console.WriteLine(Machine.Line());
            var corpus = Path.Combine(scratch, "corpus.bin");
            var made = new RecallCorpus(Seed);
            made.Write(corpus, Exchanges * 2);
            var (_, questions) = made.Survey(corpus, Exchanges * 2, Questions + WarmUp);
            var houses = new List<Measured>();
            foreach (var runtime in s_runtimes)
            {
                var house = new TurnHouse(
                    Path.Combine(scratch, runtime), new() { ["Agents:Runtime"] = runtime, ["Agents:Remember"] = "false" },
                    static (services, configuration) => services.AddSemanticKernel(configuration));
                await house.StoreAsync(corpus);
                houses.Add(new Measured(runtime, house));
            }

            for (var i = 0; i < questions.Count; i++)
                // Whoever is first in one question is second in the next.
                foreach (var house in i % 2 == 0 ? houses : [.. houses.AsEnumerable().Reverse()])
                    await house.AskAsync(questions[i], counts: i >= WarmUp);
            foreach (var house in houses) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{house.Name,-15} p50 p95 p99 ms {Percentiles.Of(house.Milliseconds)}   {house.AllocatedBytes / house.Milliseconds.Count / 1024.0:0} KB a turn"));
            var slower = Percentiles.Of(houses[1].Milliseconds) / Percentiles.Of(houses[0].Milliseconds);
            var verdicts = new Verdicts();
            verdicts.Holds("every turn was answered by the model in both", houses.TrueForAll(house => house.Answered == house.Milliseconds.Count));
            verdicts.Below("a turn on Semantic Kernel, to one on the default runtime, p50", slower.P50, MostTimes, "times");
            verdicts.Below("the same, p95", slower.P95, MostTimes, "times");
            foreach (var house in houses) await house.DisposeAsync();
            return verdicts.ExitCode;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(scratch, recursive: true);
        }
    }

    private sealed class Measured(string name, TurnHouse house) : IAsyncDisposable
    {
        public string Name => name;

        public List<double> Milliseconds { get; } = [];

        public int Answered { get; private set; }

        public long AllocatedBytes { get; private set; }

        public async Task AskAsync(string question, bool counts)
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var began = Stopwatch.GetTimestamp();
            var answered = await house.AskAsync("eliza", question);
            if (!counts) return;
            Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            AllocatedBytes += GC.GetTotalAllocatedBytes() - allocated;
            Answered += answered ? 1 : 0;
        }

        public ValueTask DisposeAsync() => house.DisposeAsync();
    }
}
