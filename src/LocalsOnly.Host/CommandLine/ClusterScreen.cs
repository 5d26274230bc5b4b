using System.Globalization;
using LocalsOnly.Inference.Cluster;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalsOnly.Host.CommandLine;

/// <summary>A cluster as tables that fit the terminal.</summary>
internal static class ClusterScreen
{
    // Below this, chips are left out and models are called by the part after the slash, which every command takes too.
    private const int Wide = 110;

    /// <param name="trouble">Why the snapshot is old; null when it is not.</param>
    public static IRenderable Of(ClusterSnapshot cluster, string? trouble, int width)
    {
        var wide = width >= Wide;
        var rows = new List<IRenderable> { Head(cluster), new FittedTable(Nodes(cluster, wide)) };
        if (cluster.Instances.Count > 0) rows.Add(new FittedTable(Instances(cluster, wide)));
        else rows.Add(Terminal.Cell("No model is placed; place one with: locals cluster place <model>", Color.Yellow));
        var downloads = (cluster.Downloads ?? []).Where(download => download.State is DownloadState.Ongoing or DownloadState.Failed).ToList();
        if (downloads.Count > 0) rows.Add(new FittedTable(Downloads(downloads, wide)));
        rows.AddRange((cluster.Links ?? []).Select(link => Terminal.Cell(LinkLine(cluster, link))));
        if (trouble is not null) rows.Add(Terminal.Cell($"As of {cluster.At.ToLocalTime():HH:mm:ss}. {trouble}", Color.Red));
        return new Rows(rows);
    }

    private static Text Head(ClusterSnapshot cluster)
    {
        var workers = cluster.Nodes.Where(node => node.Role == NodeRole.Worker).ToList();
        var parts = new List<string> { cluster.Endpoint, workers.Count == 1 ? "1 machine" : $"{workers.Count} machines" };
        if (workers.Any(node => node.MemoryTotalBytes is not null))
            parts.Add($"{Gigabytes(workers.Sum(node => node.MemoryAvailableBytes ?? 0))} of {Gigabytes(workers.Sum(node => node.MemoryTotalBytes ?? 0))} GiB free");
        if (workers.Any(node => node.Watts is not null)) parts.Add($"{Number(workers.Sum(node => node.Watts ?? 0), "0")} W");
        if (cluster.Release is { } release) parts.Add($"exo {release}");
        if (cluster.Simulated) parts.Add("simulated");
        return Terminal.Cell(string.Join(" · ", parts), Color.Grey);
    }

    private static Table Nodes(ClusterSnapshot cluster, bool wide)
    {
        var table = wide
            ? Terminal.Table("machine", "chip", "free memory", "GPU", "power", "temp", "state")
            : Terminal.Table("machine", "free memory", "GPU", "power", "temp", "state");
        foreach (var node in cluster.Nodes)
        {
            List<IRenderable> cells =
            [
                Terminal.Cell(node.Name),
                Terminal.Cell(node is { MemoryTotalBytes: { } total, MemoryAvailableBytes: { } free } ? $"{Gigabytes(free)} of {Gigabytes(total)} GiB" : "–"),
                Terminal.Cell(node.GpuUse is { } gpu ? $"{Number(gpu * 100, "0")} %" : "–"),
                Terminal.Cell(node.Watts is { } watts ? $"{Number(watts, "0")} W" : "–"),
                Terminal.Cell(node.Celsius is { } celsius ? $"{Number(celsius, "0")} °C" : "–"),
                node switch
                {
                    { Role: NodeRole.Coordinator } => Terminal.Cell("coordinator", Color.Green),
                    { IsAlive: true } => Terminal.Cell("up", Color.Green),
                    { LastSeen: { } age } => Terminal.Cell($"silent for {Number(age.TotalSeconds, "0")} s", Color.Red),
                    _ => Terminal.Cell("gone", Color.Red),
                },
            ];
            if (wide) cells.Insert(1, Terminal.Cell(node.Chip ?? "–"));
            table.AddRow(cells);
        }

        return table;
    }

