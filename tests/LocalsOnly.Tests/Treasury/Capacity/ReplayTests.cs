using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.Engine;
using LocalsOnly.Simulation.State;
using LocalsOnly.Treasury.Capacity;
using Microsoft.Extensions.Time.Testing;
using Microsoft.FSharp.Core;

namespace LocalsOnly.Tests.Treasury.Capacity;

/// <summary>Requests in virtual time, under the rules of the simulator.</summary>
public sealed class ReplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly InstanceRates Rates = Of("mlx-community/Qwen3-30B-A3B-4bit", "mac-studio-512");

    /// <summary>Up to forty requests, seconds apart, some with most of their prompt cached.</summary>
    private static Arbitrary<Arrival[]> Arrivals { get; } = Arb.From(Gen.ArrayOf(
        from gap in Gen.Choose(0, 30_000)
        from prompt in Gen.Choose(1, 40_000)
        from cached in Gen.Choose(0, 100)
        from output in Gen.Choose(1, 800)
        select (Gap: gap, Prompt: prompt, Cached: cached, Output: output)).Where(all => all.Length > 1).Select(all =>
        {
            var at = Start;
            return all.Select(one => new Arrival(at += TimeSpan.FromMilliseconds(one.Gap), one.Prompt, (long)one.Prompt * one.Cached / 100, one.Output)).ToArray();
        }));

    [Fact]
    public void Every_token_is_read_and_written_once() => Check(arrivals =>
    {
        var result = Replay(arrivals);
        Assert.Equal(arrivals.Length, result.Jobs.Count);
        Assert.All(result.Jobs, job =>
        {
            Assert.Equal(job.Arrival.OutputTokens, job.Written);
            Assert.Equal(job.Arrival.UncachedTokens, job.Prefilled);
            Assert.True(job.Arrived < job.FirstToken && job.FirstToken <= job.Ended);
        });
    });

    [Fact]
    public void Littles_law_holds() => Check(arrivals =>
    {
        // The integral of the number present, counted as time goes by, is the sum of the times that requests spend: L = lambda W.
        var result = Replay(arrivals);
        Assert.Equal(result.Jobs.Sum(job => (job.Ended - job.Arrived).TotalSeconds), result.RequestSeconds, 1e-3);
    });

    [Fact]
    public void More_load_never_lowers_the_95th_percentile_of_the_time_to_the_first_token() => Check(arrivals =>
    {
        var last = 0.0;
        foreach (var load in (double[])[0.25, 0.5, 1, 2, 4, 8])
        {
            var p95 = new ClusterReplay([(Rates, 8)]).Open(arrivals, load).FirstToken.P95;
            Assert.True(p95 >= last - 1e-3, FormattableString.Invariant($"{last} s, then {p95} s at {load}"));
            last = p95;
        }
    });

    [Fact]
    public void Steps_taken_at_once_end_where_single_steps_do() => Check(arrivals =>
    {
        // Without the reading of the cache every step of a batch takes the same time, so that the two agree to the tick.
        var rates = Rates with { Model = Rates.Model with { KeyValueBytes = 0 } };
        Assert.Equal(Ends(1), Ends(int.MaxValue));

        List<DateTimeOffset> Ends(int mostSteps)
        {
            var batch = new ReplayBatch(rates, 8, mostSteps: mostSteps);
            var jobs = arrivals.Select(arrival => new ReplayJob(arrival, arrival.At)).ToList();
            foreach (var job in jobs)
            {
                batch.RunUntil(job.Arrived);
                batch.Submit(job);
            }

            batch.RunUntil(DateTimeOffset.MaxValue);
            return [.. jobs.Select(job => job.Ended)];
        }
    });

    [Fact]
    public void The_same_requests_end_at_the_same_times_on_the_simulated_cluster()
    {
        var time = new FakeTimeProvider(Start);
        var options = new SimulatedExoNodeOptions { Models = [SimulatedModel.Light], Machines = [SimulatedMachine.MacStudio], Roofline = true, Concurrency = 3 };
        using var state = new ClusterState(options, time);
        var instance = state.Instances[0];
        Arrival[] arrivals = [.. Enumerable.Range(0, 12).Select(i => new Arrival(Start.AddSeconds(2 * i), 500 + (1700 * i), 0, 40 + (97 * i % 400)))];
        var simulated = arrivals.Select((arrival, index) => new ChatJob(
            new ClusterTask("", instance.Id, default), new AnswerScript { Tokens = [], Count = (int)arrival.OutputTokens, FinishReason = "length" },
            $"{index:D6}{new string('x', (int)arrival.PromptTokens)}", (int)arrival.PromptTokens, static () => { })).ToList();
        for (var i = 0; i < arrivals.Length; i++)
        {
            AdvanceTo(arrivals[i].At);
            instance.Engine.Submit(simulated[i]);
        }

        AdvanceTo(DateTimeOffset.MaxValue);

        var planned = new ClusterReplay([(new InstanceRates(SimulatedHardware.Shape(SimulatedModel.Light), SimulatedHardware.Placement(state, instance)), 3)]).Open(arrivals);
        Assert.All(planned.Jobs.Zip(simulated), pair =>
        {
            Assert.Equal((pair.Second.PrefillEnd - Start).TotalSeconds, (pair.First.FirstToken - Start).TotalSeconds, 0.02);
            Assert.Equal(pair.Second.DecodeSeconds, (pair.First.Ended - pair.First.FirstToken).TotalSeconds, 0.02);
        });

        // From one due thing to the next: a clock that jumps over several has them all happen late.
        void AdvanceTo(DateTimeOffset end)
        {
            while (instance.Engine.Due is { } due && due <= end) time.Advance(due > time.GetUtcNow() ? due - time.GetUtcNow() : TimeSpan.FromTicks(1));
            if (end < DateTimeOffset.MaxValue) time.Advance(end - time.GetUtcNow());
        }
    }

    [Fact]
    public void A_request_alone_takes_its_prefill_and_a_step_for_each_further_token()
    {
        var job = Replay([new Arrival(Start, 3000, 1000, 101)]).Jobs[0];
        Assert.Equal(Rates.PrefillSeconds(2000, 1000), job.FirstTokenSeconds, 3);
        Assert.Equal(100 * Rates.StepSeconds(1, 3050), (job.Ended - job.FirstToken).TotalSeconds, 2);
    }

    [Fact]
    public void A_newcomers_prefill_stalls_the_stream_that_runs()
    {
        var alone = Replay([new Arrival(Start, 1000, 0, 1000)]).Jobs[0];
        var disturbed = Replay([new Arrival(Start, 1000, 0, 1000), new Arrival(Start.AddSeconds(2), 20_000, 0, 1)]).Jobs[0];
        Assert.Equal(Rates.PrefillSeconds(20_000, 0), (disturbed.Ended - alone.Ended).TotalSeconds, 2);
    }

    [Fact]
    public void A_request_goes_to_the_less_busy_of_two_instances()
    {
        Arrival[] both = [new(Start, 20_000, 0, 100), new(Start.AddSeconds(0.1), 20_000, 0, 100)];
        var result = new ClusterReplay([(Rates, 8), (Rates, 8)]).Open(both);
        Assert.Equal(result.Jobs[0].FirstTokenSeconds, result.Jobs[1].FirstTokenSeconds, 6);
    }

    [Fact]
    public void A_closed_loop_keeps_every_stream_busy()
    {
        var mix = SyntheticArrivals.Of(1e9, TokenMix.Agents);
        var (one, eight) = (new ClusterReplay([(Rates, 8)]).Closed(mix, 1), new ClusterReplay([(Rates, 8)]).Closed(mix, 8));
        Assert.True(eight.TokensPerSecond > one.TokensPerSecond);
        Assert.True(eight.StreamTokensPerSecond < one.StreamTokensPerSecond);
        // 8 = rate times the mean time of a request.
        Assert.InRange(eight.OutputTokensPerSecond, one.OutputTokensPerSecond, 8 * one.OutputTokensPerSecond);
    }

    internal static InstanceRates Of(string model, string hardware) =>
        new(ModelCatalog.Find(model).Shape, Placement.On(Node.From(hardware, new NodeOptions { Hardware = hardware }).Speed));

    private static ReplayResult Replay(Arrival[] arrivals) => new ClusterReplay([(Rates, 8)]).Open(arrivals);

    /// <summary>The same two hundred every time: a stream that ends in the very instant in which another's prompt begins is not what a build should depend on.</summary>
    private static void Check(Action<Arrival[]> holds) => Prop.ForAll(Arrivals, holds).Check(
        Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(1, 1), FSharpOption<int>.None))));
}
