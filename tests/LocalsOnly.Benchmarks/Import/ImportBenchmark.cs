using System.Globalization;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Import;

/// <summary>
/// Imports a made-up export as a person would, and lets a Python script that does a part of the same take turns with it, so that a busy machine slows both. Of
/// several runs the fastest counts: nothing but others' work makes one slower than the next.
/// </summary>
internal static class ImportBenchmark
{
    private const long Seed = 20_230_101;
    private const long FullBytes = 1_000_000_000;
    private const long QuickBytes = 250_000_000;
    private const int ParseRuns = 3;

    private const double LeastParseRate = 150;
    private const double LeastImportRate = 25;
    private const double MostMegabytes = 400;
    private const double ReimportTimes = 4;
    private const double LeastTenTimesRatio = 0.85;
    private const double BaselineTimes = 3;
    private const double BaselineMemoryTimes = 5;

    /// <returns>1 when a promise was broken, 2 when the arguments make no sense or there is nothing to compare with.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var quick = arguments.Contains("--quick");
        var tenTimes = arguments.Contains("--ten-times");
        var bytes = quick ? QuickBytes : FullBytes;
        var size = Array.IndexOf(arguments, "--size");
        var understood = arguments.Length == (quick ? 1 : 0) + (tenTimes ? 1 : 0) + (size >= 0 ? 2 : 0);
        if (!understood || (size >= 0 && (size + 1 == arguments.Length || !ByteSize.TryParse(arguments[size + 1], out bytes))))
        {
            Console.Error.WriteLine("usage: import [--size SIZE] [--quick] [--ten-times]");
            return 2;
        }
        var scratch = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            if (await PythonBaseline.MissingAsync(scratch) is { } missing)
            {
                Console.Error.WriteLine(missing);
                return 2;
            }
            Console.WriteLine(Machine.Line());
            var verdicts = new Verdicts();
            var rate = await MeasureAsync(verdicts, scratch, bytes, rounds: quick ? 1 : 2);
            if (tenTimes) await TenTimesAsync(verdicts, scratch, 10 * bytes, rate);
            return verdicts.ExitCode;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(Verdicts verdicts, string scratch, long bytes, int rounds)
    {
        var export = Generate(scratch, bytes);
        var parse = 0.0;
        for (var i = 0; i < ParseRuns; i++) parse = Math.Max(parse, await ParseAlone.RateAsync(export, scratch));
        var (split, unpack) = ParseAlone.Parts(export, scratch);

        var (firsts, agains, baselines) = (new List<ImportRun>(), new List<ImportRun>(), new List<MeasuredCommand>());
        for (var round = 0; round < rounds; round++)
        {
            var home = Path.Combine(scratch, "home");
            firsts.Add(await ImportRun.RunAsync(export, home));
            Print("import", firsts[^1], export.Bytes);
            baselines.Add(await PythonBaseline.RunAsync(export, Path.Combine(scratch, "python")));
            Print("python", baselines[^1].Elapsed.TotalSeconds, baselines[^1].Cpu.TotalSeconds, export.Bytes, baselines[^1].PeakMegabytes);
            agains.Add(await ImportRun.RunAsync(export, home));
            Print("again", agains[^1], export.Bytes);
            Directory.Delete(home, recursive: true);
            Directory.Delete(Path.Combine(scratch, "python"), recursive: true);
        }
        File.Delete(export.Path);

        var first = firsts.MinBy(run => run.Seconds)!;
        var again = agains.MinBy(run => run.Seconds)!;
        var baseline = baselines.MinBy(run => run.Elapsed)!;
        var peak = firsts.Concat(agains).Max(run => run.PeakMegabytes);
        Console.WriteLine();
        verdicts.AtLeast($"parse alone, both cores; unpacking alone is {unpack:0} MB/s, with splitting {split:0} MB/s", parse, LeastParseRate, "MB/s");
        verdicts.AtLeast("whole import: parse, merge, archive, index", first.Rate, LeastImportRate, "MB/s");
        verdicts.Below("most memory of an import", peak, MostMegabytes, "MB");
        verdicts.TimesLess("time to import the same again, to the first time", again.Seconds, first.Seconds, ReimportTimes, "s", 1e-3);
        verdicts.TimesLess("time to import, to Python's into SQLite's full-text search", first.Seconds, baseline.Elapsed.TotalSeconds, BaselineTimes, "s", 1e-3);
        verdicts.TimesLess("most memory, to Python's", peak, baseline.PeakMegabytes, BaselineMemoryTimes, "MB", 1);
        verdicts.Holds($"every one of {export.Conversations} conversations is found", firsts.Concat(agains).All(run => run.Found == export.Conversations));
        verdicts.Holds("the first time all are new, the second time none", firsts.All(run => run.Added + run.Empty == run.Found) && agains.All(run => run.Unchanged + run.Empty == run.Found));
        return first.Rate;
    }

    private static async Task TenTimesAsync(Verdicts verdicts, string scratch, long bytes, double rate)
    {
        var export = Generate(scratch, bytes);
        var large = await ImportRun.RunAsync(export, Path.Combine(scratch, "home"));
        Print("import", large, export.Bytes);
        Console.WriteLine();
        verdicts.AtLeast("rate on ten times the size, to the rate before", large.Rate / rate, LeastTenTimesRatio, "of it");
        verdicts.Below("most memory on ten times the size", large.PeakMegabytes, MostMegabytes, "MB");
        verdicts.Holds($"every one of {export.Conversations} conversations is found", large.Found == export.Conversations);
    }

    private static GeneratedExport Generate(string scratch, long bytes)
    {
        var export = new ExportGenerator(Seed).ChatGpt(Path.Combine(scratch, "chatgpt-export.zip"), bytes, ChatGptLayout.Classic);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{export.Conversations:N0} conversations, {export.Bytes / 1e6:N0} MB of JSON, {new FileInfo(export.Path).Length / 1e6:N0} MB of zip"));
        return export;
    }

    private static void Print(string what, ImportRun run, long bytes) => Print(what, run.Seconds, run.CpuSeconds, bytes, run.PeakMegabytes);

    private static void Print(string what, double seconds, double cpu, long bytes, double peak) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what,-8} {seconds,8:0.0} s {cpu,8:0.0} s of CPU {bytes / 1e6 / seconds,8:0} MB/s {peak,8:0} MB"));
}
