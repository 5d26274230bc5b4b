namespace LocalsOnly.Simulation.State;

/// <summary>
/// Moves a cluster on: each worker takes one step in a tick of 0.1 s, the master looks for dead machines every 10 s. It ticks only while
/// something is on its way, and catches up tick by tick however far the clock has jumped.
/// </summary>
internal sealed class Planner : IDisposable
{
    /// <summary>exo gives an instance up instead of creating its runners a sixth time.</summary>
    private const int MostAttempts = 5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan MasterTick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(30);

    private readonly ClusterState _state;
    private readonly ITimer _timer;
    private readonly DateTimeOffset _began;
    private readonly List<Instance> _given = [];
    private DateTimeOffset _planned;
    private bool _ticks;

    public Planner(ClusterState state)
    {
        _state = state;
        _began = _planned = state.Time.GetUtcNow();
        _timer = state.Time.CreateTimer(static planner => ((Planner)planner!).CatchUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something has changed that takes time to play out.</summary>
    public void Wake()
    {
        lock (_state.Gate)
        {
            if (_ticks)
                return;
            _ticks = true;
            _planned = _state.Time.GetUtcNow();
            _timer.Change(Tick, Tick);
        }
    }

    public void Dispose()
    {
        lock (_state.Gate)
            _timer.Dispose();
    }

    private void CatchUp()
    {
        lock (_state.Gate)
        {
            var now = _state.Time.GetUtcNow();
            while (_ticks && _planned + Tick <= now)
            {
                var before = _planned;
                _planned += Tick;
                if ((_planned - _began).Ticks / MasterTick.Ticks > (before - _began).Ticks / MasterTick.Ticks)
                    LookForDeadMachines();
                Step();
                if (IsAtRest())
                {
                    _ticks = false;
                    _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    private bool IsAtRest() =>
        _state.Workers.All(w => w.SilentSince is null || w.Dropped || w.Held)
        && _state.Instances.TrueForAll(i => i.Held || (i.IsReady && i.Shards.All(s => IsUp(s.NodeId))))
        && _state.Runners.Values.All(r => !IsUp(r.Shard.NodeId) || _state.Instance(r.InstanceId) is not null);

    private bool IsUp(string nodeId) => _state.Worker(nodeId) is { Reports: true } or { Held: true };

    private void LookForDeadMachines()
    {
        foreach (var instance in _state.Instances.Where(i => i.Shards.Any(s => _state.Worker(s.NodeId) is null or { Dropped: true })).ToList())
            _state.Delete(instance);
        foreach (var worker in _state.Workers)
        {
            if (worker is { SilentSince: { } since, Dropped: false, Held: false } && _planned - since > Dead)
            {
                worker.Dropped = true;
                worker.Downloads.Clear();
                _state.LastEvent++;
            }
        }
    }

    private void Step()
    {
        // Runners whose instance is gone shut down, but only where a machine is left to shut them down.
        foreach (var runner in _state.Runners.Values.Where(r => IsUp(r.Shard.NodeId) && _state.Instance(r.InstanceId) is null).ToList())
            ShutDown(runner);
        foreach (var instance in _state.Instances)
        {
            if (!instance.Held && instance.Shards.All(s => IsUp(s.NodeId)))
                Step(instance);
        }

        foreach (var instance in _given)
            _state.Delete(instance);
        _given.Clear();
    }

    private void Step(Instance instance)
    {
        var runners = instance.Shards.Select(s => _state.Runners.GetValueOrDefault(s.RunnerId)).ToList();
        if (runners.Exists(r => r is { Phase: RunnerPhase.Failed }))
        {
            var others = runners.OfType<Runner>().Where(r => r.Phase != RunnerPhase.Failed).ToList();
            foreach (var other in others)
                ShutDown(other);
            if (others.Count == 0)
                CreateRunners(instance);
            return;
        }

        if (runners.Contains(null))
        {
            CreateRunners(instance);
            return;
        }

        var all = runners.OfType<Runner>().ToList();
        switch (all.Min(r => r.Phase))
        {
            case RunnerPhase.Idle when !Download(instance):
                break;
            case RunnerPhase.Idle when all.Count > 1:
                // The last rank connects when the others are waiting for it.
                if (all.Take(all.Count - 1).All(r => r.Phase == RunnerPhase.Connecting))
                    Enter(instance, all, RunnerPhase.Connecting);
                else
                    Enter(instance, all.Take(all.Count - 1), RunnerPhase.Connecting);
                break;
            case RunnerPhase.Connecting:
                Enter(instance, all, RunnerPhase.Connected);
                break;
            case RunnerPhase.Idle or RunnerPhase.Connected:
                Enter(instance, all, RunnerPhase.Loading, "LoadModel");
                break;
            case RunnerPhase.Loading:
                Load(instance, all);
                break;
            case RunnerPhase.Loaded:
                // Rank 0 warms up when the others do.
                if (all.Skip(1).All(r => r.Phase == RunnerPhase.WarmingUp))
                    Enter(instance, all, RunnerPhase.WarmingUp, "StartWarmup");
                else
                    Enter(instance, all.Skip(1), RunnerPhase.WarmingUp);
                break;
            case RunnerPhase.WarmingUp when _planned - instance.PhaseSince >= _state.Options.WarmUpTime:
                Enter(instance, all, RunnerPhase.Ready);
                instance.IsReady = true;
                instance.Engine.Run();
                break;
        }
    }

    /// <summary>After n creations the next one waits 0.5·2ⁿ s, at most 10 s.</summary>
    private void CreateRunners(Instance instance)
    {
        var wait = instance.Attempts == 0 ? 0 : Math.Min(10, 0.5 * Math.Pow(2, instance.Attempts));
        if (_planned - instance.LastAttempt < TimeSpan.FromSeconds(wait))
            return;
        if (instance.Attempts >= MostAttempts)
        {
            _given.Add(instance);
            return;
        }

        instance.Attempts++;
        (instance.LastAttempt, instance.PhaseSince) = (_planned, _planned);
        foreach (var shard in instance.Shards)
        {
            _state.Runners[shard.RunnerId] = new Runner(instance.Id, shard);
            Note(instance, "CreateRunner");
        }
    }

    /// <summary>True when every machine has the weights.</summary>
    private bool Download(Instance instance)
    {
        var seconds = (_planned - instance.PhaseSince).TotalSeconds;
        var done = true;
        foreach (var shard in instance.Shards)
        {
            var downloads = _state.Worker(shard.NodeId)!.Downloads;
            var bytes = downloads.GetValueOrDefault(instance.Model);
            if (bytes == instance.Model.StorageBytes)
                continue;
            if (!downloads.ContainsKey(instance.Model))
                Note(instance, "DownloadModel");
            bytes = (long)Math.Min(instance.Model.StorageBytes, _state.Options.DownloadBytesPerSecond * seconds);
            downloads[instance.Model] = bytes;
            done &= bytes == instance.Model.StorageBytes;
            _state.LastEvent++;
        }

        return done;
    }

    /// <summary>Every machine loads its own layers, one after the other, at the given rate.</summary>
    private void Load(Instance instance, List<Runner> runners)
    {
        var seconds = (_planned - instance.PhaseSince).TotalSeconds;
        foreach (var runner in runners.Where(r => r.Phase == RunnerPhase.Loading))
        {
            var perLayer = Math.Max(1, ClusterState.ShardBytes(instance, runner.Shard.Layers) / runner.Shard.Layers);
            var rate = _state.LoadBytesPerSecond / perLayer;
            runner.LayersLoaded = double.IsInfinity(rate) ? runner.Shard.Layers : (int)Math.Min(runner.Shard.Layers, rate * seconds);
            _state.LastEvent++;
            if (runner.LayersLoaded == runner.Shard.Layers)
                runner.Phase = RunnerPhase.Loaded;
        }
    }

    private void ShutDown(Runner runner)
    {
        _state.LastEvent++;
        if (runner.Phase == RunnerPhase.ShuttingDown)
            _state.Runners.Remove(runner.Shard.RunnerId);
        else
            (runner.Phase, runner.LayersLoaded) = (RunnerPhase.ShuttingDown, 0);
    }

    private void Enter(Instance instance, IEnumerable<Runner> runners, RunnerPhase phase, string? task = null)
    {
        instance.PhaseSince = _planned;
        foreach (var runner in runners)
        {
            runner.Phase = phase;
            _state.LastEvent++;
        }

        if (task is not null)
            Note(instance, task);
    }

    private void Note(Instance instance, string kind)
    {
        _state.WorkerTasks.Add(new WorkerTask(Guid.NewGuid().ToString(), kind, instance.Id));
        _state.LastEvent++;
    }
}
