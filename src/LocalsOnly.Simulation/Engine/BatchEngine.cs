using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Engine;

/// <summary>
/// Continuous batching as exo's runner does it: a place in the batch or a place in the queue, one prompt read at a time while every other
/// stream stands still, then one token for each stream per step. One timer per instance; all under the cluster's gate.
/// </summary>
internal sealed class BatchEngine : IDisposable
{
    /// <summary>Shorter prompts are not worth sending to another instance.</summary>
    private const int LeastRemotePrefill = 1000;

    private readonly ClusterState _state;
    private readonly Instance _instance;
    private readonly ITimer _timer;
    private readonly Queue<ChatJob> _waiting = [];
    private readonly List<ChatJob> _active = [];

    /// <summary>Jobs that hang: they wait to be dropped, and take no place.</summary>
    private readonly List<ChatJob> _stuck = [];
    private readonly List<Action<Instance>> _events = [];
    private readonly PrefixCache _cache = new();
    private readonly int _chunk;
    private readonly IReadOnlyList<(SimulatedMachine Machine, double Share)> _machines;
    private ChatJob? _prefilling;
    private double _prefillRate;
    private int _nextChunk;
    private DateTimeOffset _prefillBegan;
    private DateTimeOffset _due;
    private TimeSpan _left;

    public BatchEngine(ClusterState state, Instance instance)
    {
        (_state, _instance) = (state, instance);
        _chunk = Math.Max(1, state.Options.PrefillChunkTokens / Math.Min(4, instance.Shards.Count));
        _machines = Roofline.Machines(state, instance);
        _timer = state.Time.CreateTimer(static engine => ((BatchEngine)engine!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Prompt tokens between two steps of prefill, and so between two progress comments.</summary>
    public int ChunkTokens => _chunk;

    public void Submit(ChatJob job)
    {
        lock (_state.Gate)
        {
            _waiting.Enqueue(job);
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
            if (_prefilling == job)
            {
                _prefilling = null;
                _due = _state.Time.GetUtcNow() + _left;
            }

            _active.Remove(job);
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
            while (true)
            {
                if (_prefilling is null)
                    BeginPrefill(now);
                if (_prefilling is null && _active.Count == 0)
                    return;
                var due = _prefilling is null ? _due : ChunkDue();
                if (due > now)
                {
                    _timer.Change(due - now, Timeout.InfiniteTimeSpan);
                    return;
                }

                if (_prefilling is null)
                    Step();
                else
                    EndChunk(due);
                if (_events.Count > 0 && !TryRunEvents())
                    return;
            }
        }
    }

    /// <summary>What answers half way through set off; false when it has stopped the instance.</summary>
    private bool TryRunEvents()
    {
        var events = _events.ToList();
        _events.Clear();
        foreach (var run in events)
            run(_instance);
        return _state.CanWork(_instance);
    }

    private void BeginPrefill(DateTimeOffset now)
    {
        while (!_state.BatchIsFull && _active.Count < _state.Options.Concurrency && _waiting.TryDequeue(out var job))
        {
            if (job.End != JobEnd.None)
                continue;
            job.Task.Status = "Running";
            (job.CachedTokens, job.CacheHit) = _cache.Use(job.Prompt, job.PromptTokens);
            _left = _active.Count > 0 && _due > now ? _due - now : TimeSpan.Zero;
            (_prefilling, _prefillBegan, _prefillRate, _nextChunk) = (job, now, PrefillRate(job), Math.Min(_chunk, job.Uncached));
            job.Prefilled = 0;
            job.Wake();
            return;
        }
    }

    private DateTimeOffset ChunkDue() =>
        double.IsInfinity(_prefillRate) ? _prefillBegan : _prefillBegan + TimeSpan.FromSeconds(_nextChunk / _prefillRate);

    private void EndChunk(DateTimeOffset due)
    {
        var job = _prefilling!;
        job.Prefilled = _nextChunk;
        if (job.Script.StallsInPrefill && _nextChunk * 2 >= job.Uncached)
        {
            (_prefilling, _due) = (null, due + _left);
            _stuck.Add(job);
            job.Wake();
            return;
        }

        if (_nextChunk < job.Uncached)
        {
            _nextChunk = Math.Min(job.Uncached, _nextChunk + _chunk);
            job.Wake();
            return;
        }

        _prefilling = null;
        job.PrefillSeconds = (due - _prefillBegan).TotalSeconds;
        job.PrefillEnd = due;
        // Reading the last prompt token yields the first one of the answer.
        if (!Advance(job, due))
            _active.Add(job);
        _due = due + (_left > TimeSpan.Zero ? _left : StepTime());
    }

    private void Step()
    {
        for (var i = _active.Count - 1; i >= 0; i--)
        {
            if (Advance(_active[i], _due))
                _active.RemoveAt(i);
        }

        // Reckoned from when this step was due, so that small lags do not add up.
        _due += StepTime();
    }

    /// <summary>One more token; true when it was the last.</summary>
    private bool Advance(ChatJob job, DateTimeOffset at)
    {
        job.Written++;
        if (job.Written == job.Script.HalfWay && job.Script.AtHalfWay is { } run)
            _events.Add(run);
        var over = job.Written >= job.Script.Count;
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

    private TimeSpan StepTime()
    {
        var options = _state.Options;
        if (double.IsFinite(options.DecodeTokensPerSecond))
            return TimeSpan.FromSeconds(1 / options.DecodeTokensPerSecond);
        return options.Roofline && _active.Count > 0
            ? TimeSpan.FromSeconds(Roofline.StepSeconds(_instance.Model, _instance.Spread.Tensor, _machines, _active.Count))
            : TimeSpan.Zero;
    }

    /// <summary>A linked instance reads prompts of more than 1000 uncached tokens in this one's stead.</summary>
    private double PrefillRate(ChatJob job)
    {
        var options = _state.Options;
        var reader = job.Uncached > LeastRemotePrefill ? _state.PrefillFor(_instance) ?? _instance : _instance;
        var machines = reader == _instance ? _machines : Roofline.Machines(_state, reader);
        if (double.IsFinite(options.PrefillTokensPerSecond))
            return options.PrefillTokensPerSecond * (machines.Sum(m => m.Machine.Tflops) / _machines.Sum(m => m.Machine.Tflops));
        return options.Roofline ? Roofline.PrefillTokensPerSecond(_instance.Model, machines.Select(m => m.Machine)) : double.PositiveInfinity;
    }

    private List<ChatJob> Reset()
    {
        var jobs = new List<ChatJob>(_active);
        if (_prefilling is not null)
            jobs.Add(_prefilling);
        jobs.AddRange(_waiting.Where(j => j.End == JobEnd.None));
        jobs.AddRange(_stuck);
        _stuck.Clear();
        _active.Clear();
        _waiting.Clear();
        _prefilling = null;
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
