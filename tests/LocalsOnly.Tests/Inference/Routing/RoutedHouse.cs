using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Routing;

/// <summary>A cluster and a mini, both simulated, and the routed chat client between a test and them.</summary>
internal sealed class RoutedHouse : IAsyncDisposable
{
    /// <summary>Scores far above any cut: five of the seven signals are at work.</summary>
    public const string Hard =
        "Prove that the sum of the first n odd numbers is n^2, derive a closed form for the sum of their squares, then design and implement "
        + "an algorithm in C# that verifies both for n = 1, 2, 5, 10 and 1000; analyse its complexity, compare it with brute force, and optimise it.";

    /// <summary>Scores below any cut.</summary>
    public const string Easy = "Hi!";

    private RoutedHouse(SimulatedExoNode cluster, SimulatedExoNode mini, InferenceHouse house, FakeTimeProvider time) =>
        (Cluster, Mini, House, Time) = (cluster, mini, house, time);

    public SimulatedExoNode Cluster { get; }

    public SimulatedExoNode Mini { get; }

    public InferenceHouse House { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<RoutedHouse> StartAsync(params (string Key, string Value)[] more)
    {
        var time = new FakeTimeProvider();
        var cluster = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Heavy] }, time);
        var mini = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Light] }, time);
        var routed = new RoutedHouse(cluster, mini, InferenceHouse.Of(cluster, mini, time, more), time);
        await routed.House.Directory.RefreshAsync();
        return routed;
    }

    public Task<Outcome> AskAsync(string text, RouteRequest? route = null, string? model = null, IList<AITool>? tools = null) =>
        Outcome.OfAsync(House.Chat, text, new ChatOptions { ModelId = model, Tools = tools }.WithRoute(route ?? new RouteRequest()));

    /// <summary>The same, with answers that nobody could find wanting.</summary>
    public static async Task<RoutedHouse> StartTalkingAsync()
    {
        var routed = await StartAsync();
        Say(routed.Cluster, "The cluster has thought about this for a good while, and has come to a conclusion that holds.");
        Say(routed.Mini, "The mini has an answer that is short and to the point, and it is quite long enough to be one.");
        return routed;
    }

    /// <summary>Lets a node say this, token by token, whatever and however often it is asked.</summary>
    public static void Say(SimulatedExoNode node, params string[] tokens) => node.Script = context => ScriptedReply.Whole(
        [.. tokens.Select(t => ScriptedReply.Token(t)), ScriptedReply.Token("", "stop"), ScriptedReply.Done])(context);

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Cluster.DisposeAsync();
        await Mini.DisposeAsync();
    }
}
