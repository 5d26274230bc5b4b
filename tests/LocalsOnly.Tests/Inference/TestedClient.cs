using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Wire;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference.Scenarios;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Inference;

/// <summary>The client that a contract is held against, alone on the wire or behind the router.</summary>
internal sealed class TestedClient(IEndpointClientFactory factory)
{
    /// <summary>The house's own.</summary>
    public static readonly TestedClient Own = new(ExoChatClientFactory.Instance);

    public Task<WireScene> StartAsync(SimulatedFault fault = SimulatedFault.None, InferenceOptions? options = null) => WireScene.StartAsync(factory, fault, options);

    public Task<WireScene> StartAsync(SimulatedExoNodeOptions node) => WireScene.StartAsync(factory, node);

    public Task<WireScene> StartAsync(Func<HttpContext, Task> script, EndpointProtocol protocol = EndpointProtocol.Exo) => WireScene.StartAsync(factory, script, protocol);

    public Task<WireScene> StartAsync(Dialect dialect, params string[] pieces) => WireScene.StartAsync(factory, dialect, pieces);

    /// <inheritdoc cref="InferenceHouse.Of"/>
    public InferenceHouse HouseOf(SimulatedExoNode heavy, SimulatedExoNode? light = null, TimeProvider? time = null, params (string Key, string Value)[] more)
    {
        List<(string, string)> all = [("Inference:Endpoints:cluster:Client", factory.Name)];
        if (light is not null)
            all.Add(("Inference:Endpoints:mini:Client", factory.Name));
        return InferenceHouse.Of(factory, heavy, light, time, [.. all, .. more]);
    }

    public Task<ScenarioHouse> ScenarioAsync(
        Func<SimulatedExoNodeOptions, SimulatedExoNodeOptions>? configure = null, params (string Key, string Value)[] more) =>
        ScenarioHouse.StartAsync(this, configure, more);

    public Task<ScenarioPlay> PlayAsync(ScenarioRow row) => ScenarioPlay.BeginAsync(this, row);
}
