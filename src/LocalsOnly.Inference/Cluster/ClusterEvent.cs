using System.Globalization;

namespace LocalsOnly.Inference.Cluster;

/// <summary>One thing that changed on a cluster between two looks.</summary>
/// <param name="Endpoint">Name of the endpoint that told.</param>
/// <param name="At">When it was seen, by exo's own clock.</param>
public abstract record ClusterEvent(string Endpoint, DateTimeOffset At)
{
    /// <summary>One clause for the log.</summary>
    public abstract string Clause { get; }
}

/// <summary>A machine joined, or is heard of again after a silence.</summary>
public sealed record NodeAppeared(string Endpoint, DateTimeOffset At, ClusterNode Node) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Node.Name} is there";
}

/// <summary>A machine left.</summary>
public sealed record NodeGone(string Endpoint, DateTimeOffset At, ClusterNode Node) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Node.Name} is gone";
}

/// <summary>A machine was not heard of for 30 s; what is placed on it cannot answer.</summary>
public sealed record NodeSilent(string Endpoint, DateTimeOffset At, ClusterNode Node) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Node.Name} has gone silent";
}

/// <summary>A model was placed.</summary>
public sealed record InstancePlaced(string Endpoint, DateTimeOffset At, ClusterInstance Instance) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Instance.Model} is placed on {string.Join(", ", Instance.Runners.Select(r => r.NodeName))}";
}

/// <summary>A model can answer.</summary>
public sealed record InstanceReady(string Endpoint, DateTimeOffset At, ClusterInstance Instance) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Instance.Model} is ready";
}

/// <summary>A model is being loaded, and further than before.</summary>
/// <param name="LayersLoaded">Of all its machines together.</param>
public sealed record InstanceLoading(string Endpoint, DateTimeOffset At, ClusterInstance Instance, int LayersLoaded) : ClusterEvent(Endpoint, At)
{
    public override string Clause => Instance.Layers > 0 && LayersLoaded > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Instance.Model} is loading, {LayersLoaded} of {Instance.Layers} layers")
        : $"{Instance.Model} is loading";
}

/// <summary>A model cannot answer any more: a process that runs it failed, or one of its machines has gone silent.</summary>
public sealed record InstanceFailed(string Endpoint, DateTimeOffset At, ClusterInstance Instance) : ClusterEvent(Endpoint, At)
{
    public override string Clause => Instance.Detail;
}

/// <summary>A model is not placed any more.</summary>
public sealed record InstanceGone(string Endpoint, DateTimeOffset At, ClusterInstance Instance) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Instance.Model} is not placed any more";
}

/// <summary>A runner's state changed.</summary>
public sealed record RunnerChanged(string Endpoint, DateTimeOffset At, ClusterInstance Instance, ClusterRunner Runner) : ClusterEvent(Endpoint, At)
{
    public override string Clause => $"{Instance.Model} on {Runner.NodeName}: {Runner.State}";
}

/// <summary>A download went on, ended or failed.</summary>
public sealed record DownloadProgress(string Endpoint, DateTimeOffset At, ClusterDownload Download) : ClusterEvent(Endpoint, At)
{
    public override string Clause => Download switch
    {
        { State: DownloadState.Failed } => $"the download of {Download.Model} to {Download.NodeName} failed",
        { State: DownloadState.Completed } => $"{Download.Model} is on the disk of {Download.NodeName}",
        { TotalBytes: > 0 and var total, DownloadedBytes: { } done } => string.Create(
            CultureInfo.InvariantCulture, $"{Download.NodeName} fetches {Download.Model}, {100.0 * done / total:0} %"),
        _ => $"{Download.NodeName} fetches {Download.Model}",
    };
}

/// <summary>Another master took over: the state began anew, and every model that was placed is not any more.</summary>
/// <param name="Models">What was placed.</param>
public sealed record ClusterWiped(string Endpoint, DateTimeOffset At, IReadOnlyList<string> Models) : ClusterEvent(Endpoint, At)
{
    public override string Clause =>
        $"a change of master wiped the cluster; {string.Join(", ", Models)} must be placed again, each with: locals cluster place <model>";
}
