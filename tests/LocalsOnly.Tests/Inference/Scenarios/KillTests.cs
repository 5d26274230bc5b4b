using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>An endpoint dies while twenty streams flow, ten of them its own.</summary>
public abstract class KillContract
{
    private protected abstract TestedClient Tested { get; }

    private const int Each = 10;

    public enum Death
    {
        /// <summary>The whole server goes down.</summary>
        Server,

        /// <summary>The connections break, the server stays.</summary>
        Connections,

        /// <summary>The connections stay, and nothing more comes.</summary>
        Hang,
    }

    [Theory]
    [InlineData(Death.Server, "cluster")]
    [InlineData(Death.Server, "mini")]
    [InlineData(Death.Connections, "cluster")]
    [InlineData(Death.Connections, "mini")]
    [InlineData(Death.Hang, "cluster")]
    [InlineData(Death.Hang, "mini")]
    public async Task Its_streams_end_with_their_text_kept_and_nobody_elses_do(Death death, string victim)
    {
        var survivor = victim == "cluster" ? "mini" : "cluster";
        await using var house = await Tested.ScenarioAsync(
            more: [("Inference:Endpoints:cluster:MaxConcurrent", "16"), ("Inference:Endpoints:mini:MaxConcurrent", "16")]);
        var (dying, living) = victim == "cluster" ? (house.Cluster, house.Mini) : (house.Mini, house.Cluster);
        var (doomed, well) = (new Streams(dying), new Streams(living));
        var lost = Ask(house, victim);
        var kept = Ask(house, survivor);
        await Task.WhenAll([.. lost.Concat(kept).Select(l => l.UntilTokens(1))]).WaitAsync(ScenarioHouse.Patience);
        Assert.True(house.OpenSockets() >= 2 * 2 * Each);
        Assert.Equal((Each, Each), (house.Load(victim).InFlight, house.Load(survivor).InFlight));

        switch (death)
        {
            case Death.Server:
                await house.TakeDownAsync(dying);
                break;
            case Death.Connections:
                doomed.Break();
                break;
            case Death.Hang:
                house.Time.Advance(TimeSpan.FromSeconds(20));
                well.Send(ScriptedReply.Token(" goes"));
                await Task.WhenAll([.. kept.Select(l => l.UntilTokens(2))]).WaitAsync(ScenarioHouse.Patience);
                house.Time.Advance(TimeSpan.FromSeconds(10));
                break;
        }

        var ended = await Task.WhenAll(lost.Select(l => l.Ended)).WaitAsync(ScenarioHouse.Patience);
        var expected = death == Death.Hang ? InferenceFailure.Deadline : InferenceFailure.Truncated;
        Assert.All(ended, o => Assert.Equal(
            ("It", expected, true, victim), (o.Text, o.Failure!.Failure, o.Failure.AfterFirstToken, o.Failure.Endpoint)));
        Assert.Equal((0, BreakerState.Open), (house.Load(victim).InFlight, house.Load(victim).Breaker));
        Assert.Equal((Each, BreakerState.Closed), (house.Load(survivor).InFlight, house.Load(survivor).Breaker));
        Assert.DoesNotContain(kept, l => l.Ended.IsCompleted);

        // Who asks now is answered by the other, at once and without a word to the dead one.
        var asked = dying.Requests.Count;
        living.Script = null;
        var next = await house.Ask("And now?", new RouteRequest { TaskTier = victim == "cluster" ? Tier.Heavy : Tier.Light }).Ended.WaitAsync(ScenarioHouse.Patience);
        Assert.Null(next.Failure);
        Assert.Equal(survivor, next.Route.Endpoint);
        Assert.Equal(asked, dying.Requests.Count);

        well.Send(ScriptedReply.Token(" on.", "stop") + ScriptedReply.Done);
        var whole = await Task.WhenAll(kept.Select(l => l.Ended)).WaitAsync(ScenarioHouse.Patience);
        Assert.All(whole, o => Assert.Null(o.Failure));
        Assert.All(whole, o => Assert.Equal(death == Death.Hang ? "It goes on." : "It on.", o.Text));
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task Requests_that_wait_in_line_when_the_server_goes_down_do_not_wait_for_ever()
    {
        await using var house = await Tested.ScenarioAsync(more: ("Inference:Endpoints:cluster:MaxConcurrent", "1"));
        _ = new Streams(house.Cluster);
        var first = house.Ask("One", new RouteRequest { TaskTier = Tier.Heavy });
        await first.UntilTokens(1).WaitAsync(ScenarioHouse.Patience);
        var line = Enumerable.Range(0, Each).Select(i => house.Ask($"And {i}", new RouteRequest { TaskTier = Tier.Heavy })).ToList();
        await Task.WhenAll(line.Select(l => l.UntilHeard<QueuedContent>())).WaitAsync(ScenarioHouse.Patience);
        await house.TakeDownAsync(house.Cluster);
        Assert.True((await first.Ended.WaitAsync(ScenarioHouse.Patience)).Failure!.AfterFirstToken);
        var ended = await Task.WhenAll(line.Select(l => l.Ended)).WaitAsync(ScenarioHouse.Patience);
        Assert.All(ended, o => Assert.Equal((null, "mini"), (o.Failure, o.Route.Endpoint)));
        await house.ExpectNothingLeftAsync();
    }

    private static List<Listener> Ask(ScenarioHouse house, string endpoint) =>
        [.. Enumerable.Range(0, Each).Select(i => house.Ask($"Question {i}", new RouteRequest { PinnedEndpoint = endpoint }))];

    /// <summary>Every answer of a node begins, and goes on as the test says.</summary>
    private sealed class Streams
    {
        private readonly Lock _gate = new();
        private readonly List<(ScriptedReply Reply, HttpContext Context)> _all = [];

        public Streams(SimulatedExoNode node) => node.Script = async context =>
        {
            var reply = new ScriptedReply();
            reply.Send(ScriptedReply.Token("It"));
            lock (_gate)
                _all.Add((reply, context));
            await reply.RunAsync(context);
        };

        public void Send(string piece)
        {
            foreach (var (reply, _) in All())
            {
                reply.Send(piece);
                if (piece.EndsWith(ScriptedReply.Done, StringComparison.Ordinal))
                    reply.End();
            }
        }

        public void Break()
        {
            foreach (var (_, context) in All())
                context.Abort();
        }

        private List<(ScriptedReply Reply, HttpContext Context)> All()
        {
            lock (_gate)
                return [.. _all];
        }
    }
}

public sealed class KillTests : KillContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
