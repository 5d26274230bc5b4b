using LocalsOnly.Benchmarks.Upstream;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>Runs one row against all targets in turn, round after round, each round beginning with the next target.</summary>
internal static class RowRun
{
    /// <summary>Asks every target what all rows ask, until nothing that is hot is compiled any more, neither in this program nor in the peer's.</summary>
    public static async Task WarmUpAsync(IReadOnlyList<Target> targets, UpstreamProcess upstream)
    {
        Row[] rows =
        [
            new("warm-up", "", Streams: false, Milliseconds: 0, Callers: 2, Calls: 3000, Rounds: 1),
            new("warm-up", "", Streams: true, Milliseconds: 0, Callers: 20, Calls: 50, Rounds: 1),
            new("warm-up", "", Streams: true, Milliseconds: 20, Callers: 100, Calls: 8, Rounds: 1),
        ];
        foreach (var row in rows)
        {
            await upstream.AnswerWithAsync(Row.Tokens, row.Milliseconds);
            foreach (var target in targets)
                await CallAsync(row, target);
        }
    }

    /// <returns>One sample per target, in the targets' order.</returns>
    public static async Task<Sample[]> MeasureAsync(Row row, IReadOnlyList<Target> targets, UpstreamProcess upstream)
    {
        await upstream.AnswerWithAsync(Row.Tokens, row.Milliseconds);
        Sample[] samples = [.. targets.Select(_ => new Sample())];
        for (var round = -1; round < row.Rounds; round++)
        {
            for (var i = 0; i < targets.Count; i++)
            {
                var at = (i + round + 1) % targets.Count;
                var before = targets[at].Process?.Cpu() ?? default;
                var calls = await CallAsync(row, targets[at]);
                var cpu = (targets[at].Process?.Cpu() ?? default) - before;
                if (round >= 0)
                    samples[at].Add(calls, cpu);
            }
        }

        return samples;
    }

    private static async Task<IEnumerable<Call>> CallAsync(Row row, Target target)
    {
        var callers = new Task<Call[]>[row.Callers];
        for (var i = 0; i < callers.Length; i++)
            callers[i] = CallInTurnAsync(row, target);
        return (await Task.WhenAll(callers)).SelectMany(c => c);
    }

    private static async Task<Call[]> CallInTurnAsync(Row row, Target target)
    {
        using var caller = new Caller(target.Server);
        var request = row.Streams ? target.Streamed : row.MayBeLong ? target.WholeLong : target.Whole;
        var calls = new Call[row.Calls];
        for (var i = 0; i < calls.Length; i++)
            calls[i] = await caller.CallAsync(request, Row.Tokens, row.Streams);
        return calls;
    }
}
