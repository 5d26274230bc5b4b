using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Benchmarks.Upstream;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>
/// What stands between a program and the model costs time: how much, of LocalsOnly and of a peer, in one run, in turns, against the same
/// upstream. Upstream, host and peer are processes of their own; the callers are this one. Ends with 1 when a promise is broken and with 2
/// when there is no peer.
/// </summary>
internal static class GatewayBenchmark
{
    /// <summary>What the clocks can tell apart: a difference below this counts as this, so that no ratio is inflated by a lucky zero.</summary>
    private const double Resolution = 0.01;

    private static readonly Row s_burst = new(
        "burst", "One stream at a time, 50 tokens at once", Streams: true, Milliseconds: 0, Callers: 1, Calls: 60, Rounds: 6);

    private static readonly Row s_paced = new(
        "paced", "One stream at a time, 50 tokens, one every 10 ms", Streams: true, Milliseconds: 10, Callers: 1, Calls: 8, Rounds: 5);

    private static readonly Row s_whole = new(
        "whole", "One request at a time, not streamed", Streams: false, Milliseconds: 0, Callers: 1, Calls: 300, Rounds: 6);

    /// <summary>Too long for the host to ask for it in one piece: what it costs that a model which hangs is noticed. No promise is made of it.</summary>
    private static readonly Row s_wholeLong = new(
        "whole-long", "One request at a time, not streamed, of up to 2,000 tokens", Streams: false, Milliseconds: 0, Callers: 1, Calls: 300, Rounds: 6)
    {
        MayBeLong = true,
    };

    private static readonly Row s_fifty = new(
        "50", "50 streams at once, one token every 20 ms", Streams: true, Milliseconds: 20, Callers: 50, Calls: 3, Rounds: 5);

    private static readonly Row s_twoHundred = new(
        "200", "200 streams at once, one token every 20 ms", Streams: true, Milliseconds: 20, Callers: 200, Calls: 2, Rounds: 4);

    private static readonly Row s_fiftyAtOnce = new(
        "50-burst", "50 streams at once, 50 tokens at once", Streams: true, Milliseconds: 0, Callers: 50, Calls: 10, Rounds: 5);

    private static readonly Row s_twoHundredAtOnce = new(
        "200-burst", "200 streams at once, 50 tokens at once", Streams: true, Milliseconds: 0, Callers: 200, Calls: 4, Rounds: 4);

    private static readonly Row s_fiveHundred = new(
        "500", "500 streams at once, one token every 20 ms", Streams: true, Milliseconds: 20, Callers: 500, Calls: 2, Rounds: 2);

    private static readonly Row[] s_rows = [s_burst, s_paced, s_whole, s_wholeLong, s_fifty, s_fiftyAtOnce, s_twoHundred, s_twoHundredAtOnce, s_fiveHundred];

    /// <summary>The names of the rows.</summary>
    public static IEnumerable<string> Rows => s_rows.Select(r => r.Name);

    /// <param name="quick">One round of each row: shows that it works, and figures that are not to be quoted.</param>
    /// <param name="only">Names of the rows to run; empty for all.</param>
    public static async Task<int> RunAsync(bool quick, IReadOnlyCollection<string> only)
    {
        PeerInstallation installation;
        try
        {
            installation = await PeerInstallation.OpenAsync();
        }
        catch (PeerUnavailableException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        using var _ = installation;
        await using var upstream = await UpstreamProcess.StartAsync();
        await using var host = await HostUnderTest.StartAsync(upstream.Url);
        var peer = await installation.StartAsync();
        await using var peerProcess = peer.Process;
        var awake = await installation.StartWithoutSleepAsync();
        await using var awakeProcess = awake?.Process;

        Console.WriteLine($"On {Machine.Line()}, shared by upstream, gateway and callers.");
        var portkey = $"x-portkey-provider: openai\r\nx-portkey-custom-host: {upstream.Url}v1\r\n";
        List<Target> targets =
        [
            new("bare upstream", upstream.Url, UpstreamFrames.Model, null),
            new("LocalsOnly", host.Url, "auto", host.Process),
            new("Portkey", peer.Url, UpstreamFrames.Model, peer.Process, portkey),
        ];
        if (awake is { } a)
            targets.Add(new Target("Portkey, no sleep", a.Url, UpstreamFrames.Model, a.Process, portkey));
        else
            Console.WriteLine("The peer's sleep before a stream's first chunk was not found in it, so there is no row without it.");

        Row[] rows = [.. s_rows.Where(r => only.Count == 0 || only.Contains(r.Name)).Select(r => quick ? r with { Rounds = 1 } : r)];
        return await MeasureAsync(rows, targets, upstream);
    }

    private static async Task<int> MeasureAsync(Row[] rows, IReadOnlyList<Target> targets, UpstreamProcess upstream)
    {
        var samples = new Dictionary<string, Sample[]>();
        await RowRun.WarmUpAsync(targets, upstream);
        foreach (var row in rows)
        {
            // Nobody's 500 streams differ for a sleep at their start.
            IReadOnlyList<Target> asked = row.Name == s_fiveHundred.Name ? [.. targets.Take(3)] : targets;
            var measured = samples[row.Name] = await RowRun.MeasureAsync(row, asked, upstream);
            GatewayTable.Print(row, asked, measured, Resolution);
        }

        Console.WriteLine();
        return Judge(samples).ExitCode;
    }

    private static Verdicts Judge(Dictionary<string, Sample[]> samples)
    {
        var verdicts = new Verdicts();
        if (samples.TryGetValue(s_burst.Name, out var burst))
        {
            var (ours, theirs) = (burst[1].FirstToken - burst[0].FirstToken, burst[2].FirstToken - burst[0].FirstToken);
            verdicts.TimesLess("added time to first token, one at a time, p50", ours.P50, theirs.P50, 10, "ms", Resolution);
            verdicts.TimesLess("added time to first token, one at a time, p95", ours.P95, theirs.P95, 10, "ms", Resolution);
        }

        if (samples.TryGetValue(s_whole.Name, out var whole))
        {
            var (ours, theirs) = (whole[1].Total - whole[0].Total, whole[2].Total - whole[0].Total);
            verdicts.TimesLess("added latency, not streamed, p50", ours.P50, theirs.P50, 5, "ms", Resolution);
            verdicts.TimesLess("added latency, not streamed, p95", ours.P95, theirs.P95, 5, "ms", Resolution);
        }

        foreach (var row in (Row[])[s_fifty, s_fiftyAtOnce, s_twoHundred, s_twoHundredAtOnce])
        {
            if (samples.TryGetValue(row.Name, out var many))
                verdicts.TimesLess($"CPU per stream, {row.Title}", many[1].Cpu, many[2].Cpu, 5, "ms", Resolution);
        }

        foreach (var (name, sample) in samples)
            verdicts.Holds($"{sample[1].Lost} of {sample[1].Count} requests lost, row {name}", sample[1].Lost == 0);
        return verdicts;
    }
}
