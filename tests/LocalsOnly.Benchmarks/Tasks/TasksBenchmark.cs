using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Tasks;

/// <summary>
/// A thousand tasks that are due in the same minute, on a host that answers a person all the while: how long the person waits before and while they run, how their starts are spread, and what the host does
/// when nothing is to be done. Ends with 1 when a promise is broken.
/// </summary>
internal static class TasksBenchmark
{
    private const int Tasks = 1000;
    private const int WarmUp = 10;
    private const double MostSlowdown = 1.5;
    private const double MostIdle = 1;
    private const int MostInASecond = 40;
    private const double MostQuiet = 90;
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_baseline = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestQuiet = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"{Machine.Line()}, shared with the simulated cluster");
        var due = DateTimeOffset.UtcNow + s_settle + s_idle + s_baseline + TimeSpan.FromSeconds(15);
        due = new DateTimeOffset(due.Year, due.Month, due.Day, due.Hour, due.Minute, 0, TimeSpan.Zero).AddMinutes(1);
        await using var house = await TaskHouseUnderTest.StartAsync(Tasks, due);

        for (var i = 0; i < WarmUp; i++) await house.AskAsync();
        var idleBefore = await IdleAsync(house);
        var before = await AskWhileAsync(house, () => DateTimeOffset.UtcNow < due.AddSeconds(-5));
        await Task.Delay(due - DateTimeOffset.UtcNow);
        var began = Stopwatch.GetTimestamp();
        var during = await AskWhileAsync(house, () => house.Ended() < Tasks && Stopwatch.GetElapsedTime(began) < s_patience);
        var took = Stopwatch.GetElapsedTime(began);
        var starts = house.Starts();
        var quiet = await QuietAsync(house);
        var idleAfter = await IdleAsync(house);

        Print(Percentiles.Of(before), Percentiles.Of(during), before.Count, during.Count);
        var inASecond = starts.CountBy(at => (int)Math.Floor(at)).Select(second => second.Value).DefaultIfEmpty().Max();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"starts         {starts.DefaultIfEmpty().Min():0.0} s to {starts.DefaultIfEmpty().Max():0.0} s after they were due, at most {inASecond} in a second; all ended after {took.TotalSeconds:0} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle           {idleBefore:0.00} % of a core before, {idleAfter:0.00} % once it had remembered what was said ({quiet.TotalSeconds:0} s), over {s_idle.TotalSeconds:0} s each"));

        var slowdown = Percentiles.Of(during) / Percentiles.Of(before);
        var verdicts = new Verdicts();
        verdicts.Holds($"{starts.Count:N0} of {Tasks:N0} tasks ran, each at its first try", starts.Count == Tasks);
        verdicts.Below("a person's wait for the first word while they run, to that before, p50", slowdown.P50, MostSlowdown, "times");
        verdicts.Below("the same, p95", slowdown.P95, MostSlowdown, "times");
        verdicts.Below("most tasks that began in the same second", inASecond, MostInASecond, "tasks");
        verdicts.Below("idle CPU before", idleBefore, MostIdle, "% of a core");
        verdicts.Below("until what was said is remembered and the host is quiet again", quiet.TotalSeconds, MostQuiet, "s");
        verdicts.Below("idle CPU after", idleAfter, MostIdle, "% of a core");
        return verdicts.ExitCode;
    }

    private static async Task<List<double>> AskWhileAsync(TaskHouseUnderTest house, Func<bool> goesOn)
    {
        var waits = new List<double>();
        using var pace = new PeriodicTimer(s_between);
        while (goesOn() && await pace.WaitForNextTickAsync()) waits.Add(await house.AskAsync());
        return waits;
    }

    /// <summary>What is said is remembered behind the answers; it is waited until that is done.</summary>
    private static async Task<TimeSpan> QuietAsync(TaskHouseUnderTest house)
    {
        var began = Stopwatch.GetTimestamp();
        for (var before = house.Process.Cpu(); Stopwatch.GetElapsedTime(began) < s_longestQuiet;)
        {
            await Task.Delay(s_look);
            var now = house.Process.Cpu();
            if (100 * ((now - before) / s_look) < 2 * MostIdle) break;
            before = now;
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <returns>% of a core, once it has settled.</returns>
    private static async Task<double> IdleAsync(TaskHouseUnderTest house)
    {
        await Task.Delay(s_settle);
        var before = house.Process.Cpu();
        await Task.Delay(s_idle);
        return 100 * ((house.Process.Cpu() - before) / s_idle);
    }

    private static void Print(Percentiles before, Percentiles during, int first, int second)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"a person's wait",-14} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9} {"turns",7}"));
        foreach (var (name, spread, turns) in (ReadOnlySpan<(string, Percentiles, int)>)[("before", before, first), ("while they run", during, second)])
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-15} {spread.P50,9:0.0} {spread.P95,9:0.0} {spread.P99,9:0.0} {turns,7}"));
    }
}
