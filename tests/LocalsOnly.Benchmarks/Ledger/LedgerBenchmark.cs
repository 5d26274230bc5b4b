using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Ledger;
using LocalsOnly.Treasury.Report;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Benchmarks.Ledger;

/// <summary>
/// A ledger with ten million attempts, four fifths of them in one month and the rest in the three years before: what adding one costs, alone and under load, how
/// long that month's report takes from the open file to its last line, and how long sums over all the years take.
/// </summary>
internal static class LedgerBenchmark
{
    private const int Seed = 20_261_126;
    private const int Full = 10_000_000;
    private const int Alone = 20_000;
    private const int Batch = 256;
    private const double MostAppend = 50;
    private const double MostReport = 1000;
    private const double MostYears = 1000;
    private const int Days = 30;

    private static readonly DateTimeOffset s_month = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_personas = ["vince", "kelly", "solus", "otaku", "eliza"];
    private static readonly string[] s_sessions = [.. Enumerable.Range(0, 2_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"discord {i}"))];

    /// <returns>1 when a promise was broken, 2 when the arguments make no sense.</returns>
    public static int Run(string[] arguments)
    {
        var events = arguments switch
        {
            [] => Full,
            ["--events", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var some) && some >= 5 * Alone => some,
            _ => 0,
        };
        if (events == 0)
        {
            Console.Error.WriteLine($"usage: ledger [--events N], N from {5 * Alone}");
            return 2;
        }

        var scratch = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            Console.WriteLine(Machine.Line());
            var verdicts = new Verdicts();
            var book = new LedgerBook(scratch);
            Fill(verdicts, book, events);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(book.Path).Length / 1e6:N0} MB for {events:N0} attempts"));
            Read(verdicts, book, events);
            return verdicts.ExitCode;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Fill(Verdicts verdicts, LedgerBook book, int events)
    {
        var random = new Random(Seed);
        using var file = new LedgerFile(book.Path);
        AppendAlone(verdicts, file, random, "an empty ledger");
        var batch = new List<UsageEvent>(Batch);
        var began = Stopwatch.GetTimestamp();
        var making = TimeSpan.Zero;
        for (var i = 0; i < events - (2 * Alone); i += batch.Count)
        {
            var making0 = Stopwatch.GetTimestamp();
            batch.Clear();
            while (batch.Count < Batch) batch.Add(Attempt(random, (double)i / events));
            making += Stopwatch.GetElapsedTime(making0);
            file.Append(batch);
        }

        verdicts.Below("to add an attempt when others are added with it (256), mean", (Stopwatch.GetElapsedTime(began) - making).TotalMicroseconds / (events - (2 * Alone)), MostAppend, "µs");
        AppendAlone(verdicts, file, random, string.Create(CultureInfo.InvariantCulture, $"a ledger of {events:N0}"));
    }

    private static void AppendAlone(Verdicts verdicts, LedgerFile file, Random random, string to)
    {
        var took = new List<double>(Alone);
        for (var i = 0; i < Alone; i++)
        {
            UsageEvent[] one = [Attempt(random, 1)];
            var began = Stopwatch.GetTimestamp();
            file.Append(one);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        var spread = Measuring.Percentiles.Of(took);
        Console.WriteLine($"alone, {to}: p50 p95 p99 µs {spread}, mean {took.Average().ToString("0.0", CultureInfo.InvariantCulture)}");
        verdicts.Below($"to add one attempt by itself to {to}, mean", took.Average(), MostAppend, "µs");
    }

    private static void Read(Verdicts verdicts, LedgerBook book, int events)
    {
        var options = Options.Create(new TreasuryOptions
        {
            Zone = "Etc/UTC",
            Electricity = new ElectricityOptions { PricePerKwh = 0.24m, Periods = [new TariffPeriodOptions { From = new TimeOnly(22, 0), To = new TimeOnly(6, 0), PricePerKwh = 0.16m }] },
            Nodes = { ["studio"] = new NodeOptions { Hardware = "mac-studio-512", Endpoint = "cluster" }, ["mini"] = new NodeOptions { Hardware = "mac-mini-m4-16", Endpoint = "mini" } },
            Assets = { ["studio"] = new AssetOptions { Price = 9_499, Date = new DateOnly(2026, 2, 1), Source = "a list" } },
        });
        var time = new Fixed(s_month.AddDays(Days));
        var desk = new TreasuryDesk(book, options, new HouseBudgets(options, book, time, NullLogger<HouseBudgets>.Instance), time);
        var took = new List<double>();
        TreasuryReport report = null!;
        for (var i = 0; i < 7; i++)
        {
            var began = Stopwatch.GetTimestamp();
            report = desk.Report("2026-11");
            ReportMarkdown.Write(report);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the month's report, ms: {string.Join(' ', took.Select(one => one.ToString("0", CultureInfo.InvariantCulture)))}"));
        verdicts.Below($"the report of a month with {report.Usage.Attempts.ToString("N0", CultureInfo.InvariantCulture)} attempts, as Markdown, the slowest of 7", took.Max(), MostReport, "ms");
        var years = Stopwatch.GetTimestamp();
        var all = book.Totals(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Sum(one => one.Sum.Attempts);
        verdicts.Below("sums by kind over all the years", Stopwatch.GetElapsedTime(years).TotalMilliseconds, MostYears, "ms");
        verdicts.Holds(string.Create(CultureInfo.InvariantCulture, $"none is missing and none is counted twice: {all:N0}"), all >= events && all < events + Batch);
        var session = Stopwatch.GetTimestamp();
        var one = book.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, s_sessions[7]).Take(1_000).Count();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the first {one:N0} attempts of one conversation: {Stopwatch.GetElapsedTime(session).TotalMilliseconds:0.0} ms"));
    }

    /// <param name="progress">0 to 1: the first fifth lies in the three years before the month, the rest in the month, in order of time.</param>
    private static UsageEvent Attempt(Random random, double progress)
    {
        var at = progress < 0.2 ? s_month.AddDays(-3 * 365 * (1 - (progress / 0.2))) : s_month.AddDays(Days * Math.Min(0.999999, (progress - 0.2) / 0.8));
        var heavy = random.Next(3) > 0;
        var prompt = random.Next(200, 12_000);
        var cached = random.Next(prompt);
        var joules = random.Next(1_000, 900_000);
        return new UsageEvent
        {
            At = at.AddMilliseconds(random.Next(1000)),
            Persona = s_personas[random.Next(s_personas.Length)],
            Session = s_sessions[random.Next(s_sessions.Length)],
            Task = random.Next(4) == 0 ? "briefing" : null,
            Tier = heavy ? Tier.Heavy : Tier.Light,
            Endpoint = heavy ? "cluster" : "mini",
            Model = heavy ? "mlx-community/Qwen3-235B-A22B-8bit" : "qwen3:8b",
            Reason = random.Next(5) == 0 ? "follow-up" : "score",
            Outcome = random.Next(50) == 0 ? "Deadline" : "ok",
            Tokens = new TokenCount(prompt - cached, cached, random.Next(20, 800), random.Next(400), Provenance.Measured),
            QueueWait = TimeSpan.FromMilliseconds(random.Next(50)),
            FirstToken = TimeSpan.FromMilliseconds(random.Next(200, 9_000)),
            Decoding = TimeSpan.FromMilliseconds(random.Next(1_000, 30_000)),
            Duration = TimeSpan.FromMilliseconds(random.Next(2_000, 40_000)),
            Energy = new EnergyUse(joules, joules / 10, Provenance.Measured),
            Decision = "20261126-abcdefgh",
        };
    }

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
