using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Recall;

namespace LocalsOnly.Benchmarks.Turn;

/// <summary>
/// What a turn takes outside the model, with a million exchanges remembered: recall, the prompt, a tool call in every other turn, the sanitiser, the guards, the session
/// and its record. The model takes no time, so all the time is the host's.
/// </summary>
internal static class TurnBenchmark
{
    private const ulong Seed = 20_261_101;
    private const int FullExchanges = 1_000_000;
    private const int Questions = 300;
    private const double MostP95 = 25;

    /// <returns>1 when a promise was broken, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var exchanges = arguments switch
        {
            [] => FullExchanges,
            ["--exchanges", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var some) && some >= 1000 => some,
            _ => 0,
        };
        if (exchanges == 0)
        {
            Console.Error.WriteLine("usage: turn [--exchanges N]");
            return 2;
        }

        var scratch = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            Console.WriteLine(Machine.Line());
            var verdicts = new Verdicts();
            var corpus = Path.Combine(scratch, "corpus.bin");
            var made = new RecallCorpus(Seed);
            made.Write(corpus, exchanges * 2);
            var (_, questions) = made.Survey(corpus, exchanges * 2, Questions);
            var storing = Stopwatch.StartNew();
            await using (var house = new TurnHouse(scratch)) await house.StoreAsync(corpus);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stored and indexed in {storing.Elapsed.TotalSeconds:0} s"));
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await MeasureAsync(verdicts, scratch, exchanges, questions);
            return verdicts.ExitCode;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task MeasureAsync(Verdicts verdicts, string scratch, int exchanges, List<string> questions)
    {
        await using var house = new TurnHouse(scratch);
        // Eliza streams; VINCE's replies are read as a whole by the guards.
        foreach (var persona in (string[])["eliza", "vince"])
        {
            foreach (var question in questions.Take(50)) await house.AskAsync(persona, question, "warm");
            var milliseconds = new List<double>();
            var answered = 0;
            for (var i = 0; i < questions.Count; i++)
            {
                var began = Stopwatch.GetTimestamp();
                answered += await house.AskAsync(persona, questions[i], $"place-{i % 20}") ? 1 : 0;
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            var spread = Percentiles.Of(milliseconds);
            Console.WriteLine($"{persona,-6} p50 p95 p99 ms {spread}");
            verdicts.Below($"a turn of {persona} outside the model with {exchanges:N0} exchanges remembered, p95", spread.P95, MostP95, "ms");
            verdicts.Holds($"{persona}: every turn was answered by the model", answered == questions.Count);
        }
    }
}
