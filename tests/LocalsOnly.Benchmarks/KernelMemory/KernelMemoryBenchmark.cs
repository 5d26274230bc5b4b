using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.KernelMemory;

/// <summary>
/// The same documents in Kernel Memory's own stores, in Kernel Memory's pipeline over the house's, in the house's own import into its store, and in the house's memory as
/// an index of Kernel Memory. Each in a process of its own, so that its memory is its own.
/// </summary>
internal static class KernelMemoryBenchmark
{
    private const string Part = "--part";
    private static readonly int[] s_sizes = [1_000, 5_000, 20_000];
    private static readonly string[] s_stacks = [Stack.Stock, Stack.House, Stack.Copied, Stack.Own];

    /// <returns>1 when a promise was broken, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case [Part, var stack, var size, var directory]:
                await MeasureAsync(stack, int.Parse(size, CultureInfo.InvariantCulture), directory);
                return 0;
            case []:
                return await CompareAsync(s_sizes);
            case ["--quick"]:
                return await CompareAsync(s_sizes[..1]);
            default:
                Console.Error.WriteLine("usage: kernel-memory [--quick]");
                return 2;
        }
    }

    private static async Task<int> CompareAsync(int[] sizes)
    {
        Console.WriteLine(Machine.Line());
        Console.WriteLine("documents of 660 characters; vectors of 384 made-up numbers, but for the house's memory, which has words alone; ten passages a search; ratios to stock Kernel Memory");
        var results = new Dictionary<string, Result>();
        foreach (var size in sizes)
        {
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,7:N0} documents            import/s      search p50 ms      search p95 ms       files   MB on disk       peak MB"));
            foreach (var stack in s_stacks)
            {
                var result = results[stack] = await RunAsync(stack, size);
                Console.WriteLine($"  {stack,-14}{result.Beside(results[Stack.Stock])}");
            }
        }
        Console.WriteLine();
        var (stock, house, own) = (results[Stack.Stock], results[Stack.House], results[Stack.Own]);
        var verdicts = new Verdicts();
        verdicts.TimesLess("search in the house's stores, p95, to stock", house.P95, stock.P95, sizes[^1] >= 20_000 ? 20 : 2, "ms", 0.001);
        verdicts.TimesLess("search in the house's memory, p95, to stock", own.P95, stock.P95, sizes[^1] >= 20_000 ? 50 : 5, "ms", 0.001);
        verdicts.TimesLess("a document's import into the house's stores, to stock", 1000 / house.Rate, 1000 / stock.Rate, 0.9, "ms", 0.001);
        verdicts.TimesLess("a document's import into the house's memory, to stock", 1000 / own.Rate, 1000 / stock.Rate, sizes[^1] >= 20_000 ? 3 : 0.8, "ms", 0.001);
        verdicts.TimesLess("files on disk in the house's stores, to stock", house.Files, stock.Files, 500, "files", 1);
        verdicts.Holds("every search found something, everywhere", results.Values.All(result => result.Found));
        return verdicts.ExitCode;
    }

    private static async Task<Result> RunAsync(string stack, int size)
    {
        var directory = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            var measured = await MeasuredCommand.RunAsync(Environment.ProcessPath!, ["kernel-memory", Part, stack, size.ToString(CultureInfo.InvariantCulture), directory], directory);
            return Result.Read(measured.Output, measured.PeakMegabytes);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>In a process of its own.</summary>
    private static async Task MeasureAsync(string name, int size, string directory)
    {
        var documents = MadeUpDocuments.Of(size);
        // Stock Kernel Memory reads every record for every question.
        var questions = MadeUpDocuments.Questions(documents, name == Stack.Stock ? 30 : 200);
        await using var stack = Stack.Open(name, directory);
        await stack.Prepare(documents);
        var importing = Stopwatch.StartNew();
        await stack.Import(documents);
        importing.Stop();
        var isFound = true;
        foreach (var question in questions.Take(3)) await stack.Search(question);
        var milliseconds = new List<double>(questions.Count);
        foreach (var question in questions)
        {
            var began = Stopwatch.GetTimestamp();
            isFound &= await stack.Search(question) > 0;
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        var counted = new DirectoryInfo(Directory.Exists(Path.Combine(directory, "copy")) ? Path.Combine(directory, "copy") : directory).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var percentiles = Percentiles.Of(milliseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{size / importing.Elapsed.TotalSeconds:R} {percentiles.P50:R} {percentiles.P95:R} {counted.Count} {counted.Sum(file => file.Length)} {isFound}"));
    }

    /// <param name="Rate">Documents imported in a second.</param>
    /// <param name="P50">Of a search, milliseconds.</param>
    /// <param name="P95">Of a search, milliseconds.</param>
    /// <param name="Files">On disk.</param>
    /// <param name="Bytes">Of these files.</param>
    /// <param name="Found">Whether every search found something.</param>
    /// <param name="PeakMegabytes">Most memory that the process had.</param>
    private sealed record Result(double Rate, double P50, double P95, int Files, long Bytes, bool Found, double PeakMegabytes)
    {
        public static Result Read(string output, double peakMegabytes)
        {
            var fields = output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return new Result(Number(0), Number(1), Number(2), (int)Number(3), (long)Number(4), bool.Parse(fields[5]), peakMegabytes);

            double Number(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        }

        public string Beside(Result stock) => string.Create(CultureInfo.InvariantCulture,
            $"{Rate,14:N0} ({Rate / stock.Rate,6:0.0}x){P50,9:0.0} ({P50 / stock.P50:0.000}x){P95,9:0.0} ({P95 / stock.P95:0.000}x){Files,12:N0}{Bytes / 1e6,13:0.0}{PeakMegabytes,8:0} ({PeakMegabytes / stock.PeakMegabytes:0.00}x)");
    }
}
