namespace LocalsOnly.Discord.Flow;

/// <summary>At most so many in any stretch of time of one length.</summary>
internal sealed class RollingWindow(int most, TimeSpan period, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();

    /// <summary>How long until one more may be taken; zero when now.</summary>
    /// <param name="kept">Places that are left for others.</param>
    public TimeSpan Wait(int kept = 0)
    {
        lock (_gate)
            return Until(kept);
    }

    /// <summary>Takes a place if there is one.</summary>
    /// <returns>Zero when it was taken, else how long until it is worth trying again.</returns>
    public TimeSpan TryTake(int kept = 0)
    {
        lock (_gate)
        {
            var wait = Until(kept);
            if (wait <= TimeSpan.Zero) _taken.Enqueue(time.GetTimestamp());
            return wait;
        }
    }

    /// <summary>Takes a place, there or not.</summary>
    public void Take()
    {
        lock (_gate)
        {
            Until(0);
            _taken.Enqueue(time.GetTimestamp());
        }
    }

    private TimeSpan Until(int kept)
    {
        while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= period) _taken.Dequeue();
        var surplus = _taken.Count - (most - kept);
        return surplus < 0 ? TimeSpan.Zero : period - time.GetElapsedTime(_taken.ElementAt(surplus));
    }
}
