using System.Diagnostics;
using System.Globalization;
using System.Text;
using LocalsOnly.Import.Samples;
using LocalsOnly.Simulation;

namespace LocalsOnly.Benchmarks;

/// <summary>
/// Measures a host as a process of its own, beside a simulated cluster in this one: what the README quotes, each figure with its limit and the ratio
/// of the two. Ends with 1 when a limit is broken.
/// </summary>
internal static class HostBenchmark
{
    private const int Starts = 5;
    private const int Turns = 20;
    private static readonly string s_locals = Path.Combine(AppContext.BaseDirectory, "locals.dll");

    public static async Task<int> RunAsync(TimeSpan idle)
    {
        var home = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
        try
        {
            // Slow enough that reading the prompt takes a while, so that its end is an instant of its own.
            await using var node = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { PrefillTokensPerSecond = 4000 });
            var exports = await SampleExports.WriteAsync(Path.Combine(home, "samples"));
            using (var import = Start(home, node.Url, ["import", .. exports])) await import.WaitForExitAsync();

            var starts = new List<double>();
            for (var i = 0; i < Starts; i++)
            {
                var clock = Stopwatch.StartNew();
                using var host = Start(home, node.Url, ["up", "--port", "0"]);
                _ = await UrlAsync(host);
                starts.Add(clock.Elapsed.TotalMilliseconds);
                await StopAsync(host);
            }

            using var up = Start(home, node.Url, ["up", "--port", "0"]);
            var firstTokens = await FirstTokensAsync(node, await UrlAsync(up));
            await Task.Delay(TimeSpan.FromSeconds(5));
            var before = Cpu(up);
            await Task.Delay(idle);
            var share = 100 * (Cpu(up) - before) / idle;
            up.Refresh();
            var memory = up.WorkingSet64 / 1e6;
            await StopAsync(up);

            var kept = true;
            kept &= Print("host ready, from process start, median of 5", Median(starts), 2000, "ms");
            kept &= Print("first token at the caller after prefill ended, median of 20", Median(firstTokens), 50, "ms");
            kept &= Print("first token at the caller after prefill ended, worst of 20", firstTokens.Max(), 50, "ms");
            kept &= Print($"idle CPU over {idle.TotalSeconds:0} s", share, 1, "% of a core");
            kept &= Print("resident memory, after the turns and a minute of quiet", memory, 150, "MB");
            return kept ? 0 : 1;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<List<double>> FirstTokensAsync(SimulatedExoNode node, Uri host)
    {
        using var http = new HttpClient { BaseAddress = host };
        var delays = new List<double>();
        // The first turns compile; a person's host has long done so.
        for (var i = -3; i < Turns; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(
                    """{"model":"vince","stream":true,"messages":[{"role":"user","content":"Which hotel did we book in Lisbon?"}]}""", Encoding.UTF8, "application/json"),
            };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync() is { } line)
                if (line.Contains("[simulated]", StringComparison.Ordinal)) break;
            var arrived = DateTimeOffset.UtcNow;
            if (i >= 0) delays.Add((arrived - node.Requests[^1].PrefillEndedAt!.Value).TotalMilliseconds);
            await reader.ReadToEndAsync();
        }

        return delays;
    }

    private static Process Start(string home, Uri node, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [s_locals, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = home;
        start.Environment["LOCALS_Inference__Endpoints__cluster__Url"] = node.ToString();
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Where the host says it is, as soon as it says so.</summary>
    private static async Task<Uri> UrlAsync(Process host)
    {
        var line = await host.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The host ended before it was up.");
        return new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]);
    }

    private static async Task StopAsync(Process host)
    {
        using var kill = Process.Start("kill", ["-TERM", host.Id.ToString(CultureInfo.InvariantCulture)]);
        await host.WaitForExitAsync();
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static bool Print(string what, double value, double limit, string unit)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-62} {value,8:0.00} {unit,-11} limit {limit,5:0}   {value / limit,5:0.00}x of it"));
        return value <= limit;
    }
}
