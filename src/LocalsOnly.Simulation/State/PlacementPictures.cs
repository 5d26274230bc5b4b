using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Simulation.State;

/// <summary>States of a whole cluster that are set at once instead of being reached.</summary>
internal static class PlacementPictures
{
    private static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(45);

    /// <summary>Every model of the options, placed over all machines and ready.</summary>
    public static void PlaceAll(this ClusterState state)
    {
        lock (state.Gate)
        {
            Clear(state);
            for (var number = 1; number <= state.Options.Models.Count && state.Workers.Count > 0; number++)
                Place(state, state.Options.Models[number - 1], number);
        }
    }

    /// <summary>Holds the state in one of the pictures that <see cref="SimulatedPlacement"/> names.</summary>
    public static void Show(this ClusterState state, SimulatedPlacement placement)
    {
        lock (state.Gate)
        {
            state.PlaceAll();
            switch (placement)
            {
                case SimulatedPlacement.None:
                    Clear(state);
                    break;
                case SimulatedPlacement.SilentNode:
                    state.Workers[^1].SilentSince = state.Time.GetUtcNow() - LongSilence;
                    state.Workers[^1].Held = true;
                    break;
                case SimulatedPlacement.Loading or SimulatedPlacement.Failed:
                    foreach (var instance in state.Instances)
                        Hold(state, instance, placement);
                    break;
            }
        }
    }

    private static void Hold(ClusterState state, Instance instance, SimulatedPlacement placement)
    {
        (instance.Held, instance.IsReady) = (true, false);
        foreach (var shard in instance.Shards)
        {
            var runner = state.Runners[shard.RunnerId];
            if (placement == SimulatedPlacement.Loading)
                (runner.Phase, runner.LayersLoaded) = (RunnerPhase.Loading, shard.Layers / 2);
            else if (shard == instance.Shards[^1])
                (runner.Phase, runner.ErrorMessage) = (RunnerPhase.Failed, "simulated failure");
        }
    }

    /// <summary>Over all machines, even when they are too small: tests ask for that.</summary>
    private static void Place(ClusterState state, SimulatedModel model, int number)
    {
        var free = state.Workers.Select(state.FreeBytes).ToList();
        var memory = free.Sum() >= model.StorageBytes ? free : [.. state.Workers.Select(w => w.Machine.MemoryBytes)];
        var rank = 0;
        var spread = new Spread(Tensor: false, Rdma: false);
        var shards = Placer.Shards(model, spread, state.Workers, memory, () => $"00000000-0000-4000-9000-{number:D6}{++rank:D6}");
        var instance = new Instance($"00000000-0000-4000-8000-{number:D12}", model, spread, shards)
        {
            Attempts = 1,
            PhaseSince = state.Time.GetUtcNow(),
            IsReady = true,
        };
        instance.Engine = new BatchEngine(state, instance);
        state.Instances.Add(instance);
        foreach (var shard in shards)
        {
            state.Runners[shard.RunnerId] = new Runner(instance.Id, shard) { Phase = RunnerPhase.Ready, LayersLoaded = shard.Layers };
            state.Worker(shard.NodeId)!.Downloads[model] = model.StorageBytes;
        }
    }

    private static void Clear(ClusterState state)
    {
        foreach (var instance in state.Instances)
            instance.Engine.DropAll();
        state.Instances.Clear();
        state.Runners.Clear();
        state.Links.Clear();
        foreach (var worker in state.Workers)
            (worker.SilentSince, worker.Dropped, worker.Held) = (null, false, false);
    }
}
