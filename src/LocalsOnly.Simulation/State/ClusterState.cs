using System.Text.Json;
using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Simulation.State;

/// <summary>
/// What all nodes of one cluster agree on: machines, instances, runners, tasks, links. Everything happens under <see cref="Gate"/>;
/// <see cref="Planner"/> moves it on as time passes.
/// </summary>
internal sealed class ClusterState : IDisposable
{
    /// <summary>How long an election keeps every command waiting.</summary>
    public static readonly TimeSpan ElectionTime = TimeSpan.FromSeconds(3);

    private readonly Planner _planner;

    public ClusterState(SimulatedExoNodeOptions options, TimeProvider time)
    {
        (Options, Time, LoadBytesPerSecond) = (options, time, options.LoadBytesPerSecond);
        Workers = [.. options.Machines.Select((machine, index) => new Worker(NodeIdOf(index), index, machine))];
        _planner = new Planner(this);
        this.PlaceAll();
    }

    public Lock Gate { get; } = new();

    public SimulatedExoNodeOptions Options { get; }

    public TimeProvider Time { get; }

    public IReadOnlyList<Worker> Workers { get; }

    public List<Instance> Instances { get; } = [];

    public Dictionary<string, Runner> Runners { get; } = [];

    public List<ClusterTask> Tasks { get; } = [];

    public List<WorkerTask> WorkerTasks { get; } = [];

    public List<InstanceLink> Links { get; } = [];

    /// <summary>Events applied so far, less one.</summary>
    public int LastEvent { get; set; } = -1;

    /// <summary>Accepts commands and loses them: the caller reads 200 and nothing ever appears.</summary>
    public bool LosesCommands { get; set; }

    /// <summary>No request gets a place in a batch.</summary>
    public bool BatchIsFull { get; set; }

    /// <summary>How long nodes wait with each command, as they do when elections go on and on.</summary>
    public TimeSpan PauseEach { get; set; }

    /// <summary>Bytes of weights that a machine loads per second.</summary>
    public double LoadBytesPerSecond { get; set; }

    /// <summary>Until then nodes wait with every command, as they do while they elect a master.</summary>
    public DateTimeOffset PausedUntil { get; set; }

    public static string NodeIdOf(int machine) => $"12D3KooWSimulatedNode{machine + 1}";

    public SimulatedModel? Card(string model) => Options.Models.Concat(Options.CatalogOnly).FirstOrDefault(m => m.Id == model);

    public Worker? Worker(string nodeId) => Workers.FirstOrDefault(w => w.Id == nodeId);

    public Instance? Instance(string id) => Instances.Find(i => i.Id == id);

    /// <summary>Memory that is neither the system's nor taken by loaded weights, in bytes.</summary>
    public long FreeBytes(Worker worker)
    {
        var used = worker.Machine.SystemBytes;
        foreach (var runner in Runners.Values)
        {
            if (runner.Shard.NodeId == worker.Id && Instance(runner.InstanceId) is { } instance)
                used += ShardBytes(instance, runner.LayersLoaded);
        }

        return Math.Max(0, worker.Machine.MemoryBytes - used);
    }

    public static long ShardBytes(Instance instance, int layers)
    {
        var bytes = instance.Model.StorageBytes * layers / instance.Model.Layers;
        return instance.Spread.Tensor ? bytes / instance.Shards.Count : bytes;
    }

