namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>How many sessions a bot may still begin: so many in a day, and one in five seconds. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/events/gateway#session-start-limit-object</remarks>
internal sealed class SessionStarts
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private DateTimeOffset _dayEnds;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private int _used;

    public (int Remaining, TimeSpan ResetAfter) Left(int total, DateTimeOffset now) =>
        now >= _dayEnds ? (total, TimeSpan.Zero) : (Math.Max(0, total - _used), _dayEnds - now);

    /// <returns>False when it comes too soon after the last.</returns>
    public bool TryBegin(TimeSpan interval, DateTimeOffset now)
    {
        if (now >= _dayEnds)
            (_dayEnds, _used) = (now + s_day, 0);
        _used++;
        if (now - _last < interval)
            return false;
        _last = now;
        return true;
    }
}
