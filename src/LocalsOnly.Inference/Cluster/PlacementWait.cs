using System.Globalization;

namespace LocalsOnly.Inference.Cluster;

/// <summary>Watches one placement come true, or not.</summary>
internal sealed class PlacementWait(
    ClusterMonitor monitor, string endpoint, string model, TimeProvider time, IProgress<PlacementProgress>? progress)
{
    /// <summary>A big model is hundreds of files, of which each may take minutes to check; beyond this, nothing will come.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(10);

    /// <summary>A node that is busy loading may be silent for longer than an election.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, int> _loaded = new(StringComparer.Ordinal);

    /// <summary>Waits until the instance is in the state, and gives its id.</summary>
    /// <param name="id">The id that it should have; null when exo did not say.</param>
    /// <param name="others">Instances that were there before.</param>
    public async Task<string> UntilThereAsync(string? id, IReadOnlySet<string> others, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var now = await monitor.ReadAsync(endpoint, ReadingScope.Placing, cancellationToken);
            if (now.InstancesOf(model).FirstOrDefault(i => i.Id == id || !others.Contains(i.Id)) is { } there)
                return there.Id;
            if (time.GetElapsedTime(began) > patience)
            {
                throw new ClusterException(
                    ClusterFailure.NothingHappened,
                    $"exo took the command to place {model}, and nothing came of it within {patience.TotalSeconds:0} s; "
                    + $"its log says why. Try again with: {ClusterCommands.Place(model)}");
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>Waits until the instance can answer.</summary>
    /// <exception cref="ClusterException">A runner failed, the instance is gone, or nothing moves.</exception>
    public async Task<ClusterInstance> UntilReadyAsync(string id, CancellationToken cancellationToken)
    {
        var (moved, answered) = (time.GetTimestamp(), time.GetTimestamp());
        PlacementProgress? last = null;
        while (true)
        {
            ClusterSnapshot now;
            try
            {
                now = await monitor.ReadAsync(endpoint, ReadingScope.Placing, cancellationToken);
                answered = time.GetTimestamp();
            }
            catch (InferenceException) when (time.GetElapsedTime(answered) < Outage)
            {
                await Task.Delay(Interval, time, cancellationToken);
                continue;
            }

            var instance = now.Instances.FirstOrDefault(i => i.Id == id) ?? throw new ClusterException(
                ClusterFailure.Vanished,
                $"exo took {model} away again before it was ready (it does after the sixth failed start, or when another master takes over); "
                + $"its log says why. Try again with: {ClusterCommands.Place(model)}");
            if (instance.Readiness == InstanceReadiness.Ready)
                return instance;
            Refuse(instance);
            if (Progress(instance, now) is var step && step != last)
            {
                progress?.Report(step);
                (last, moved) = (step, time.GetTimestamp());
            }

            if (time.GetElapsedTime(moved) > Standstill)
            {
                throw new ClusterException(
                    ClusterFailure.Stalled,
                    $"Nothing has moved for {Standstill.TotalMinutes:0} minutes while {step.Clause}. Take it away with: "
                    + $"{ClusterCommands.Unplace(id)} and look at exo's log.");
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private void Refuse(ClusterInstance instance)
    {
        if (instance.Runners.FirstOrDefault(HasFailed) is { } failed)
        {
            throw new ClusterException(
                ClusterFailure.RunnerFailed,
                $"The process that should run {model} on {failed.NodeName} failed{(failed.Error is { } error ? $": {OneLine(error)}" : "")}. "
                + $"Take it away with: {ClusterCommands.Unplace(instance.Id)} and look at exo's log on {failed.NodeName}.");
        }

        if (instance.Readiness == InstanceReadiness.Leaving)
            throw new ClusterException(ClusterFailure.Vanished, $"{model} is being taken away again, by somebody else or by exo itself.");
    }

    /// <summary>exo starts a failed process anew at once, so its failure may show only in that it has to load again.</summary>
    private bool HasFailed(ClusterRunner runner)
    {
        var loaded = StateReading.LoadedLayers(runner);
        var before = _loaded.GetValueOrDefault(runner.Id);
        _loaded[runner.Id] = loaded;
        return runner.State == RunnerState.Failed || (loaded < before && runner.State is not (RunnerState.ShuttingDown or RunnerState.Shutdown));
    }

    private PlacementProgress Progress(ClusterInstance instance, ClusterSnapshot now)
    {
        if (instance.Readiness == InstanceReadiness.Silent)
            return new PlacementProgress(PlacementStep.Starting, "waiting for a machine that has gone silent, as a busy one may");
        var nodes = instance.Runners.Select(r => r.NodeId).ToHashSet(StringComparer.Ordinal);
        var fetched = (now.Downloads ?? []).Where(d => d.Model == model && nodes.Contains(d.NodeId)).ToList();
        if (fetched.Find(d => d.State == DownloadState.Failed) is { } failed)
        {
            throw new ClusterException(
                ClusterFailure.RunnerFailed,
                $"{failed.NodeName} could not fetch {model}{(failed.Error is { } error ? $": {OneLine(error)}" : "")}. "
                + $"Take it away with: {ClusterCommands.Unplace(instance.Id)} and see that the machine has room and reaches its source.");
        }

        if (instance.Runners.Any(r => r.State <= RunnerState.Connected) && fetched.Where(d => d.State == DownloadState.Ongoing).ToList() is { Count: > 0 } ongoing)
            return Downloading(ongoing);
        if (instance.Runners.All(r => r.State is RunnerState.Loaded or RunnerState.WarmingUp or RunnerState.Ready or RunnerState.Running))
            return new PlacementProgress(PlacementStep.WarmingUp, "warming up");
        var loaded = instance.Runners.Sum(StateReading.LoadedLayers);
        var layers = instance.Runners.Sum(r => r.TotalLayers > 0 ? r.TotalLayers : r.EndLayer - r.StartLayer);
        return layers > 0 && loaded > 0
            ? new PlacementProgress(
                PlacementStep.Loading,
                string.Create(CultureInfo.InvariantCulture, $"loading, {Math.Min(loaded, layers)} of {layers} layers"),
                Math.Min(1, (double)loaded / layers))
            : new PlacementProgress(PlacementStep.Starting, "starting its processes");
    }

    private static PlacementProgress Downloading(List<ClusterDownload> ongoing)
    {
        var total = ongoing.Sum(d => d.TotalBytes ?? 0);
        var done = ongoing.Sum(d => d.DownloadedBytes ?? 0);
        var speed = ongoing.Sum(d => d.BytesPerSecond ?? 0);
        var where = string.Join(", ", ongoing.Select(d => d.NodeName));
        return new PlacementProgress(
            PlacementStep.Downloading,
            total == 0 ? $"fetching its weights to {where}" : string.Create(
                CultureInfo.InvariantCulture,
                $"fetching its weights to {where}, {done / 1e9:0.0} of {total / 1e9:0.0} GB{(speed > 0 ? $", {speed / 1e6:0} MB/s" : "")}"),
            total > 0 ? Math.Clamp((double)done / total, 0, 1) : null);
    }

    private static string OneLine(string text)
    {
        var clean = new string([.. text.Trim().TrimEnd('.').Select(c => char.IsControl(c) ? ' ' : c)]);
        return clean.Length <= 160 ? clean : clean[..159] + "…";
    }
}
