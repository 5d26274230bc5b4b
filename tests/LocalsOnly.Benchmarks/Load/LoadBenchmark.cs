using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Upstream;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Benchmarks.Load;

/// <summary>
/// 500 streams at once through the router in this process, of five personas: asking in turn, once with a place for all and once with 64
/// places, then one of them asking for 300 before the others ask for 50 each. Ends with 1 when a stream is lost, a persona is served
/// unfairly or the memory's limit is broken.
/// </summary>
internal static class LoadBenchmark
{
    private const int Streams = 500;
    private const int Greedy = 300;
    private const int Tokens = 50;
    private const int MemoryLimit = 300;
    private static readonly string[] s_personas = ["vince", "kelly", "solus", "otaku", "eliza"];

    public static async Task<int> RunAsync()
    {
        await using var upstream = await UpstreamProcess.StartAsync();
        await upstream.AnswerWithAsync(Tokens, milliseconds: 20);
        Console.WriteLine($"On {Machine.Line()}, shared with the upstream.");
        var verdicts = new Verdicts();
        foreach (var places in (int[])[Streams, 64])
        {
            var answers = await MeasureAsync(upstream.Url, places, "asking in turn", [.. Enumerable.Range(0, Streams).Select(i => i % s_personas.Length)], verdicts);
            JudgeFairness(answers, places, verdicts);
        }

        JudgeGreed(
            await MeasureAsync(upstream.Url, 64, "the first asking for 300", [.. Enumerable.Range(0, Streams).Select(i => i < Greedy ? 0 : 1 + (i % 4))], verdicts),
            verdicts);
        verdicts.Below("peak memory of this process, router and callers", ProcessMemory.PeakMegabytes("self"), MemoryLimit, "MB");
        return verdicts.ExitCode;
    }

    /// <returns>The whole answers in the order in which they ended.</returns>
    private static async Task<Answer[]> MeasureAsync(Uri upstream, int places, string how, int[] personas, Verdicts verdicts)
    {
        await using var router = await RouterUnderTest.StartAsync(upstream, places);
        var began = Stopwatch.GetTimestamp();
        var asks = await Task.WhenAll(personas.Select((persona, i) => AskAsync(router.Client, persona, i, began)));

        Answer[] whole = [.. asks.Where(a => a.Flaw is null).OrderBy(a => a.Seconds)];
        var slowest = whole.Length == 0 ? 0 : whole[^1].Seconds;
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{asks.Length} streams at once, {places} places, {how}: {whole.Length / slowest:0} streams/s, the last after {slowest:0.0} s"));
        foreach (var flaw in asks.Select(a => a.Flaw).OfType<string>().CountBy(f => f))
            Console.WriteLine($"     lost: {flaw.Value}x {flaw.Key}");
        verdicts.Holds($"{asks.Length - whole.Length} of {asks.Length} streams lost", whole.Length == asks.Length);
        return whole;
    }

    private static void JudgeFairness(Answer[] whole, int places, Verdicts verdicts)
    {
        var overall = whole.Select(a => a.Seconds).DefaultIfEmpty(double.NaN).Average();
        var worst = s_personas
            .Select((name, p) => (Name: name, Off: Math.Abs((MeanOf(whole, p) / overall) - 1)))
            .MaxBy(p => p.Off);
        verdicts.Below($"furthest mean time of a persona ({worst.Name}), {places} places", 100 * worst.Off, 10, "% of the mean");

        // At each tenth of all answers, how many of its own each persona has.
        var each = Streams / s_personas.Length;
        var spread = Enumerable.Range(1, 10).Max(tenth =>
        {
            var served = new int[s_personas.Length];
            foreach (var answer in whole.Take(whole.Length * tenth / 10))
                served[answer.Persona]++;
            return served.Max(s => Math.Abs((100.0 * s / each) - (10 * tenth)));
        });
        verdicts.Below($"furthest a persona is from its share at any tenth, {places} places", spread, 10, "points");
    }

    /// <summary>
    /// First come, first served would have the others wait for the end. Served in turn, all their 200 and as many of the first's as one share
    /// is worth are done when 64 + 250 of 500 are.
    /// </summary>
    private static void JudgeGreed(Answer[] whole, Verdicts verdicts)
    {
        var others = Array.FindLastIndex(whole, a => a.Persona != 0) + 1;
        verdicts.Below("answers when the last of the others had its own", 100.0 * others / Math.Max(1, whole.Length), 75, "% of all");
    }

    private static double MeanOf(Answer[] whole, int persona) =>
        whole.Where(a => a.Persona == persona).Select(a => a.Seconds).DefaultIfEmpty(double.NaN).Average();

    private static async Task<Answer> AskAsync(IChatClient client, int persona, int number, long began)
    {
        var options = new ChatOptions { MaxOutputTokens = 200 }
            .WithRoute(new RouteRequest { Persona = s_personas[persona], PersonaTier = Tier.Heavy, Conversation = $"c{number}" });
        var tokens = 0;
        var finished = false;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Which hotel did we book in Lisbon?")], options))
            {
                finished |= update.FinishReason is not null;
                foreach (var content in update.Contents)
                    tokens += content is TextContent text ? text.Text.AsSpan().Count((char)UpstreamFrames.Marker) : 0;
            }
        }
        catch (InferenceException e)
        {
            return new Answer(persona, double.NaN, e.Failure.ToString());
        }

        var flaw = !finished ? "no finish reason" : tokens != Tokens ? $"{tokens} of {Tokens} tokens" : null;
        return new Answer(persona, Stopwatch.GetElapsedTime(began).TotalSeconds, flaw);
    }

    /// <param name="Persona">Index of who asked.</param>
    /// <param name="Seconds">From the beginning of the run to the end of the answer.</param>
    /// <param name="Flaw">Why it counts as lost; null when it was whole.</param>
    private sealed record Answer(int Persona, double Seconds, string? Flaw);
}
