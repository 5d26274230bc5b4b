namespace LocalsOnly.Inference.Cluster;

/// <summary>Tells what changed between two looks at the same cluster.</summary>
internal static class ClusterDiff
{
    /// <param name="before">Null for the first look: then all that is there has just appeared.</param>
    public static IReadOnlyList<ClusterEvent> Between(ClusterSnapshot? before, ClusterSnapshot after)
    {
        var events = new List<ClusterEvent>();
        before ??= new ClusterSnapshot(after.Endpoint, after.At, after.Simulated);
        if (IsWiped(before, after))
            events.Add(new ClusterWiped(after.Endpoint, after.At, [.. before.Instances.Select(i => i.Model).Distinct(StringComparer.Ordinal)]));
        AddNodes(before, after, events);
        AddInstances(before, after, events);
        AddDownloads(before, after, events);
        return events;
    }

    /// <summary>
    /// Instances and runners are gone while machines stay. A person who takes the only model away leaves the same sight, but not a log of
    /// events that begins anew.
    /// </summary>
    private static bool IsWiped(ClusterSnapshot before, ClusterSnapshot after)
    {
        if (before.Instances.Count == 0 || after.Nodes.Count == 0 || before.Instances.Any(b => after.Instances.Any(a => a.Id == b.Id)))
            return false;
        if (before.EventIndex is not { } was || after.EventIndex is not { } now)
            return after.Instances.Count == 0 && after.RunnerIds.Count == 0;
        // Taking a model away is itself an event, so only a log that began anew is not longer than before. Right after a start the new one
        // may have overtaken the old one, but several models never go at once.
        return now <= was || (before.Instances.Count > 1 && after.Instances.Count == 0 && after.RunnerIds.Count == 0);
    }

    private static void AddNodes(ClusterSnapshot before, ClusterSnapshot after, List<ClusterEvent> events)
    {
        var old = before.Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        foreach (var node in after.Nodes)
        {
            var was = old.GetValueOrDefault(node.Id);
            old.Remove(node.Id);
            if (node.IsAlive && was is not { IsAlive: true })
                events.Add(new NodeAppeared(after.Endpoint, after.At, node));
            else if (!node.IsAlive && was is { IsAlive: true })
                events.Add(new NodeSilent(after.Endpoint, after.At, node));
        }

        foreach (var gone in before.Nodes.Where(n => old.ContainsKey(n.Id)))
            events.Add(new NodeGone(after.Endpoint, after.At, gone));
    }

    private static void AddInstances(ClusterSnapshot before, ClusterSnapshot after, List<ClusterEvent> events)
    {
        var old = before.Instances.ToDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (var instance in after.Instances)
        {
            var was = old.GetValueOrDefault(instance.Id);
            old.Remove(instance.Id);
            if (was is null)
                events.Add(new InstancePlaced(after.Endpoint, after.At, instance));
            AddRunners(was, instance, after, events);
            if (Turn(was, instance, after) is { } turn)
                events.Add(turn);
        }

        foreach (var gone in before.Instances.Where(i => old.ContainsKey(i.Id)))
            events.Add(new InstanceGone(after.Endpoint, after.At, gone));
    }

    private static ClusterEvent? Turn(ClusterInstance? was, ClusterInstance now, ClusterSnapshot after)
    {
        var turned = was is null || was.Readiness != now.Readiness;
        switch (now.Readiness)
        {
            case InstanceReadiness.Ready:
                return turned ? new InstanceReady(after.Endpoint, after.At, now) : null;
            case InstanceReadiness.Loading:
                var loaded = Loaded(now);
                return turned || loaded > Loaded(was!) ? new InstanceLoading(after.Endpoint, after.At, now, loaded) : null;
            case InstanceReadiness.Silent or InstanceReadiness.Failed:
                return turned ? new InstanceFailed(after.Endpoint, after.At, now) : null;
            default:
                return null;
        }
    }

    private static int Loaded(ClusterInstance instance) => instance.Runners.Sum(StateReading.LoadedLayers);

    private static void AddRunners(ClusterInstance? was, ClusterInstance now, ClusterSnapshot after, List<ClusterEvent> events)
    {
        foreach (var runner in now.Runners)
        {
            var before = was?.Runners.FirstOrDefault(r => r.Id == runner.Id)?.State ?? RunnerState.Missing;
            // Ready and running take turns with every request; that is work, not a change.
            if (before != runner.State && !(IsUp(before) && IsUp(runner.State)))
                events.Add(new RunnerChanged(after.Endpoint, after.At, now, runner));
        }
    }

    private static bool IsUp(RunnerState state) => state is RunnerState.Ready or RunnerState.Running;

    private static void AddDownloads(ClusterSnapshot before, ClusterSnapshot after, List<ClusterEvent> events)
    {
        // What was not asked for did not change.
        if (before.Downloads is not { } old || after.Downloads is not { } now)
            return;
        var known = new Dictionary<(string, string), ClusterDownload>();
        foreach (var download in old)
            known[(download.NodeId, download.Model)] = download;
        foreach (var download in now)
        {
            var was = known.GetValueOrDefault((download.NodeId, download.Model));
            if (was?.State != download.State ? download.State != DownloadState.Pending
                : download.State == DownloadState.Ongoing && download.DownloadedBytes > (was.DownloadedBytes ?? 0))
                events.Add(new DownloadProgress(after.Endpoint, after.At, download));
        }
    }
}
