using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Benchmarks.Recall;

/// <summary>
/// A million messages in the memory: how fast they get there, what they take, how fast they are found, and how that grows from a tenth of them. SQLite's
/// full-text search holds the same messages and is asked the same questions, turn by turn.
/// </summary>
internal static class RecallBenchmark
{
    private const ulong Seed = 20_260_801;
    private const int FullMessages = 1_000_000;
    private const int Questions = 400;
    private const int PeerQuestions = 60;

    private const double LeastRate = 15_000;
    private const double MostSearchableMilliseconds = 100;
    private const double MostShareOfText = 1.5;
    private const double MostOpenSeconds = 1;
    private const double MostMegabytes = 700;
    private const double MostP50 = 8;
    private const double MostP95 = 25;
    private const double MostGrowth = 10;

    /// <returns>1 when a promise was broken, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (Options.Parse(arguments) is not var (messages, hasPeer, kept))
        {
            Console.Error.WriteLine("usage: recall [--messages N] [--no-peer] [--keep directory, to ask it again the next time]");
            return 2;
        }
        var scratch = kept ?? Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            Console.WriteLine(Machine.Line());
            var verdicts = new Verdicts();
            var small = await MeasureAsync(null, Path.Combine(scratch, "small"), messages / 10, hasPeer: false);
            var large = await MeasureAsync(verdicts, Path.Combine(scratch, "large"), messages, hasPeer);
            verdicts.Below($"p95 of {messages:N0} messages to that of {messages / 10:N0}", large / small, MostGrowth, "times");
            return verdicts.ExitCode;
        }
        finally
        {
            if (kept is null) Directory.Delete(scratch, recursive: true);
        }
    }

    /// <returns>The 95th percentile of a recall in milliseconds.</returns>
    private static async Task<double> MeasureAsync(Verdicts? verdicts, string directory, int messages, bool hasPeer)
    {
        var path = Path.Combine(Directory.CreateDirectory(directory).FullName, "corpus.bin");
        var corpus = new RecallCorpus(Seed);
        var isKept = File.Exists(path);
        if (!isKept) corpus.Write(path, messages);
        var (text, questions) = corpus.Survey(path, messages, Questions);
        var storing = isKept ? TimeSpan.Zero : await StoreAsync(directory, path);
        var bytes = new FileInfo(Path.Combine(directory, "local", "index.db")).Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{messages:N0} messages, {text / 1e6:N0} MB of text; stored and indexed in {storing.TotalSeconds:0.0} s; index {bytes / 1e6:N0} MB"));
        using var peer = hasPeer ? FullTextPeer.Of(Path.Combine(directory, "peer.db"), RecallCorpus.Read(path)) : null;

        var rebuilding = isKept ? TimeSpan.Zero : await RebuildAsync(directory);
        await using var house = Build(directory);
        var memory = house.GetRequiredService<IMemory>();
        var scope = new MemoryScope(MemoryScope.DefaultOwner, "vince", Sources: ["chatgpt", "claude"]);
        var opening = Stopwatch.StartNew();
        await memory.RecallAsync(scope, questions[0], 10);
        opening.Stop();
        foreach (var question in questions.Take(100)) await memory.RecallAsync(scope, question, 10);
        var (ours, filtered, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < questions.Count; i++)
        {
            ours.Add(await TimeAsync(() => memory.RecallAsync(scope, new RecallRequest(questions[i]))));
            filtered.Add(await TimeAsync(() => memory.RecallAsync(scope, Filtered(questions[i]))));
            if (peer is not null && i < PeerQuestions) theirs.Add(await TimeAsync(() => Task.FromResult(peer.Find(questions[i]))));
        }
        var (recall, filter, fullText) = (Percentiles.Of(ours), Percentiles.Of(filtered), Percentiles.Of(theirs));
        Console.WriteLine($"recall    p50 p95 p99 ms {recall}");
        Console.WriteLine($"filtered  p50 p95 p99 ms {filter}");
        if (peer is not null) Console.WriteLine($"FTS5 bm25 p50 p95 p99 ms {fullText}");
        if (verdicts is null) return recall.P95;
        var resident = Process.GetCurrentProcess().WorkingSet64 / 1e6;
        Console.WriteLine();
        if (!isKept)
        {
            verdicts.AtLeast("messages archived and indexed in a second", messages / storing.TotalSeconds, LeastRate, "messages/s");
            verdicts.AtLeast("messages indexed from the archive in a second", messages / rebuilding.TotalSeconds, LeastRate, "messages/s");
        }
        verdicts.Below("a new message until it is found", await SearchableAsync(house, memory, scope), MostSearchableMilliseconds, "ms");
        verdicts.Below("index on disk, to the text in it", (double)bytes / text, MostShareOfText, "times");
        verdicts.Below("first recall after opening", opening.Elapsed.TotalSeconds, MostOpenSeconds, "s");
        verdicts.Below("resident memory, this program with all it measures", resident, MostMegabytes, "MB");
        verdicts.Below("recall, p50", recall.P50, MostP50, "ms");
        verdicts.Below("recall, p95", recall.P95, MostP95, "ms");
        verdicts.Below("recall with author and date, p95", filter.P95, MostP95, "ms");
        if (peer is not null) verdicts.TimesLess("recall, p95, to FTS5's bm25()", recall.P95, fullText.P95, 1, "ms", 0.001);
        Console.WriteLine();
        await using var withVectors = Build(directory, new MadeUpVectors());
        await VectorMeasure.RunAsync(verdicts, withVectors, scope, questions, hasPeer ? new FloatPeer(RecallCorpus.Read(path), messages) : null);
        return recall.P95;
    }

    public static RecallRequest Filtered(string question) => new(question) { Authors = [MessageAuthor.User], After = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) };

    private sealed record Options(int Messages, bool HasPeer, string? Kept)
    {
        public static Options? Parse(string[] arguments)
        {
            var options = new Options(FullMessages, HasPeer: true, Kept: null);
            for (var i = 0; i < arguments.Length; i++)
            {
                var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
                switch (arguments[i])
                {
                    case "--no-peer":
                        options = options with { HasPeer = false };
                        break;
                    case "--messages" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) && messages >= 1000:
                        (options, i) = (options with { Messages = messages }, i + 1);
                        break;
                    case "--keep" when value is not null:
                        (options, i) = (options with { Kept = value }, i + 1);
                        break;
                    default:
                        return null;
                }
            }
            return options;
        }
    }

    private static async Task<TimeSpan> StoreAsync(string directory, string corpus)
    {
        var storing = Stopwatch.StartNew();
        await using (var services = Build(directory))
        {
            await using var writer = await services.GetRequiredService<IConversationStore>().OpenWriterAsync();
            foreach (var conversation in RecallCorpus.Read(corpus)) await writer.StoreAsync(conversation);
            await writer.CommitAsync();
        }
        SqliteConnection.ClearAllPools();
        return storing.Elapsed;
    }

    private static async Task<TimeSpan> RebuildAsync(string directory)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(directory, "local"), "index.db*")) File.Delete(file);
        var rebuilding = Stopwatch.StartNew();
        await using (var services = Build(directory)) await services.GetRequiredService<IConversationStore>().CatchUpAsync();
        SqliteConnection.ClearAllPools();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"index made anew from the archive in {rebuilding.Elapsed.TotalSeconds:0.0} s"));
        return rebuilding.Elapsed;
    }

    private static async Task<double> SearchableAsync(ServiceProvider house, IMemory memory, MemoryScope scope)
    {
        var milliseconds = new List<double>();
        await using var writer = await house.GetRequiredService<IConversationStore>().OpenWriterAsync();
        for (var i = 0; i < 20; i++)
        {
            var word = $"zephyr{new string((char)('a' + i), 3)}";
            var key = $"chatgpt:new-{i}";
            var message = new ConversationMessage($"{key}:1", null, MessageAuthor.User, MessageKind.Visible, true, DateTimeOffset.UnixEpoch, $"the {word} is blue", []);
            var began = Stopwatch.GetTimestamp();
            await writer.StoreAsync(new Conversation(key, "chatgpt", "New", null, null, null, null, [message]));
            await writer.CommitAsync();
            if ((await memory.RecallAsync(scope, word, 1)).Count != 1) return double.NaN;
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return milliseconds.Max();
    }

    public static async Task<double> TimeAsync<T>(Func<Task<T>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static ServiceProvider Build(string directory, MadeUpVectors? vectors = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Data:Local"] = Path.Combine(directory, "local"), ["Data:Nas"] = Path.Combine(directory, "nas"), ["Memory:Embedding:Weight"] = "0.3" })
            .Build();
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddMemory(configuration);
        if (vectors is not null) services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(vectors);
        return services.BuildServiceProvider();
    }
}
