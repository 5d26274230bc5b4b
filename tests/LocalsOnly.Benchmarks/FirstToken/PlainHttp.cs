using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using LocalsOnly.Benchmarks.Gateway;
using LocalsOnly.Benchmarks.Upstream;

namespace LocalsOnly.Benchmarks.FirstToken;

/// <summary>What .NET's own HTTP client takes, which the router sends through: says how much of the router's time is not the router's.</summary>
internal sealed class PlainHttp(Uri upstream) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly byte[] _body = Encoding.ASCII.GetBytes(Target.Body(UpstreamFrames.Model, streams: true));
    private readonly byte[] _buffer = new byte[16384];

    /// <returns>Milliseconds from just before the request was made to the first byte of text.</returns>
    public async Task<double> CallAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var firstToken = 0L;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(upstream, "v1/chat/completions"))
        {
            Content = new ByteArrayContent(_body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        using var response = await _http.SendAsync(request, CancellationToken.None);
        await using var body = await response.Content.ReadAsStreamAsync();
        while (await body.ReadAsync(_buffer) is var count and > 0)
        {
            if (firstToken == 0 && _buffer.AsSpan(0, count).Contains(UpstreamFrames.Marker))
                firstToken = Stopwatch.GetTimestamp();
        }

        return Stopwatch.GetElapsedTime(began, firstToken).TotalMilliseconds;
    }

    public void Dispose() => _http.Dispose();
}
