using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Upstream;

/// <summary>A <see cref="LeanUpstream"/> in a process of its own, so that its work is nobody else's.</summary>
internal sealed class UpstreamProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _http = new();

    private UpstreamProcess(ChildProcess process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<UpstreamProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(UpstreamProcess).Assembly.Location, "upstream"]) { RedirectStandardInput = true };
        var process = ChildProcess.Start(start);
        return new UpstreamProcess(process, await process.UrlAsync());
    }

    /// <summary>Sets how the next answers are; those under way stay as they are.</summary>
    /// <param name="tokens">Tokens of an answer.</param>
    /// <param name="milliseconds">Between two tokens; 0 writes all but the first at once.</param>
    /// <param name="close">Whether a stream ends its connection.</param>
    public async Task AnswerWithAsync(int tokens, int milliseconds, bool close = true)
    {
        using var _ = await _http.GetAsync(new Uri(Url, string.Create(CultureInfo.InvariantCulture, $"bench/{tokens}/{milliseconds}/{(close ? "close" : "keep")}")));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
