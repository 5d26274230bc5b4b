using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Engine;

/// <summary>
/// An instance's batch (<see cref="ContinuousBatch{TJob}"/>) in the cluster's own time: one timer, all under the cluster's gate, and everything that can befall
/// a job on the way.
/// </summary>
internal sealed class BatchEngine : ContinuousBatch<ChatJob>, IDisposable
{
    private readonly ClusterState _state;
    private readonly Instance _instance;
    private readonly ITimer _timer;

    /// <summary>Jobs that hang: they wait to be dropped, and take no place.</summary>
    private readonly List<ChatJob> _stuck = [];
    private readonly List<Action<Instance>> _events = [];
    private readonly PrefixCache _cache = new();
    private readonly ModelShape _shape;
    private readonly Placement _placement;
    private Placement _reader;

    public BatchEngine(ClusterState state, Instance instance)
        : base(Math.Max(1, state.Options.PrefillChunkTokens / Math.Min(4, instance.Shards.Count)))
    {
        (_state, _instance) = (state, instance);
        (_shape, _placement) = (SimulatedHardware.Shape(instance.Model), SimulatedHardware.Placement(state, instance));
        _reader = _placement;
        _timer = state.Time.CreateTimer(static engine => ((BatchEngine)engine!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    protected override bool HasPlace => !_state.BatchIsFull && Active.Count < _state.Options.Concurrency;

    public void Submit(ChatJob job)
    {
        lock (_state.Gate)
        {
            Enqueue(job);
            Run();
        }
    }

    /// <summary>Somebody else's prompt, of which nothing but its place in the batch is seen.</summary>
    public void SubmitNewcomer(int promptTokens) => Submit(new ChatJob(
        new ClusterTask("", _instance.Id, default), AnswerScript.OneToken, Guid.NewGuid().ToString(), promptTokens, static () => { }));

    /// <summary>Takes a job that no runner will ever begin.</summary>
    public void Hold(ChatJob job)
    {
        lock (_state.Gate)
            _stuck.Add(job);
    }

    /// <summary>Takes a job out of the batch or the queue; its stream writes nothing more.</summary>
    public void Drop(ChatJob job)
    {
        lock (_state.Gate)
        {
            if (job.End != JobEnd.None)
                return;
            Finish(job, JobEnd.Dropped);
            Remove(job, _state.Time.GetUtcNow());
            _stuck.Remove(job);
            Run();
        }
    }

    /// <summary>Every job that reached the runner fails with it; what came while the model was loading waits on.</summary>
    public void Fail(string error)
    {
        foreach (var job in Reset())
        {
            job.Error = error;
            Finish(job, JobEnd.Failed);
        }
    }

    public void DropAll()
    {
        foreach (var job in Reset())
            Finish(job, JobEnd.Dropped);
        Dispose();
    }

    /// <summary>Forgets its jobs without a word to their streams.</summary>
    public void Forget()
    {
        Reset();
        Dispose();
    }

    /// <summary>Does everything that is due, and sets the timer for what comes next.</summary>
    public void Run()
    {
        lock (_state.Gate)
        {
            if (!_state.CanWork(_instance))
                return;
            var now = _state.Time.GetUtcNow();
            while (TryDoNext(now, now))
            {
                if (_events.Count > 0 && !TryRunEvents())
                    return;
            }

            if (Due is { } due)
                _timer.Change(due - now, Timeout.InfiniteTimeSpan);
        }
    }

    protected override bool TryBegin(ChatJob job, DateTimeOffset at)
    {
        if (job.End != JobEnd.None)
            return false;
        job.Task.Status = "Running";
        (job.CachedTokens, job.CacheHit) = _cache.Use(job.Prompt, job.PromptTokens);
        // A linked instance reads long prompts in this one's stead. The time to send the cache over is not simulated.
        _reader = job.Uncached > Placement.LeastRemotePrefill && _state.PrefillFor(_instance) is { } linked ? SimulatedHardware.Placement(_state, linked) : _placement;
        job.Wake();
        return true;
    }

    protected override TimeSpan PrefillTime(ChatJob job, int tokens)
    {
        var options = _state.Options;
        if (double.IsFinite(options.PrefillTokensPerSecond))
            return TimeSpan.FromSeconds(tokens / (options.PrefillTokensPerSecond * (Tflops(_reader) / Tflops(_placement))));
        return options.Roofline ? TimeSpan.FromSeconds(Roofline.PrefillSeconds(_shape, _reader, tokens, job.CachedTokens)) : TimeSpan.Zero;
    }

    protected override TimeSpan StepTime(int ahead)
    {
        var options = _state.Options;
        if (double.IsFinite(options.DecodeTokensPerSecond))
            return TimeSpan.FromSeconds(1 / options.DecodeTokensPerSecond);
        return options.Roofline && Active.Count > 0
            ? TimeSpan.FromSeconds(Roofline.StepSeconds(_shape, _placement, Active.Count, Active.Sum(job => (double)job.PromptTokens + job.Written + ahead)))
            : TimeSpan.Zero;
    }

    protected override bool Read(ChatJob job)
    {
        var stalls = job.Script.StallsInPrefill && job.Prefilled * 2 >= job.Uncached;
        if (stalls)
            _stuck.Add(job);
        job.Wake();
        return !stalls;
    }

    protected override void Began(ChatJob job, DateTimeOffset began, DateTimeOffset ended) =>
        (job.PrefillSeconds, job.PrefillEnd) = ((ended - began).TotalSeconds, ended);

    protected override bool Write(ChatJob job, int tokens, DateTimeOffset at)
    {
        job.Written += tokens;
        if (job.Written == job.Script.HalfWay && job.Script.AtHalfWay is { } run)
            _events.Add(run);
        var over = job.Left <= 0;
        if (over)
        {
            job.DecodeSeconds = (at - job.PrefillEnd).TotalSeconds;
            if (job.Script.End == ScriptEnd.Stall)
                _stuck.Add(job);
            else
                job.End = JobEnd.Written;
        }

        job.Wake();
        return over;
    }

    private static double Tflops(Placement placement) => placement.Stages.Sum(stage => stage.Machine.Tflops);

    /// <summary>What answers half way through set off; false when it has stopped the instance.</summary>
    private bool TryRunEvents()
    {
        var events = _events.ToList();
        _events.Clear();
        foreach (var run in events)
            run(_instance);
        return _state.CanWork(_instance);
    }

    private List<ChatJob> Reset()
    {
        List<ChatJob> jobs = [.. Clear().Where(job => job.End == JobEnd.None), .. _stuck];
        _stuck.Clear();
        return jobs;
    }

    private static void Finish(ChatJob job, JobEnd end)
    {
        job.End = end;
        job.Wake();
    }

    public void Dispose()
    {
        lock (_state.Gate)
            _timer.Dispose();
    }
}
