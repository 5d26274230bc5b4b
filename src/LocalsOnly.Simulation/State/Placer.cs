namespace LocalsOnly.Simulation.State;

/// <summary>
/// Finds machines for a model as exo's master does: of all groups with enough free memory in sum the smallest, then the one with most
/// of the weights on disk, then the one with most free memory. Memory for the KV cache is not reckoned with.
/// </summary>
internal sealed class Placer(ClusterState state)
{
    /// <summary>A placement, or exo's sentence why there is none.</summary>
    public (Instance? Instance, string? Error) Place(
        SimulatedModel model, Spread spread, int minNodes, IReadOnlyCollection<string> requiredNodes)
    {
        var groups = Groups().Where(g => g.Count >= minNodes && requiredNodes.All(n => g.Any(w => w.Id == n)))
            .Where(g => g.Sum(state.FreeBytes) >= model.StorageBytes)
            .ToList();
        if (groups.Count == 0)
            return (null, "No cycles found with sufficient memory");
        if (spread.Tensor)
        {
            if (!model.SupportsTensor)
                return (null, $"Requested Tensor sharding but this model does not support tensor parallelism: {model.Id}");
            groups.RemoveAll(g => model.HiddenSize % g.Count != 0 || model.KeyValueHeads % g.Count != 0);
            if (groups.Count == 0)
            {
                return (null, $"No tensor sharding found for model with hidden_size={model.HiddenSize}, "
                    + $"num_key_value_heads={model.KeyValueHeads} across candidate cycles");
            }
        }

        var smallest = groups.Min(g => g.Count);
        groups.RemoveAll(g => g.Count != smallest);
        if (spread.Rdma)
        {
            groups.RemoveAll(g => g.Any(w => !w.Machine.IsMac));
            if (groups.Count == 0)
                return (null, $"No cycle where every node supports a backend in ['MlxMetal'] for {model.Id}");
            groups.RemoveAll(g => g.Any(w => !w.Machine.Rdma));
            if (groups.Count == 0)
                return (null, "Requested RDMA (MlxJaccl) but no RDMA-connected cycles available");
        }

        var chosen = groups.MaxBy(g => (g.Sum(w => Downloaded(w, model)), g.Sum(state.FreeBytes)))!;
        // A single machine is always a pipeline over a ring.
        var actual = chosen.Count == 1 ? new Spread(Tensor: false, Rdma: false) : spread;
        var shards = Shards(model, actual, chosen, [.. chosen.Select(state.FreeBytes)], static () => Guid.NewGuid().ToString());
        if (!actual.Tensor)
        {
            foreach (var (shard, worker) in shards.Zip(chosen))
            {
                var required = model.StorageBytes * shard.Layers / model.Layers;
                if (required > state.FreeBytes(worker))
                {
                    return (null, FormattableString.Invariant(
                        $"Node {shard.Rank} ({worker.Id}) has insufficient memory: requires {Gigabytes(required):F2} GB for {shard.Layers} layers, but only has {Gigabytes(state.FreeBytes(worker)):F2} GB available"));
                }
            }
        }

        return (new Instance(Guid.NewGuid().ToString(), model, actual, shards), null);
    }

    public static double Gigabytes(long bytes) => bytes / 1073741824.0;

    /// <summary>A pipeline gives each machine layers in proportion to its share of the memory, and at least one.</summary>
    public static IReadOnlyList<Shard> Shards(
        SimulatedModel model, Spread spread, IReadOnlyList<Worker> workers, IReadOnlyList<long> memory, Func<string> runnerId)
    {
        if (spread.Tensor)
            return [.. workers.Select((w, rank) => new Shard(w.Id, runnerId(), rank, 0, model.Layers))];
        var layers = Layers(model.Layers, memory);
        var shards = new List<Shard>();
        var start = 0;
        for (var rank = 0; rank < workers.Count; rank++)
        {
            shards.Add(new Shard(workers[rank].Id, runnerId(), rank, start, start + layers[rank]));
            start += layers[rank];
        }

        return shards;
    }

    /// <summary>Largest remainder.</summary>
    private static int[] Layers(int total, IReadOnlyList<long> memory)
    {
        var sum = Math.Max(1.0, memory.Sum());
        var raw = memory.Select(m => m / sum * total).ToList();
        var layers = raw.Select(r => (int)r).ToArray();
        var byRemainder = Enumerable.Range(0, raw.Count).OrderByDescending(i => raw[i] - layers[i]).ToList();
        for (var i = 0; layers.Sum() < total; i++)
            layers[byRemainder[i % byRemainder.Count]]++;
        for (var i = 0; i < layers.Length; i++)
        {
            if (layers[i] > 0)
                continue;
            layers[Array.IndexOf(layers, layers.Max())]--;
            layers[i] = 1;
        }

        return layers;
    }

    private static double Downloaded(Worker worker, SimulatedModel model) =>
        (double)worker.Downloads.GetValueOrDefault(model) / model.StorageBytes;

    /// <summary>Every group of machines: all are on one switch, so all reach each other.</summary>
    private IEnumerable<List<Worker>> Groups()
    {
        var workers = state.Workers.Where(w => !w.Dropped).ToList();
        for (var mask = 1; mask < 1 << workers.Count; mask++)
            yield return [.. workers.Where((_, i) => (mask & (1 << i)) != 0)];
    }
}
