using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Network;
using LocalsOnly.Inference.Wire;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Endpoint = LocalsOnly.Inference.Endpoint;

namespace LocalsOnly.Tests.Inference;

/// <summary>One client on the true wire to one server, without a router between: what the wire says is seen as it is.</summary>
internal sealed class WireScene : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _http;

    private WireScene(IEndpointClientFactory factory, SimulatedExoNode node, EndpointProtocol protocol, InferenceOptions options)
    {
        Node = node;
        var endpoint = new Endpoint("cluster", node.Url, protocol, SimulatedModel.Heavy.Id);
        _http = new LocalNetworkGuard(endpoint, options.ConnectTimeout, Time).CreateTransport();
        Client = factory.Create(endpoint, _http, options, Time);
    }

    public SimulatedExoNode Node { get; }

    public IEndpointClient Client { get; }

    /// <summary>The client's clock, not the server's.</summary>
    public CountingTime Time { get; } = new();

    public static async Task<WireScene> StartAsync(IEndpointClientFactory factory, SimulatedFault fault = SimulatedFault.None, InferenceOptions? options = null)
    {
        var scene = new WireScene(factory, await SimulatedExoNode.StartAsync(), EndpointProtocol.Exo, options ?? new InferenceOptions());
        scene.Node.Fault = fault;
        return scene;
    }

    public static async Task<WireScene> StartAsync(IEndpointClientFactory factory, SimulatedExoNodeOptions node) =>
        new(factory, await SimulatedExoNode.StartAsync(node), EndpointProtocol.Exo, new InferenceOptions());

    public static async Task<WireScene> StartAsync(IEndpointClientFactory factory, Func<HttpContext, Task> script, EndpointProtocol protocol = EndpointProtocol.Exo)
    {
        var scene = new WireScene(factory, await SimulatedExoNode.StartAsync(), protocol, new InferenceOptions());
        scene.Node.Script = script;
        return scene;
    }

    /// <summary>A server of a known kind that sends these bytes and ends.</summary>
    public static async Task<WireScene> StartAsync(IEndpointClientFactory factory, Dialect dialect, params string[] pieces)
    {
        var protocol = dialect == Dialect.Exo ? EndpointProtocol.Exo : EndpointProtocol.OpenAI;
        var scene = await StartAsync(factory, ScriptedReply.Whole(pieces), protocol);
        scene.Client.Speak(dialect);
        return scene;
    }

    /// <summary>Asks, and sees to it that whatever came of it left nothing behind here and nothing running there.</summary>
    public async Task<Outcome> AskAsync(string prompt = "Hello", ChatOptions? options = null)
    {
        var outcome = await Outcome.OfAsync(Client, prompt, options ?? new ChatOptions()).WaitAsync(Patience);
        await EndAsync();
        return outcome;
    }

    public async Task<InferenceException> FailAsync(string prompt = "Hello", ChatOptions? options = null)
    {
        var outcome = await AskAsync(prompt, options);
        Assert.NotNull(outcome.Failure);
        Assert.Equal("cluster", outcome.Failure.Endpoint);
        return outcome.Failure;
    }

    public async Task EndAsync()
    {
        if (Node.Requests.Count > 0)
            await Node.Requests[^1].Ended.WaitAsync(Patience);
        Assert.Equal(0, Time.Timers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await Node.DisposeAsync();
    }
}

/// <summary>A clock that stands until it is advanced, and knows how many of its timers were not disposed of.</summary>
internal sealed class CountingTime : FakeTimeProvider
{
    private int _timers;

    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _timers));
    }
}
