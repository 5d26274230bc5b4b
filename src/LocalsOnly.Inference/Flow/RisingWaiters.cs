namespace LocalsOnly.Inference.Flow;

/// <summary>
/// Who rises next. Waiters of one priority that have risen equally often rise in order of arrival, so each such group is a list whose
/// first is the next: three lists in all, and every operation O(1).
/// </summary>
internal sealed class RisingWaiters(TimeSpan riseAfter, TimeProvider time)
{
    private readonly LinkedList<AdmissionWaiter> _bulk = [];
    private readonly LinkedList<AdmissionWaiter> _bulkRisenOnce = [];
    private readonly LinkedList<AdmissionWaiter> _tasks = [];

    /// <summary>Takes in a waiter that has just come or risen; one of the highest class has nowhere to rise to.</summary>
    public void Add(AdmissionWaiter waiter) => ListOf(waiter)?.AddLast(waiter.ByAge);

    public static void Remove(AdmissionWaiter waiter) => waiter.ByAge.List?.Remove(waiter.ByAge);

    /// <summary>Takes out the earliest of those whose time to rise has come; null when there is none.</summary>
    public AdmissionWaiter? TakeDue()
    {
        var waiter = Earlier(Due(_tasks, 1), Earlier(Due(_bulkRisenOnce, 2), Due(_bulk, 1)));
        if (waiter is not null)
            Remove(waiter);
        return waiter;
    }

    /// <summary>The latest that is in this class, which is not the highest.</summary>
    public AdmissionWaiter? LastIn(WorkPriority priority) =>
        priority == WorkPriority.Bulk ? _bulk.Last?.Value : (_tasks.Last ?? _bulkRisenOnce.Last)?.Value;

    private AdmissionWaiter? Due(LinkedList<AdmissionWaiter> list, int rises) =>
        list.First?.Value is { } first && time.GetElapsedTime(first.Since) >= riseAfter * rises ? first : null;

    private static AdmissionWaiter? Earlier(AdmissionWaiter? a, AdmissionWaiter? b) =>
        a is null ? b : b is null || a.Since <= b.Since ? a : b;

    private LinkedList<AdmissionWaiter>? ListOf(AdmissionWaiter waiter) => (waiter.Ticket.Priority, waiter.Class) switch
    {
        (WorkPriority.Bulk, WorkPriority.Bulk) => _bulk,
        (WorkPriority.Bulk, WorkPriority.Task) => _bulkRisenOnce,
        (WorkPriority.Task, WorkPriority.Task) => _tasks,
        _ => null,
    };
}
