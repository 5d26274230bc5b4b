namespace LocalsOnly.Discord.Flow;

/// <summary>Ever longer pauses, doubled up to a longest, each shortened by chance by up to a half so that many clients do not come back at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _doublings;

    public TimeSpan Next()
    {
        var full = Math.Min(first.Ticks * Math.Pow(2, _doublings), longest.Ticks);
        if (full < longest.Ticks) _doublings++;
        return TimeSpan.FromTicks((long)(full * (1 - (Random.Shared.NextDouble() / 2))));
    }

    public void Reset() => _doublings = 0;
}
