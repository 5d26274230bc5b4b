using System.Diagnostics;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>LocalsOnly as a person runs it, in a process and a data directory of its own, with the upstream as its cluster.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;

    private HostUnderTest()
    {
    }

    public ChildProcess Process { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public static async Task<HostUnderTest> StartAsync(Uri upstream)
    {
        var host = new HostUnderTest();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), "up", "--data", host._home, "--port", "0"]);
        start.Environment["HOME"] = host._home;
        start.Environment["LOCALS_Inference__Endpoints__cluster__Url"] = upstream.ToString();
        // The peer admits whatever comes; so does this host, lest its queue be compared with the peer's lack of one.
        start.Environment["LOCALS_Inference__Endpoints__cluster__MaxConcurrent"] = "1024";
        host.Process = ChildProcess.Start(start);
        try
        {
            host.Url = await host.Process.UrlAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }
}
