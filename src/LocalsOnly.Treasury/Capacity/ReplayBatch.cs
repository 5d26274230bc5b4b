using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>A request on its way through a replay.</summary>
internal sealed class ReplayJob(Arrival arrival, DateTimeOffset at) : IBatchJob
{
    public Arrival Arrival { get; } = arrival;

    public DateTimeOffset Arrived { get; } = at;

    /// <summary>The end of its prefill, which yields the first token.</summary>
    public DateTimeOffset FirstToken { get; set; }

    public DateTimeOffset Ended { get; set; }

    public long Written { get; set; }

    public int Uncached { get; } = (int)Math.Min(int.MaxValue, arrival.UncachedTokens);

    public int Prefilled { get; set; }

    public int Left => (int)Math.Min(int.MaxValue, Math.Max(1, Arrival.OutputTokens) - Written);

    public double FirstTokenSeconds => (FirstToken - Arrived).TotalSeconds;
}

/// <summary>
/// One instance in virtual time: the simulator's own rules (<see cref="ContinuousBatch{TJob}"/>), with as many steps taken at once as nothing interrupts, so that
/// a day of requests takes milliseconds.
/// </summary>
/// <param name="ended">Told of every end, at its instant.</param>
/// <param name="mostSteps">Fewer show the same at more cost.</param>
internal sealed class ReplayBatch(InstanceRates rates, int places, Action<ReplayJob>? ended = null, int mostSteps = int.MaxValue) : ContinuousBatch<ReplayJob>(int.MaxValue)
{
    private DateTimeOffset _clock;
    private DateTimeOffset _counted;

    /// <summary>Seconds that requests have spent here, waiting included, summed up as time went by and not over the requests.</summary>
    public double RequestSeconds { get; private set; }

    public int LongestQueue { get; private set; }

    /// <summary>Requests that wait or have a place.</summary>
    public int InSystem { get; private set; }

    protected override bool HasPlace => Active.Count < places;

    protected override int MostSteps => mostSteps;

    /// <summary>A request comes at an instant up to which everything has been done.</summary>
    public void Submit(ReplayJob job)
    {
        Count(job.Arrived, 1);
        Enqueue(job);
        if (_clock < job.Arrived) _clock = job.Arrived;
        RunUntil(job.Arrived);
        LongestQueue = Math.Max(LongestQueue, Waiting);
    }

    /// <summary>Does all that is due until an instant.</summary>
    public void RunUntil(DateTimeOffset time)
    {
        while (true)
        {
            // At the present instant first: who waits begins when a place gets free, not with the step after.
            if (TryDoNext(_clock, time)) continue;
            if (Due is not { } due || due > time) return;
            _clock = due;
        }
    }

    /// <summary>For who answers an end with the next request.</summary>
    public void Follow(ReplayJob job)
    {
        Count(job.Arrived, 1);
        Enqueue(job);
    }

    protected override bool TryBegin(ReplayJob job, DateTimeOffset at) => true;

    protected override TimeSpan PrefillTime(ReplayJob job, int tokens) =>
        Seconds(rates.PrefillSeconds(tokens, Math.Max(0, job.Arrival.PromptTokens - job.Arrival.UncachedTokens)));

    protected override TimeSpan StepTime(int ahead)
    {
        if (Active.Count == 0) return TimeSpan.FromTicks(1);
        var context = 0.0;
        foreach (var job in Active) context += job.Arrival.PromptTokens + job.Written + ahead;
        return Seconds(rates.StepSeconds(Active.Count, context));
    }

    protected override bool Read(ReplayJob job) => true;

    protected override void Began(ReplayJob job, DateTimeOffset began, DateTimeOffset ended) => job.FirstToken = ended;

    protected override bool Write(ReplayJob job, int tokens, DateTimeOffset at)
    {
        job.Written += tokens;
        if (job.Left > 0) return false;
        Count(at, -1);
        job.Ended = at;
        ended?.Invoke(job);
        return true;
    }

    /// <summary>Counts the time since the last change, then the change.</summary>
    private void Count(DateTimeOffset at, int change)
    {
        RequestSeconds += InSystem * (at - _counted).TotalSeconds;
        _counted = at;
        InSystem += change;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromTicks(Math.Max(1, (long)(seconds * TimeSpan.TicksPerSecond)));
}
