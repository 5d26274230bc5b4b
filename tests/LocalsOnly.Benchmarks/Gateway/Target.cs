using System.Globalization;
using System.Net;
using System.Text;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>Where requests are sent: the upstream itself, or a gateway in front of it.</summary>
/// <param name="name">As the tables show it.</param>
/// <param name="url">Its address on loopback.</param>
/// <param name="model">What to ask for there.</param>
/// <param name="process">The gateway's process; null for the upstream, whose cost is nobody's.</param>
/// <param name="headers">Header lines it wants besides the usual ones, each with its line end.</param>
internal sealed class Target(string name, Uri url, string model, ChildProcess? process, string headers = "")
{
    private const string Question = "Of the hotels that we looked at for the trip to Lisbon, which one did we book in the end, "
        + "for how many nights, and what did each of the others have against it?";

    public string Name { get; } = name;

    public ChildProcess? Process { get; } = process;

    public IPEndPoint Server { get; } = IPEndPoint.Parse(url.Authority);

    public byte[] Streamed { get; } = Request(url, Body(model, streams: true), headers);

    public byte[] Whole { get; } = Request(url, Body(model, streams: false), headers);

    public byte[] WholeLong { get; } = Request(url, Body(model, streams: false, tokens: 2000), headers);

    /// <param name="tokens">Most that the answer may have.</param>
    public static string Body(string model, bool streams, int tokens = 200) =>
        $$"""{"model":"{{model}}","stream":{{(streams ? "true" : "false")}},"max_tokens":{{tokens}},"messages":[{"role":"user","content":"{{Question}}"}]}""";

    private static byte[] Request(Uri url, string body, string headers)
    {
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer none\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}"));
    }
}
