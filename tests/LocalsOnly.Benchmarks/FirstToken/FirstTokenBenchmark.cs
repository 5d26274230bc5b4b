using System.Diagnostics;
using LocalsOnly.Benchmarks.Gateway;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Upstream;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Benchmarks.FirstToken;

/// <summary>
/// What the router adds to the first token within one process: the routing client against a bare socket, in turns, at the same upstream
/// in a process of its own. Ends with 1 when a limit is broken.
/// </summary>
internal static class FirstTokenBenchmark
{
    private const int WarmUp = 300;
    private const int Turns = 3000;

    public static async Task<int> RunAsync()
    {
        await using var upstream = await UpstreamProcess.StartAsync();
        Console.WriteLine($"On {Machine.Line()}, shared with the upstream.");
        var verdicts = new Verdicts();
        foreach (var close in (bool[])[true, false])
        {
            await upstream.AnswerWithAsync(tokens: 50, milliseconds: 0, close);
            await MeasureAsync(upstream.Url, close ? "a connection per answer, as exo does" : "the connection kept open", verdicts);
        }

        return verdicts.ExitCode;
    }

    private static async Task MeasureAsync(Uri upstream, string connections, Verdicts verdicts)
    {
        await using var router = await RouterUnderTest.StartAsync(upstream, maxConcurrent: 8);
        var bare = new Target("bare", upstream, UpstreamFrames.Model, null);
        using var blocking = new BlockingSocket(bare.Server);
        using var waiting = new Caller(bare.Server);
        using var handed = new PlainHttp(upstream);
        var (blocked, awaited, asked, routed) = (new List<double>(Turns), new List<double>(Turns), new List<double>(Turns), new List<double>(Turns));
        for (var turn = -WarmUp; turn < Turns; turn++)
        {
            var a = blocking.Call(bare.Streamed);
            // The thread pool takes over from here, so that whoever comes next does not pay for waking it.
            await Task.Yield();
            var b = await waiting.CallAsync(bare.Streamed, tokens: 50, streams: true);
            var c = await handed.CallAsync();
            var d = await RouteAsync(router.Client, turn);
            if (turn < 0)
                continue;
            blocked.Add(a);
            awaited.Add(b.FirstToken);
            asked.Add(c);
            routed.Add(d);
        }

        var socket = Percentiles.Of(awaited);
        var added = Percentiles.Of(routed) - socket;
        Console.WriteLine();
        Console.WriteLine($"First token, {connections} (n = {Turns}), ms{"p50",13}{"p95",9}{"p99",9}");
        Console.WriteLine($"{"bare socket, a thread blocked on it",-58}{Percentiles.Of(blocked)}");
        Console.WriteLine($"{"bare socket, awaited",-58}{socket}");
        Console.WriteLine($"{".NET's HTTP client, the answer's bytes only searched",-58}{Percentiles.Of(asked)}");
        Console.WriteLine($"{"router",-58}{Percentiles.Of(routed)}");
        Console.WriteLine($"{"added",-58}{added}");
        verdicts.Below($"added to the first token, {connections}, p50", added.P50 * 1000, 100, "µs");
        verdicts.Below($"added to the first token, {connections}, p99", added.P99 * 1000, 1000, "µs");
    }

    private static async Task<double> RouteAsync(IChatClient client, int turn)
    {
        ChatMessage[] messages = [new(ChatRole.User, "Of the hotels that we looked at for the trip to Lisbon, which one did we book in the end?")];
        var options = new ChatOptions { MaxOutputTokens = 200 }.WithRoute(new RouteRequest { Persona = "vince", PersonaTier = Tier.Heavy, Conversation = $"c{turn}" });
        var began = Stopwatch.GetTimestamp();
        var firstToken = 0L;
        await foreach (var update in client.GetStreamingResponseAsync(messages, options))
        {
            if (firstToken == 0 && MeaningfulToken.IsIn(update))
                firstToken = Stopwatch.GetTimestamp();
        }

        return Stopwatch.GetElapsedTime(began, firstToken).TotalMilliseconds;
    }
}