    /// <summary>When a worker's last report came; workers report every second.</summary>
    public DateTimeOffset LastSeen(Worker worker)
    {
        if (worker.SilentSince is { } since)
            return since;
        var now = Time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>Where a request for a model would run: the least busy of its instances that do not only prefill; null when there is none.</summary>
    public Instance? Route(string model)
    {
        var prefillOnly = Links.SelectMany(l => l.Prefill).Except(Links.SelectMany(l => l.Decode)).ToHashSet();
        return Instances.Where(i => i.Model.Id == model && !prefillOnly.Contains(i.Id))
            .MinBy(i => Tasks.Count(t => t.InstanceId == i.Id && t.Status is "Pending" or "Running"));
    }

    /// <summary>Its runners are ready and their machines awake.</summary>
    public bool CanWork(Instance instance) =>
        instance.IsReady && Instances.Contains(instance) && instance.Shards.All(s => Worker(s.NodeId) is { Reports: true });

    /// <summary>The instance that reads long prompts for another, when both are linked, ready and on one machine each; null when none does.</summary>
    public Instance? PrefillFor(Instance instance) => instance.Shards.Count != 1
        ? null
        : Links.Where(l => l.Decode.Contains(instance.Id)).SelectMany(l => l.Prefill).Select(Instance)
            .FirstOrDefault(i => i is { IsReady: true, Shards.Count: 1 } && i != instance && CanWork(i));

    /// <summary>Loads every model anew, at another rate.</summary>
    public void Reload(double bytesPerSecond)
    {
        lock (Gate)
        {
            LoadBytesPerSecond = bytesPerSecond;
            foreach (var instance in Instances)
            {
                (instance.IsReady, instance.Attempts, instance.PhaseSince) = (false, 0, Time.GetUtcNow());
                foreach (var shard in instance.Shards)
                    Runners.Remove(shard.RunnerId);
            }
        }

        _planner.Wake();
    }

    public bool IsPlaced(string model) => Instances.Exists(i => i.Model.Id == model);

    public ClusterTask? AddTask(string commandId, string model, JsonElement body)
    {
        lock (Gate)
        {
            if (Route(model) is not { } instance)
                return null;
            var task = new ClusterTask(commandId, instance.Id, body);
            Tasks.Add(task);
            LastEvent++;
            return task;
        }
    }

    public void RemoveTask(ClusterTask task)
    {
        lock (Gate)
        {
            Tasks.Remove(task);
            LastEvent++;
        }
    }

    public void Create(Instance instance)
    {
        lock (Gate)
        {
            if (LosesCommands)
                return;
            Instances.RemoveAll(i => i.Id == instance.Id);
            instance.PhaseSince = Time.GetUtcNow();
            instance.Engine = new BatchEngine(this, instance);
            Instances.Add(instance);
            LastEvent++;
        }

        _planner.Wake();
    }

    public void Delete(Instance instance)
    {
        lock (Gate)
        {
            if (!Instances.Remove(instance))
                return;
            LastEvent++;
            foreach (var task in Tasks.Where(t => t.InstanceId == instance.Id))
                task.Status = "Cancelled";
            for (var i = Links.Count - 1; i >= 0; i--)
            {
                var link = Links[i];
                Links[i] = link with { Prefill = [.. link.Prefill.Where(p => p != instance.Id)], Decode = [.. link.Decode.Where(d => d != instance.Id)] };
                if (Links[i].Prefill.Count == 0 || Links[i].Decode.Count == 0)
                    Links.RemoveAt(i);
            }

            instance.Engine.DropAll();
        }

        _planner.Wake();
    }

    /// <summary>A machine stops reporting. Its models stand still; the master notices after half a minute.</summary>
    public void Silence(Worker worker)
    {
        lock (Gate)
            worker.SilentSince ??= LastSeen(worker);
        _planner.Wake();
    }

    /// <summary>A silent machine reports again.</summary>
    public void Revive(Worker worker)
    {
        lock (Gate)
        {
            (worker.SilentSince, worker.Dropped, worker.Held) = (null, false, false);
            foreach (var instance in Instances)
                instance.Engine.Run();
        }

        _planner.Wake();
    }

    /// <summary>The process that holds the last shard of an instance dies.</summary>
    public void Crash(Instance instance, string message)
    {
        lock (Gate)
        {
            if (instance.IsReady)
                instance.Engine.Fail($"Runner shutdown before completing command ({message})");
            var shard = instance.Shards[^1];
            if (!Runners.TryGetValue(shard.RunnerId, out var runner))
                Runners[shard.RunnerId] = runner = new Runner(instance.Id, shard);
            (runner.Phase, runner.ErrorMessage, runner.LayersLoaded) = (RunnerPhase.Failed, message, 0);
            (instance.IsReady, instance.PhaseSince) = (false, Time.GetUtcNow());
            LastEvent++;
        }

        _planner.Wake();
    }

    /// <summary>Another node becomes the master: the state begins again, empty, and streams under way are forgotten, not ended.</summary>
    public void Wipe()
    {
        lock (Gate)
        {
            foreach (var instance in Instances)
                instance.Engine.Forget();
            Instances.Clear();
            Runners.Clear();
            Tasks.Clear();
            WorkerTasks.Clear();
            Links.Clear();
            LastEvent = -1;
            foreach (var worker in Workers)
                worker.Downloads.Clear();
        }
    }

    public void Dispose()
    {
        _planner.Dispose();
        lock (Gate)
        {
            foreach (var instance in Instances)
                instance.Engine.Dispose();
        }
    }
}
