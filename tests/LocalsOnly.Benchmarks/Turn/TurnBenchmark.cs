using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Recall;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

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
            await using (var services = Build(scratch)) await StoreAsync(services, corpus);
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
        await using var house = Build(scratch);
        var runtime = house.GetRequiredService<IAgentRuntime>();
        // Eliza streams; VINCE's replies are read as a whole by the guards.
        foreach (var persona in (string[])["eliza", "vince"])
        {
            foreach (var question in questions.Take(50)) await RunAsync(runtime, persona, question, "warm");
            var milliseconds = new List<double>();
            var answered = 0;
            for (var i = 0; i < questions.Count; i++)
            {
                var began = Stopwatch.GetTimestamp();
                answered += await RunAsync(runtime, persona, questions[i], $"place-{i % 20}") ? 1 : 0;
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            var spread = Percentiles.Of(milliseconds);
            Console.WriteLine($"{persona,-6} p50 p95 p99 ms {spread}");
            verdicts.Below($"a turn of {persona} outside the model with {exchanges:N0} exchanges remembered, p95", spread.P95, MostP95, "ms");
            verdicts.Holds($"{persona}: every turn was answered by the model", answered == questions.Count);
        }
    }

    private static async Task<bool> RunAsync(IAgentRuntime runtime, string persona, string question, string session)
    {
        var completed = false;
        await foreach (var happened in runtime.RunAsync(new TurnRequest(persona, [new TurnMessage(true, question)]) { Session = session })) completed = happened is TurnCompleted { Sources.Count: >= 0 };
        return completed;
    }

    private static async Task StoreAsync(ServiceProvider services, string corpus)
    {
        var storing = Stopwatch.StartNew();
        await using var writer = await services.GetRequiredService<IConversationStore>().OpenWriterAsync();
        foreach (var conversation in RecallCorpus.Read(corpus)) await writer.StoreAsync(conversation);
        await writer.CommitAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stored and indexed in {storing.Elapsed.TotalSeconds:0} s"));
    }

    private static ServiceProvider Build(string scratch)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Data:Local"] = Path.Combine(scratch, "local"),
                ["Data:Nas"] = Path.Combine(scratch, "nas"),
                ["Data:Offline"] = "true",
                ["Agents:Folder"] = Path.Combine(Repository.Root, "agents"),
                ["Memory:Knowledge"] = Path.Combine(Repository.Root, "knowledge"),
            })
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IChatClient, InstantModel>()
            .AddMemory(configuration)
            .AddAgents(configuration)
            .BuildServiceProvider();
    }
}
