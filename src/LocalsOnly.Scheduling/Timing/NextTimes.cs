namespace LocalsOnly.Scheduling;

/// <summary>When tasks are due next. Of each the last answer is kept, which holds for every instant before it: a cron expression is worked out once for each time that it is due.</summary>
internal sealed class NextTimes
{
    private readonly Dictionary<ScheduledTask, (DateTimeOffset From, DateTimeOffset? Next)> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The first instant after another at which a task is due; null when there is none.</summary>
    public DateTimeOffset? After(ScheduledTask task, DateTimeOffset at)
    {
        if (_known.TryGetValue(task, out var known) && at >= known.From && !(at >= known.Next)) return known.Next;
        var next = task.Next(at);
        _known[task] = (at, next);
        return next;
    }

    /// <summary>The files have changed.</summary>
    public void Forget() => _known.Clear();
}
