using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Cluster;

/// <summary>Places by exo's own previews, and believes only the state and a token.</summary>
internal sealed class ClusterPlacement(ClusterMonitor monitor, TimeProvider time) : IClusterPlacement
{
    /// <summary>An election of some 3 s may come between a command and what comes of it, twice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task<Placement> PlaceAsync(
        string endpoint, PlaceRequest request, IProgress<PlacementProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var at = monitor.Find(endpoint);
        var commands = new ExoCommands(at, time);
        var before = await monitor.ReadAsync(endpoint, ReadingScope.Everything, cancellationToken);
        var model = await KnownAsync(request.Model, before, commands, cancellationToken);
        var on = ClusterNames.NodesOf(before, request.On);

        var there = before.InstancesOf(model).Where(i => Fits(i, request, on)).ToList();
        if (there.Find(i => i.Readiness == InstanceReadiness.Ready) is { } ready)
            return new Placement(ready, Already: true, FirstToken: null);
        var waiting = new PlacementWait(monitor, endpoint, model, time, progress);
        if (there.Find(i => i.Readiness == InstanceReadiness.Loading) is { } loading)
            return await TryAsync(at, await waiting.UntilReadyAsync(loading.Id, cancellationToken), progress, cancellationToken);

        // What failed or fell silent gives back its memory first, or there may be no room for its successor.
        foreach (var broken in there)
            await RemoveAsync(endpoint, commands, broken, cancellationToken);
        progress?.Report(new PlacementProgress(PlacementStep.Choosing, "asking exo where it fits"));
        var best = await ChooseAsync(model, request, on, before, commands, cancellationToken);
        await commands.CreateAsync(best.Instance, cancellationToken);
        progress?.Report(new PlacementProgress(
            PlacementStep.Sent,
            $"placing it on {string.Join(", ", best.Nodes.Select(n => ClusterNames.Of(before, n)))} ({best.Sharding}, {best.Meta})"));
        var id = await waiting.UntilThereAsync(best.InstanceId, before.Instances.Select(i => i.Id).ToHashSet(StringComparer.Ordinal), Patience, cancellationToken);
        return await TryAsync(at, await waiting.UntilReadyAsync(id, cancellationToken), progress, cancellationToken);
    }

    public async Task<IReadOnlyList<ClusterInstance>> UnplaceAsync(
        string endpoint, string modelOrInstance, CancellationToken cancellationToken = default)
    {
        var commands = new ExoCommands(monitor.Find(endpoint), time);
        var before = await monitor.ReadAsync(endpoint, ReadingScope.Readiness, cancellationToken);
        var meant = before.Instances.Where(i => i.Id == modelOrInstance).ToList();
        if (meant.Count == 0)
        {
            var placed = before.Instances.Select(i => i.Model).Distinct(StringComparer.Ordinal).ToList();
            var model = ClusterNames.ModelOf(modelOrInstance, placed) ?? throw new ClusterException(
                ClusterFailure.NotPlaced,
                $"{modelOrInstance} is not placed; "
                + (placed.Count == 0 ? "nothing is." : $"what is: {string.Join(", ", placed)}."));
            meant = [.. before.Instances.Where(i => i.Model == model)];
        }

        foreach (var instance in meant)
            await RemoveAsync(endpoint, commands, instance, cancellationToken);
        return meant;
    }

    public async Task<(InstanceLink Link, bool Already)> LinkAsync(
        string endpoint, string model, IReadOnlyList<string> prefill, IReadOnlyList<string> decode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefill);
        ArgumentNullException.ThrowIfNull(decode);
        if (prefill.Count == 0 || decode.Count == 0)
        {
            throw new ClusterException(
                ClusterFailure.Unlinkable,
                "A link needs machines that read prompts (--prefill) and machines that write the answers (--decode); without the latter every request would hang.");
        }

        var commands = new ExoCommands(monitor.Find(endpoint), time);
        var before = await monitor.ReadAsync(endpoint, ReadingScope.Everything, cancellationToken);
        var id = await KnownAsync(model, before, commands, cancellationToken);
        var readers = prefill.Select(n => Single(before, id, n)).ToHashSet(StringComparer.Ordinal);
        var writers = decode.Select(n => Single(before, id, n)).ToHashSet(StringComparer.Ordinal);
        if (readers.Overlaps(writers))
        {
            throw new ClusterException(
                ClusterFailure.Unlinkable, "A machine cannot both read for another and write for itself; name it once, in --prefill or in --decode.");
        }

        bool Same(InstanceLink l) => readers.SetEquals(l.Prefill) && writers.SetEquals(l.Decode);
        if (before.Links?.FirstOrDefault(Same) is { } already)
            return (already, true);
        await commands.LinkAsync(readers, writers, cancellationToken);
        var made = await EventuallyAsync(
            endpoint, ReadingScope.Everything, now => now.Links?.FirstOrDefault(Same), cancellationToken);
        return (made ?? throw NothingHappened("link the instances"), false);
    }

    /// <summary>The full id of a model that exo knows. One that is placed need not be in the catalogue.</summary>
    private static async Task<string> KnownAsync(
        string model, ClusterSnapshot cluster, ExoCommands commands, CancellationToken cancellationToken)
    {
        if (cluster.Instances.Any(i => i.Model == model))
            return model;
        var catalog = (await commands.CatalogAsync(cancellationToken)).Select(c => c.Id).ToList();
        if (ClusterNames.ModelOf(model, catalog) is { } known)
            return known;
        var near = ClusterNames.Near(model, catalog);
        throw new ClusterException(
            ClusterFailure.UnknownModel,
            $"exo has no model {model}. " + (near.Count == 0
                ? $"Its catalogue lists {catalog.Count} at /v1/models."
                : $"Near it in its catalogue: {string.Join(", ", near)}."));
    }

    private static bool Fits(ClusterInstance instance, PlaceRequest request, IReadOnlyCollection<string> on) =>
        (on.Count == 0 || instance.Runners.Select(r => r.NodeId).ToHashSet(StringComparer.Ordinal).SetEquals(on))
        && (request.Nodes is not { } count || instance.Runners.Count == count)
        && (request.Sharding is not { } sharding || sharding.Equals(instance.Sharding, StringComparison.OrdinalIgnoreCase));

    private static async Task<PlacementPreview> ChooseAsync(
        string model, PlaceRequest request, IReadOnlyCollection<string> on, ClusterSnapshot cluster, ExoCommands commands, CancellationToken cancellationToken)
    {
        var previews = await commands.PreviewsAsync(model, on, cancellationToken);
        if (previews.Count == 0)
        {
            throw new ClusterException(
                ClusterFailure.NoWorkers,
                "No machine of this cluster runs models: exo runs there as a coordinator only, or alone. Start exo on the machines that should.");
        }

        if (PlacementPreview.Best(previews, request, on) is { } best)
            return best;
        if (previews.Any(p => p.Error is null))
        {
            var ways = previews.Where(p => p.Error is null)
                .Select(p => $"{p.Sharding} on {string.Join(" and ", p.Nodes.Select(n => ClusterNames.Of(cluster, n)))}")
                .Distinct(StringComparer.Ordinal);
            throw new ClusterException(ClusterFailure.NoRoom, $"exo cannot place {model} like that. It could: {string.Join("; ", ways)}.");
        }

        var reasons = previews.Select(p => p.Error!.TrimEnd('.')).Distinct(StringComparer.Ordinal).Take(3);
        throw new ClusterException(
            ClusterFailure.NoRoom,
            $"exo sees no way to place {model}: {string.Join("; ", reasons)}. Take another model away (locals cluster shows them), or add a machine.");
    }

    private static string Single(ClusterSnapshot cluster, string model, string name)
    {
        var node = ClusterNames.NodeOf(cluster, name);
        var of = cluster.InstancesOf(model).Where(i => i.Runners.Any(r => r.NodeId == node.Id)).ToList();
        if (of.Find(i => i.Runners.Count == 1) is not { } alone)
        {
            throw new ClusterException(
                ClusterFailure.Unlinkable,
                (of.Count > 0
                    ? $"{model} is spread over several machines, and a link needs it on {node.Name} alone; place it there with: "
                    : $"{model} is not on {node.Name}; place it there with: ") + ClusterCommands.Place(model, node.Name));
        }

        return alone.Readiness == InstanceReadiness.Ready ? alone.Id : throw new ClusterException(
            ClusterFailure.Unlinkable, $"{model} on {node.Name} cannot answer yet ({alone.Detail}). Link again when locals cluster shows it ready.");
    }

    private async Task RemoveAsync(string endpoint, ExoCommands commands, ClusterInstance instance, CancellationToken cancellationToken)
    {
        await commands.DeleteAsync(instance.Id, cancellationToken);
        _ = await EventuallyAsync(
            endpoint, ReadingScope.Readiness, now => now.Instances.Any(i => i.Id == instance.Id) ? null : now, cancellationToken)
            ?? throw NothingHappened($"take {instance.Model} away");
    }

    private async Task<T?> EventuallyAsync<T>(
        string endpoint, ReadingScope scope, Func<ClusterSnapshot, T?> look, CancellationToken cancellationToken)
        where T : class
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (look(await monitor.ReadAsync(endpoint, scope, cancellationToken)) is { } seen)
                return seen;
            if (time.GetElapsedTime(began) > Patience)
                return null;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private async Task<Placement> TryAsync(
        LocalEndpoint endpoint, ClusterInstance instance, IProgress<PlacementProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new PlacementProgress(PlacementStep.Trying, "ready; asking it for one token"));
        return new Placement(instance, Already: false, await Canary.SingAsync(endpoint, instance.Model, time, cancellationToken));
    }

    private static ClusterException NothingHappened(string what) => new(
        ClusterFailure.NothingHappened,
        $"exo took the command to {what}, and nothing came of it within {Patience.TotalSeconds:0} s; its log says why. Try again.");
}
