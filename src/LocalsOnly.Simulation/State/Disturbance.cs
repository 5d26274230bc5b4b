using System.Text.Json;

namespace LocalsOnly.Simulation.State;

/// <summary>What scenarios do to a whole cluster.</summary>
internal static class Disturbance
{
    private static readonly JsonElement NoBody = JsonElement.Parse("""{"messages":[]}""");

    /// <summary>Requests of others take every place in every batch, and keep it.</summary>
    public static void FillBatches(this ClusterState state)
    {
        lock (state.Gate)
        {
            state.BatchIsFull = true;
            foreach (var instance in state.Instances)
            {
                for (var i = 0; i < state.Options.Concurrency; i++)
                    state.Tasks.Add(new ClusterTask(Guid.NewGuid().ToString(), instance.Id, NoBody) { Status = "Running" });
            }
        }
    }

    /// <summary>Every instance prefills for one that does not exist.</summary>
    public static void LinkAllToNowhere(this ClusterState state)
    {
        lock (state.Gate)
            state.Links.Add(new InstanceLink(Guid.NewGuid().ToString(), [.. state.Instances.Select(i => i.Id)], [Guid.NewGuid().ToString()]));
    }

    /// <summary>An election, and a new master that knows of nothing.</summary>
    public static void ChangeMaster(this ClusterState state)
    {
        lock (state.Gate)
        {
            state.PausedUntil = state.Time.GetUtcNow() + ClusterState.ElectionTime;
            state.Wipe();
        }
    }
}
