using System.Globalization;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>Peak resident memory from <c>/proc/PID/status</c>.</summary>
internal static class ProcessMemory
{
    /// <param name="process">A process id, or <c>self</c>.</param>
    /// <returns>VmHWM in MB (10^6 bytes).</returns>
    public static double PeakMegabytes(string process) => Megabytes(process, "VmHWM:");

    /// <summary>A line of the file.</summary>
    public static double Megabytes(string process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
