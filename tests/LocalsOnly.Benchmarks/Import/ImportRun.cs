using System.Text.Json;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Import;

/// <summary><c>locals import</c> as a person runs it, in a process and over a data directory of its own.</summary>
/// <param name="Seconds">From the start of the process to its end.</param>
/// <param name="CpuSeconds">Of all cores.</param>
/// <param name="Rate">MB of unpacked JSON in a second.</param>
internal sealed record ImportRun(double Seconds, double CpuSeconds, double Rate, double PeakMegabytes, int Found, int Added, int Unchanged, int Empty)
{
    private static readonly string s_locals = Path.Combine(AppContext.BaseDirectory, "locals.dll");

    /// <param name="home">Its data directory: an empty one, or one that knows the export already.</param>
    /// <exception cref="InvalidOperationException">The import failed; its own words are the message.</exception>
    public static async Task<ImportRun> RunAsync(GeneratedExport export, string home)
    {
        Directory.CreateDirectory(home);
        var run = await MeasuredCommand.RunAsync("dotnet", [s_locals, "import", "--data", home, "--json", export.Path], home);
        using var report = JsonDocument.Parse(run.Output);
        var totals = report.RootElement.GetProperty("totals");
        int Count(string name) => totals.GetProperty(name).GetInt32();
        var seconds = run.Elapsed.TotalSeconds;
        return new ImportRun(seconds, run.Cpu.TotalSeconds, export.Bytes / 1e6 / seconds, run.PeakMegabytes, Count("found"), Count("added"), Count("unchanged"), Count("empty"));
    }
}
