namespace LocalsOnly.Scheduling;

/// <summary>The page and <c>locals tasks</c>: what comes of a task is there anyway.</summary>
internal sealed class PageTarget : IDeliveryTarget
{
    public bool Takes(string channel) => channel == ScheduledTask.Page;

    public Reach Look(string channel, string persona) => new(ReachState.Reachable);

    public Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken) => Task.FromResult(ScheduledTask.Page);
}
