using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Engine;

/// <summary>
/// How fast machines could be at best: prefill is bound by arithmetic (2 operations per active parameter and token), decode by reading
/// the weights that a batch touches once per step. Attention, KV cache and network are left out.
/// </summary>
/// <remarks>
/// The two efficiencies are fitted to published runs (facts, exo.md §4): Llama-3.1-8B FP16 with 8,192 prompt tokens on a DGX Spark and an
/// M3 Ultra, and Qwen3-235B 8-bit on one M3 Ultra.
/// </remarks>
internal static class Roofline
{
    /// <summary>Share of the nominal TFLOPS that prefill reaches.</summary>
    public const double PrefillEfficiency = 0.9;

    /// <summary>Share of the nominal bandwidth that decode reaches.</summary>
    public const double DecodeEfficiency = 0.65;

    /// <summary>Tensor parallelism on n machines is n to this power times as fast: 1.8 on two, 3.2 on four (exo's README).</summary>
    private const double TensorScaling = 0.845;

    /// <summary>Prompt tokens per second of machines that work together; their arithmetic adds up.</summary>
    public static double PrefillTokensPerSecond(SimulatedModel model, IEnumerable<SimulatedMachine> machines) =>
        machines.Sum(m => m.Tflops) * 1e12 * PrefillEfficiency / (2 * model.ActiveParameters);

    /// <summary>Seconds of one decode step, which writes one token for each stream of the batch.</summary>
    /// <param name="machines">Each with its share of the layers; a pipeline goes through them one after the other.</param>
    public static double StepSeconds(SimulatedModel model, bool tensor, IReadOnlyList<(SimulatedMachine Machine, double Share)> machines, int batch)
    {
        if (tensor)
        {
            var slowest = machines.Max(m => StageSeconds(model, m.Machine, 1, batch));
            return slowest / Math.Pow(machines.Count, TensorScaling);
        }

        return machines.Sum(m => StageSeconds(model, m.Machine, m.Share, batch));
    }

    /// <summary>
    /// Weights that a batch touches, in bytes: all of a dense model's; of a mixture of experts those of every expert that at least one
    /// stream calls, if streams choose independently.
    /// </summary>
    public static double BytesRead(SimulatedModel model, int batch)
    {
        var untouched = Math.Pow(1 - (model.ActiveParameters / model.Parameters), batch);
        return model.Parameters * (1 - untouched) * model.BytesPerParameter;
    }

    private static double StageSeconds(SimulatedModel model, SimulatedMachine machine, double share, int batch)
    {
        var reading = BytesRead(model, batch) * share / (machine.GigabytesPerSecond * 1e9 * DecodeEfficiency);
        var computing = 2 * model.ActiveParameters * share * batch / (machine.Tflops * 1e12 * PrefillEfficiency);
        return Math.Max(reading, computing);
    }

    /// <summary>The machines of an instance, each with its share of the layers; none when one is unknown.</summary>
    public static IReadOnlyList<(SimulatedMachine Machine, double Share)> Machines(ClusterState state, Instance instance) =>
    [
        .. instance.Shards.Select(s => (state.Worker(s.NodeId)?.Machine ?? SimulatedMachine.MacMini, (double)s.Layers / instance.Model.Layers)),
    ];
}