    private static Table Instances(ClusterSnapshot cluster, bool wide)
    {
        var table = Terminal.Table("model", "on", "queue", "state");
        table.Columns[1].NoWrap = false;
        foreach (var instance in cluster.Instances)
        {
            var on = string.Join(", ", instance.Runners.Select(runner => runner.NodeName).Where(name => name.Length > 0));
            table.AddRow(
                Terminal.Cell(Name(instance.Model, wide)),
                Terminal.Cell(instance.Runners.Count > 1 ? $"{on} ({instance.Sharding}, {instance.Meta})" : on),
                Terminal.Cell(Queue(instance)),
                instance.Readiness switch
                {
                    InstanceReadiness.Ready => Terminal.Cell("ready", Color.Green),
                    InstanceReadiness.Loading => Terminal.Cell(Loading(instance), Color.Yellow),
                    _ => Terminal.Cell(instance.Detail, Color.Red),
                });
        }

        return table;
    }

    private static string Loading(ClusterInstance instance)
    {
        var loading = instance.Runners.Where(runner => runner is { State: RunnerState.Loading, TotalLayers: > 0 }).ToList();
        return loading.Count > 0
            ? "loading: " + string.Join(", ", loading.Select(runner => $"{runner.NodeName} {runner.LayersLoaded}/{runner.TotalLayers} layers"))
            : instance.Runners.Any(runner => runner.State is RunnerState.Loaded or RunnerState.WarmingUp) ? "warming up" : "starting";
    }

    private static string Queue(ClusterInstance instance) => instance switch
    {
        { Running: null } => "–",
        { Running: 0, Pending: 0 } => "idle",
        { Pending: 0 } => $"{instance.Running} busy",
        _ => $"{instance.Running} busy, {instance.Pending} wait",
    };

    private static Table Downloads(List<ClusterDownload> downloads, bool wide)
    {
        var table = Terminal.Table("download", "to", "");
        foreach (var download in downloads)
            table.AddRow(
                Terminal.Cell(Name(download.Model, wide)),
                Terminal.Cell(download.NodeName),
                download.State == DownloadState.Failed ? Terminal.Cell($"failed: {download.Error ?? "exo gave no reason"}", Color.Red) : Terminal.Cell(Progress(download)));
        return table;
    }

    private static string Progress(ClusterDownload download)
    {
        var parts = new List<string>();
        if (download is { TotalBytes: > 0 and var total, DownloadedBytes: { } done })
            parts.Add($"{Number(100.0 * done / total, "0")} % of {Number(total / 1e9, "0.0")} GB");
        if (download.BytesPerSecond is > 0 and var speed) parts.Add($"{Number(speed / 1e6, "0")} MB/s");
        if (download.Remaining is { } left && left < TimeSpan.FromDays(30)) parts.Add($"{(left.TotalHours >= 1 ? $"{(int)left.TotalHours} h {left.Minutes} min" : left.TotalMinutes >= 1 ? $"{left.Minutes} min" : $"{left.Seconds} s")} left");
        return parts.Count > 0 ? string.Join(", ", parts) : "under way";
    }

    private static string LinkLine(ClusterSnapshot cluster, InstanceLink link)
    {
        string Names(IReadOnlyList<string> ids) => string.Join(", ", ids.Select(id =>
            cluster.Instances.FirstOrDefault(instance => instance.Id == id)?.Runners is [var runner, ..] ? runner.NodeName : id));
        var model = cluster.Instances.FirstOrDefault(instance => link.Decode.Contains(instance.Id))?.Model ?? "a model";
        return $"{model}: {Names(link.Prefill)} reads long prompts, {Names(link.Decode)} writes the answers.";
    }

    private static string Name(string model, bool wide) => wide ? model : model[(model.LastIndexOf('/') + 1)..];

    private static string Gigabytes(long bytes) => Number(bytes / (double)(1L << 30), "0");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
