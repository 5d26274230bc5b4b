using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>One way to serve a model on the machines of an endpoint.</summary>
/// <param name="Description">For people.</param>
/// <param name="Instances">Where its instances run; each with a copy of the model.</param>
/// <param name="Notes">What does not take part, and why.</param>
internal sealed record Layout(string Description, IReadOnlyList<Placement> Instances, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// Every way that exo offers and the memory allows: a copy on each machine that can hold one, a tensor-parallel group of equal machines over RDMA, a pipeline
    /// with layers by memory. A machine with the role <see cref="NodeRole.Prefill"/> reads for the fastest copy on a single machine; exo has it hold a copy of its own for that.
    /// </summary>
    /// <param name="context">Tokens that one stream at least must have room for.</param>
    public static IReadOnlyList<Layout> All(IReadOnlyList<Node> nodes, ModelShape model, double context)
    {
        var writers = nodes.Where(node => node.Role is NodeRole.Both or NodeRole.Decode).ToList();
        var readers = nodes.Where(node => node.Role == NodeRole.Prefill).ToList();
        if (writers.Count == 0) (writers, readers) = (readers, []);

        List<Layout> found = [];
        var copies = writers.Where(node => Fits(model, Placement.On(node.Speed), context)).OrderBy(node => Step(model, node)).ToList();
        if (copies.Count > 0) found.Add(Copies(copies, readers, writers, model, context));
        found.AddRange(Groups(writers, readers, model, context));
        if (writers.Count > 1 && Pipeline(writers, model, context) is { } pipeline) found.Add(With(pipeline, writers, readers, model));
        else if (found.Count == 0 && readers.Count > 0 && Pipeline([.. writers, .. readers], model, context) is { } all)
            found.Add(new Layout(all.Description, all.Instances, [$"{Names(readers)} cannot only read prompts, because the model does not fit without its memory; it is part of the pipeline."]));
        return found;
    }

    private static Layout Copies(List<Node> copies, List<Node> readers, List<Node> writers, ModelShape model, double context)
    {
        var notes = new List<string>();
        var reader = readers.Where(node => Fits(model, Placement.On(node.Speed), context)).MinBy(node => Roofline.PrefillSeconds(model, Placement.On(node.Speed), 4096));
        if (reader is not null && Roofline.PrefillSeconds(model, Placement.On(copies[0].Speed, reader.Speed), 4096) >= Roofline.PrefillSeconds(model, Placement.On(copies[0].Speed), 4096))
            reader = null;
        if (reader is not null) notes.Add("To have prompts read on another machine is an experiment of exo's, and switched on there with ENABLE_DISAGGREGATION=true.");
        notes.AddRange(readers.Where(node => node != reader).Select(node => IdleReader(node, model)));
        notes.AddRange(writers.Except(copies).Select(node => Idle(node, model)));
        var description = copies.Count == 1 ? $"whole on {copies[0].Name}" : $"a copy each on {Names(copies)}";
        return new Layout(
            description + (reader is null ? "" : $", long prompts {(copies.Count == 1 ? "" : $"of {copies[0].Name} ")}read on {reader.Name}"),
            [.. copies.Select((node, index) => Placement.On(node.Speed, index == 0 ? reader?.Speed : null))], notes);
    }

    private static IEnumerable<Layout> Groups(List<Node> writers, List<Node> readers, ModelShape model, double context)
    {
        foreach (var equal in writers.Where(node => node.Rdma).GroupBy(node => (node.Speed.Tflops, node.Speed.GigabytesPerSecond)))
        {
            // Divisors of the heads, and of the width; memory may differ, the smallest counts.
            for (var size = 2; size <= equal.Count(); size *= 2)
            {
                if (model.KeyValueHeads % size != 0 || model.HiddenSize % size != 0) continue;
                var members = equal.OrderByDescending(node => node.Speed.MemoryBytes).Take(size).ToList();
                var group = Placement.Group([.. members.Select(node => node.Speed)], Link.ThunderboltRdma);
                if (!Fits(model, group, context)) continue;
                var rest = writers.Except(members).ToList();
                var copies = rest.Where(node => Fits(model, Placement.On(node.Speed), context)).ToList();
                yield return new Layout(
                    $"tensor parallel on {Names(members)} over {group.Link.Name}" + (copies.Count > 0 ? $", a copy each on {Names(copies)}" : ""),
                    [group, .. copies.Select(node => Placement.On(node.Speed))],
                    [
                        .. rest.Except(copies).Select(node => Idle(node, model)),
                        .. readers.Select(node => $"{node.Name} is idle: exo has prompts read elsewhere only for an instance on one machine."),
                    ]);
            }
        }
    }

    private static Layout? Pipeline(List<Node> nodes, ModelShape model, double context)
    {
        var memory = nodes.Sum(node => node.Speed.MemoryBytes);
        var placement = new Placement([.. nodes.Select(node => new Stage(node.Speed, node.Speed.MemoryBytes / memory))], Tensor: false, Link.Ethernet10);
        return Fits(model, placement, context) ? new Layout($"pipeline over {Names(nodes)}", [placement], []) : null;
    }

    private static Layout With(Layout pipeline, List<Node> writers, List<Node> readers, ModelShape model) =>
        pipeline with { Notes = [.. readers.Select(node => $"{node.Name} is idle: exo has prompts read elsewhere only for an instance on one machine, and this one needs {writers.Count}.")] };

    private static bool Fits(ModelShape model, Placement placement, double context) => Roofline.ContextTokens(model, placement) >= context;

    private static double Step(ModelShape model, Node node) => Roofline.StepSeconds(model, Placement.On(node.Speed), 1);

    private static string Idle(Node node, ModelShape model) => node.Speed.MemoryBytes < model.WeightBytes
        ? FormattableString.Invariant($"{node.Name} is idle: a copy takes {model.WeightBytes / 1e9:0} GB, and it has room for {node.Speed.MemoryBytes / 1e9:0}.")
        : $"{node.Name} is idle: it would make nothing faster.";

    private static string IdleReader(Node node, ModelShape model) => node.Speed.MemoryBytes < model.WeightBytes
        ? FormattableString.Invariant($"{node.Name} reads no prompts: it needs a copy for that, {model.WeightBytes / 1e9:0} GB, and has room for {node.Speed.MemoryBytes / 1e9:0}.")
        : $"{node.Name} reads no prompts: it would make nothing faster.";

    private static string Names(List<Node> nodes) => nodes.Count == 1
        ? nodes[0].Name
        : $"{string.Join(", ", nodes.SkipLast(1).Select(node => node.Name))} and {nodes[^1].Name}";
}
