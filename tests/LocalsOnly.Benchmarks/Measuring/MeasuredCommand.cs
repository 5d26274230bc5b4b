using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>A command that was run to its end in a process of its own.</summary>
/// <param name="Elapsed">From its start to its end, the runtime's own start included.</param>
/// <param name="Cpu">User and system time of all cores: unlike the other, hardly touched by what else the machine does.</param>
/// <param name="PeakMegabytes">Most memory that was resident, MB (10^6 bytes).</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record MeasuredCommand(TimeSpan Elapsed, TimeSpan Cpu, double PeakMegabytes, string Output)
{
    /// <exception cref="InvalidOperationException">It did not end well; what it wrote to standard error is the message.</exception>
    public static async Task<MeasuredCommand> RunAsync(string file, IEnumerable<string> arguments, string home)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = home;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        // The figures die with the process and only ever grow: what is missed is the growth of its last moment.
        var (cpu, peak) = (TimeSpan.Zero, 0.0);
        while (await Task.WhenAny(ended, Task.Delay(20)) != ended) (cpu, peak) = TryRead(process) ?? (cpu, peak);
        var elapsed = clock.Elapsed;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} ended with {process.ExitCode}. {await errors}");
        return new MeasuredCommand(elapsed, cpu, peak, await output);
    }

    private static (TimeSpan Cpu, double PeakMegabytes)? TryRead(Process process)
    {
        try
        {
            var peak = ProcessMemory.PeakMegabytes(process.Id.ToString(CultureInfo.InvariantCulture));
            process.Refresh();
            return (process.TotalProcessorTime, peak);
        }
        // It ended in between: no such file, no such process, or no such line.
        catch (Exception fault) when (fault is IOException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
