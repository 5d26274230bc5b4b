using System.Runtime.InteropServices;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>One line on what was measured on.</summary>
internal static class Machine
{
    public static string Line()
    {
        const string Models = "/proc/cpuinfo";
        var model = File.Exists(Models)
            ? File.ReadLines(Models).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ", 2)[^1].Trim()
            : null;
        return $"{Environment.ProcessorCount} cores ({model ?? RuntimeInformation.ProcessArchitecture.ToString()}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
