using System.Collections.Concurrent;

namespace LocalsOnly.Host.Worker;

/// <summary>What each part of the host is doing. One part failing is a row here, not the end of the others.</summary>
internal sealed class ComponentRegistry
{
    private readonly ConcurrentDictionary<string, Component> _components = new(StringComparer.Ordinal);

    /// <summary>Raised after a change, on the thread that made it.</summary>
    public event Action? Changed;

    public IReadOnlyList<Component> All => [.. _components.Values.OrderBy(component => component.Name, StringComparer.Ordinal)];

    public Component? Find(string name) => _components.GetValueOrDefault(name);

    public void Report(string name, ComponentState state, string detail)
    {
        var component = new Component(name, state, detail);
        // Two services of one project share a row: a failure of either must not be painted over by the other's success.
        _components.AddOrUpdate(name, component, (_, known) => known.State == ComponentState.Failed && state is ComponentState.Starting or ComponentState.Running ? known : component);
        Changed?.Invoke();
    }
}

/// <summary>One part of the host.</summary>
/// <param name="Name">Project it belongs to, in lower case; <c>api</c> for the web server.</param>
/// <param name="Detail">One clause for a person.</param>
internal sealed record Component(string Name, ComponentState State, string Detail);

/// <summary>How a part of the host was started and ended; whether it does its work well is for its health check to say.</summary>
internal enum ComponentState
{
    Starting,
    Running,
    Failed,
    Stopped,
}
