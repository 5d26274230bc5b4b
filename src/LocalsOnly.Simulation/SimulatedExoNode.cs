using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using LocalsOnly.Simulation.Protocol;
using LocalsOnly.Simulation.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalsOnly.Simulation;

/// <summary>
/// A server that speaks exo's wire on 127.0.0.1: the chat stream with its comments and its errors, the catalogue, the node id and the
/// state. It has no model; what it says is quoted from the prompt (<see cref="Answering.PassageModel"/>). Every answer carries the
/// header <c>x-simulated: true</c>.
/// </summary>
public sealed class SimulatedExoNode : IAsyncDisposable
{
    private const int Remembered = 64;

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Queue<SimulatedRequest> _requests = new();
    private readonly Channel<SimulatedRequest> _arrivals = Channel.CreateBounded<SimulatedRequest>(
        new BoundedChannelOptions(Remembered) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly ConcurrentDictionary<string, Action> _commands = new();
    private SimulatedPlacement _placement;
    private Action<Instance>? _midAnswer;
    private int _midAnswersLeft;

    private SimulatedExoNode(SimulatedExoNodeOptions options, ClusterState state, string nodeId)
    {
        Options = options;
        Time = state.Time;
        State = state;
        NodeId = nodeId;
        _app = LoopbackServer.Build(options.Port, limits => limits.KeepAliveTimeout = TimeSpan.FromSeconds(5));
        _app.Run(new ExoApi(this).HandleAsync);
    }

    /// <summary>Base address, e.g. <c>http://127.0.0.1:41234</c>.</summary>
    public Uri Url { get; private set; } = null!;

    public SimulatedExoNodeOptions Options { get; }

    /// <summary>How the next chat requests fail. May be changed at any time.</summary>
    public SimulatedFault Fault { get; set; }

    /// <summary>What the next chat requests are answered with. May be changed at any time.</summary>
    public SimulatedAnswer Answer { get; set; }

    /// <summary>What the state says of the instances; with <see cref="SimulatedPlacement.None"/>, chat requests get 404.</summary>
    public SimulatedPlacement Placement
    {
        get => _placement;
        set
        {
            _placement = value;
            State.Show(value);
        }
    }

    /// <summary>Answers chat requests in place of the node; null for the node's own answers.</summary>
    public Func<HttpContext, Task>? Script { get; set; }

    /// <summary>The latest 64 chat requests, oldest first.</summary>
    public IReadOnlyList<SimulatedRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    internal TimeProvider Time { get; }

    internal ClusterState State { get; }

    /// <summary>What <c>/node_id</c> answers.</summary>
    internal string NodeId { get; }

    /// <summary>Starts a node and returns when it listens.</summary>
    /// <param name="options">What it is made of; null for the defaults.</param>
    /// <param name="time">Paces prefill, decode and keep-alives; null for the system's clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedExoNode> StartAsync(
        SimulatedExoNodeOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatedExoNodeOptions();
        return await StartAsync(options, new ClusterState(options, time ?? TimeProvider.System), ClusterState.NodeIdOf(0), cancellationToken);
    }

    /// <summary>Starts one of several nodes of a cluster; the last to be disposed of takes the state with it.</summary>
    internal static async Task<SimulatedExoNode> StartAsync(
        SimulatedExoNodeOptions options, ClusterState state, string nodeId, CancellationToken cancellationToken)
    {
        var node = new SimulatedExoNode(options, state, nodeId);
        try
        {
            await node._app.StartAsync(cancellationToken);
            var addresses = node._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            node.Url = new Uri(addresses.Addresses.First());
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next chat request that arrives, or has arrived and was not asked for yet.</summary>
    public ValueTask<SimulatedRequest> NextRequestAsync(CancellationToken cancellationToken = default) =>
        _arrivals.Reader.ReadAsync(cancellationToken);

    /// <summary>Something happens to the instance in the middle of the next answers.</summary>
    internal void MidAnswer(Action<Instance>? happens, int answers) => (_midAnswer, _midAnswersLeft) = (happens, answers);

    internal Action<Instance>? TakeMidAnswer()
    {
        lock (_gate)
            return _midAnswersLeft-- > 0 ? _midAnswer : null;
    }

    /// <summary>Waits while an election is on: commands go nowhere without a master.</summary>
    internal Task PauseAsync(CancellationToken cancellationToken)
    {
        var wait = State.PausedUntil - Time.GetUtcNow();
        if (wait < State.PauseEach)
            wait = State.PauseEach;
        return wait > TimeSpan.Zero ? Task.Delay(wait, Time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Makes a command cancellable through this node, and this node only, until it is forgotten.</summary>
    internal void Remember(string commandId, Action cancel) => _commands[commandId] = cancel;

    internal void Forget(string commandId) => _commands.TryRemove(commandId, out _);

    internal bool Cancel(string commandId)
    {
        if (!_commands.TryRemove(commandId, out var cancel))
            return false;
        cancel();
        return true;
    }

    internal void Arrived(SimulatedRequest request)
    {
        lock (_gate)
        {
            _requests.Enqueue(request);
            if (_requests.Count > Remembered)
                _requests.Dequeue();
        }

        _arrivals.Writer.TryWrite(request);
    }

    /// <summary>Stops listening and breaks off what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        State.Dispose();
    }
}
