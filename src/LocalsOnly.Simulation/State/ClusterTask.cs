using System.Text.Json;

namespace LocalsOnly.Simulation.State;

/// <summary>A chat request as the master keeps it, prompt included, until its stream ends.</summary>
internal sealed class ClusterTask(string commandId, string instanceId, JsonElement body)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public string CommandId { get; } = commandId;

    public string InstanceId { get; } = instanceId;

    /// <summary>The request as sent.</summary>
    public JsonElement Body { get; } = body;

    /// <summary><c>Pending</c> until a runner takes it, then <c>Running</c>; <c>Cancelled</c> when its command was.</summary>
    public string Status { get; set; } = "Pending";
}

/// <summary>A worker's own task; exo never deletes these from its state.</summary>
internal sealed record WorkerTask(string Id, string Kind, string InstanceId);
