using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Engine;

/// <summary>The simulator's models and machines as the roofline takes them.</summary>
internal static class SimulatedHardware
{
    private const int HeadWidth = 128;

    /// <summary>Nothing is known of a simulated model's experts, so all of its weights count as routed ones when not all are active.</summary>
    public static ModelShape Shape(SimulatedModel model)
    {
        var mixture = model.ActiveParameters < model.Parameters;
        return new ModelShape(model.Id, model.Layers)
        {
            RoutedParameters = mixture ? model.Parameters : 0,
            RoutedShare = mixture ? model.ActiveParameters / model.Parameters : 0,
            CommonParameters = mixture ? 0 : model.Parameters,
            RoutedBytes = model.BytesPerParameter,
            CommonBytes = model.BytesPerParameter,
            HiddenSize = model.HiddenSize,
            AttentionWidth = model.HiddenSize,
            KeyValueBytes = 4.0 * model.Layers * model.KeyValueHeads * HeadWidth,
            KeyValueHeads = model.KeyValueHeads,
        };
    }

    public static MachineSpeed Speed(SimulatedMachine machine) =>
        new(machine.FriendlyName, machine.Tflops, machine.GigabytesPerSecond, machine.MemoryBytes - machine.SystemBytes);

    /// <summary>The machines of an instance; one that is unknown counts as a Mac Mini.</summary>
    public static Placement Placement(ClusterState state, Instance instance) => new(
        [.. instance.Shards.Select(s => new Stage(Speed(state.Worker(s.NodeId)?.Machine ?? SimulatedMachine.MacMini), Share(instance, s)))],
        instance.Spread.Tensor,
        instance.Spread.Rdma ? Link.ThunderboltRdma : Link.Ethernet10);

    private static double Share(Instance instance, Shard shard) =>
        instance.Spread.Tensor ? 1.0 / instance.Shards.Count : (double)shard.Layers / instance.Model.Layers;
}
