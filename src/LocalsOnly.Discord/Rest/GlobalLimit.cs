using LocalsOnly.Discord.Flow;

namespace LocalsOnly.Discord.Rest;

/// <summary>What limits all requests together: so many in a second, pauses that Discord asks for, and the bound on requests that are refused.</summary>
/// <remarks>discord.com/developers/docs/topics/rate-limits#global-rate-limit.</remarks>
internal sealed class GlobalLimit(int perSecond, TimeProvider time)
{
    /// <summary>
    /// Refused requests in ten minutes before the bot slows down. Discord shuts an address out after 10,000, and several bots share the address of a house.
    /// </summary>
    private const int MostRefused = 1000;

    private readonly RollingWindow _sent = new(perSecond, TimeSpan.FromSeconds(1), time);
    private readonly RollingWindow _refused = new(MostRefused, TimeSpan.FromMinutes(10), time);
    private readonly Lock _gate = new();
    private (long Since, TimeSpan Length) _bot;
    private (long Since, TimeSpan Length) _address;

    /// <summary>Takes a place for a request.</summary>
    /// <param name="asBot">Others, which carry their own token, do not count among the bot's.</param>
    /// <returns>Zero, or how long to wait before trying again.</returns>
    public TimeSpan TryTake(bool asBot)
    {
        TimeSpan pause;
        lock (_gate)
            pause = asBot && Rest(_bot) > Rest(_address) ? Rest(_bot) : Rest(_address);
        if (_refused.Wait() is var slow && slow > pause) pause = slow;
        return pause > TimeSpan.Zero ? pause : asBot ? _sent.TryTake() : TimeSpan.Zero;
    }

    /// <summary>Discord has had enough of the bot.</summary>
    public void PauseBot(TimeSpan length)
    {
        lock (_gate)
            _bot = (time.GetTimestamp(), length);
    }

    /// <summary>What stands before Discord has had enough of the house.</summary>
    public void PauseAddress(TimeSpan length)
    {
        lock (_gate)
            _address = (time.GetTimestamp(), length);
    }

    /// <summary>Counts a request that was answered with 401, 403 or 429.</summary>
    public void Refused() => _refused.Take();

    private TimeSpan Rest((long Since, TimeSpan Length) pause) => pause.Length - time.GetElapsedTime(pause.Since);
}
