using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Routing;

public class LiveOrderTests
{
    private static readonly RouteRequest Heavy = new() { TaskTier = Tier.Heavy };

    [Fact]
    public async Task The_configured_order_holds_while_nothing_speaks_against_it()
    {
        await using var pair = await PairAsync();
        for (var i = 0; i < 3; i++)
            Assert.Equal("first", (await Outcome.OfAsync(pair.House.Chat, "Hi", new ChatOptions().WithRoute(Heavy))).Route.Endpoint);
    }

    [Fact]
    public async Task An_endpoint_whose_queue_is_long_stands_behind_one_that_begins_much_sooner()
    {
        await using var pair = await PairAsync(("Inference:Endpoints:first:MaxConcurrent", "1"));
        // One answer of ten seconds teaches how long a place is taken.
        var slow = new ScriptedReply();
        pair.First.Script = slow.RunAsync;
        var teaching = Outcome.OfAsync(pair.House.Chat, "Slow", new ChatOptions().WithRoute(Heavy));
        await pair.First.NextRequestAsync();
        pair.Time.Advance(TimeSpan.FromSeconds(10));
        slow.Send(ScriptedReply.Token("Yes.", "stop") + ScriptedReply.Done);
        slow.End();
        Assert.Equal("first", (await teaching).Route.Endpoint);

        pair.First.Script = new ScriptedReply().RunAsync;
        await using var busy = pair.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "One")], new ChatOptions().WithRoute(Heavy)).GetAsyncEnumerator();
        Assert.True(await busy.MoveNextAsync());
        Assert.Equal("second", (await Outcome.OfAsync(pair.House.Chat, "Two", new ChatOptions().WithRoute(Heavy))).Route.Endpoint);
    }

    [Fact]
    public async Task A_conversation_stays_where_its_beginning_is_cached()
    {
        await using var pair = await PairAsync();
        var talk = new ChatOptions().WithRoute(Heavy with { Conversation = "talk" });
        pair.First.Fault = SimulatedFault.NotPlaced;
        Assert.Equal("second", (await Outcome.OfAsync(pair.House.Chat, new string('a', 40_000), talk)).Route.Endpoint);
        pair.First.Fault = SimulatedFault.None;
        await pair.House.Directory.RefreshAsync();
        await TeachPrefillAsync(pair);

        var next = (await Outcome.OfAsync(pair.House.Chat, new string('a', 40_000), talk)).Route;
        Assert.Equal("second", next.Endpoint);
        Assert.Contains("the conversation so far is in its cache", next.Reasons);
    }

    /// <summary>Both endpoints tell that they read 1,000 tokens a second.</summary>
    private static async Task TeachPrefillAsync(Pair pair)
    {
        foreach (var (node, name) in (IEnumerable<(SimulatedExoNode, string)>)[(pair.First, "first"), (pair.Second, "second")])
        {
            node.Script = ScriptedReply.Whole(
                ScriptedReply.Token("Yes.", "stop", ",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":1}"),
                ": generation_stats {\"prompt_tps\":1000.0,\"generation_tps\":30.0,\"prompt_tokens\":1000,\"generation_tokens\":1}\n\n",
                ScriptedReply.Done);
            Assert.Null((await Outcome.OfAsync(pair.House.Chat, "Learn", new ChatOptions().WithRoute(new RouteRequest { PinnedEndpoint = name, TaskTier = Tier.Heavy }))).Failure);
            node.Script = null;
        }
    }

    private static async Task<Pair> PairAsync(params (string Key, string Value)[] more)
    {
        var time = new FakeTimeProvider();
        var first = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Heavy] });
        var second = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Heavy] });
        var settings = new Dictionary<string, string?>
        {
            ["Inference:Endpoints:first:Url"] = first.Url.ToString(),
            ["Inference:Endpoints:second:Url"] = second.Url.ToString(),
            ["Inference:Tiers:Heavy:0"] = "first",
            ["Inference:Tiers:Heavy:1"] = "second",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var house = new InferenceHouse(settings, time);
        await house.Directory.RefreshAsync();
        return new Pair(first, second, house, time);
    }

    private sealed record Pair(SimulatedExoNode First, SimulatedExoNode Second, InferenceHouse House, FakeTimeProvider Time) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await House.DisposeAsync();
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
