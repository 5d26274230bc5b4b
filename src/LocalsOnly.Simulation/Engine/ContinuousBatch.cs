namespace LocalsOnly.Simulation.Engine;

/// <summary>A prompt and its answer as a batch counts them.</summary>
public interface IBatchJob
{
    /// <summary>Prompt tokens that have to be read; asked for once the job has its place.</summary>
    int Uncached { get; }

    /// <summary>Of those, read so far.</summary>
    int Prefilled { get; set; }

    /// <summary>Tokens of the answer that are still to be written.</summary>
    int Left { get; }
}

/// <summary>
/// The rules of exo's runner, without a clock: so many places, a queue in order of arrival, one prompt read at a time while every other stream
/// stands still, then one token for each stream per step. Who has a clock asks what is <see cref="Due"/> and has it done; the simulated cluster does so in
/// real time, the capacity plan in virtual time. Not thread-safe.
/// </summary>
/// <typeparam name="TJob">One prompt with its answer.</typeparam>
public abstract class ContinuousBatch<TJob>(int chunkTokens)
    where TJob : class, IBatchJob
{
    private readonly Queue<TJob> _waiting = [];
    private readonly List<TJob> _active = [];
    private TJob? _prefilling;
    private int _nextChunk;
    private DateTimeOffset _prefillBegan;
    private DateTimeOffset _due;
    private DateTimeOffset _last;
    private TimeSpan _left;

    /// <summary>Prompt tokens between two steps of prefill.</summary>
    public int ChunkTokens => chunkTokens;

    /// <summary>When the next thing happens; null when nothing is under way.</summary>
    public DateTimeOffset? Due => _prefilling is not null ? ChunkDue : _active.Count > 0 ? _due : null;

    /// <summary>Jobs that have a place.</summary>
    public int Running => _active.Count + (_prefilling is null ? 0 : 1);

    /// <summary>Jobs that wait for one.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Streams that are being written.</summary>
    protected IReadOnlyList<TJob> Active => _active;

    /// <summary>Whether one more job may have a place.</summary>
    protected abstract bool HasPlace { get; }

    /// <summary>Most steps that are taken as one while nothing else can happen; 1 shows each token when it is due.</summary>
    protected virtual int MostSteps => 1;

    private DateTimeOffset ChunkDue => _prefillBegan + PrefillTime(_prefilling!, _nextChunk);

    /// <summary>A job takes its place; false when it is not to be worked on any more.</summary>
    protected abstract bool TryBegin(TJob job, DateTimeOffset at);

    /// <summary>From the beginning of a prompt until so many of its uncached tokens are read.</summary>
    protected abstract TimeSpan PrefillTime(TJob job, int tokens);

    /// <summary>Duration of one step of all <see cref="Active"/> streams when each has some more tokens than now.</summary>
    protected abstract TimeSpan StepTime(int ahead);

    /// <summary>Some of the prompt is read; false when the job never gets further and gives up its place.</summary>
    protected abstract bool Read(TJob job);

    /// <summary>All of the prompt is read.</summary>
    protected abstract void Began(TJob job, DateTimeOffset began, DateTimeOffset ended);

    /// <summary>Some more tokens are written, the last of them at an instant; true when they were the answer's last.</summary>
    protected abstract bool Write(TJob job, int tokens, DateTimeOffset at);

    protected void Enqueue(TJob job) => _waiting.Enqueue(job);

    /// <summary>Gives places away, then does the one thing that is due; false when nothing is.</summary>
    /// <param name="until">Nothing comes from outside before; as many steps are taken as one as are due by then.</param>
    protected bool TryDoNext(DateTimeOffset now, DateTimeOffset until)
    {
        if (_prefilling is null)
            BeginPrefill(now > _last ? now : _last);
        if (Due is not { } due || due > now)
            return false;
        if (_prefilling is null)
            Step(until);
        else
            EndChunk(due);
        return true;
    }

    /// <summary>Takes a job out of the batch; one that waits is passed over when <see cref="TryBegin"/> says so.</summary>
    protected void Remove(TJob job, DateTimeOffset now)
    {
        if (_prefilling == job)
        {
            _prefilling = null;
            _due = now + _left;
        }

        _active.Remove(job);
    }

    /// <summary>Empties batch and queue.</summary>
    protected List<TJob> Clear()
    {
        var jobs = new List<TJob>(_active);
        if (_prefilling is not null)
            jobs.Add(_prefilling);
        jobs.AddRange(_waiting);
        _active.Clear();
        _waiting.Clear();
        _prefilling = null;
        return jobs;
    }

    private void BeginPrefill(DateTimeOffset now)
    {
        while (HasPlace && _waiting.TryDequeue(out var job))
        {
            if (!TryBegin(job, now))
                continue;
            _left = _active.Count > 0 && _due > now ? _due - now : TimeSpan.Zero;
            (_prefilling, _prefillBegan, _nextChunk) = (job, now, Math.Min(chunkTokens, job.Uncached));
            job.Prefilled = 0;
            return;
        }
    }

    private void EndChunk(DateTimeOffset due)
    {
        var job = _prefilling!;
        _last = due;
        job.Prefilled = _nextChunk;
        if (!Read(job))
        {
            (_prefilling, _due) = (null, due + _left);
            return;
        }

        if (_nextChunk < job.Uncached)
        {
            _nextChunk = (int)Math.Min(job.Uncached, (long)_nextChunk + chunkTokens);
            return;
        }

        _prefilling = null;
        Began(job, _prefillBegan, due);
        // Reading the last prompt token yields the first one of the answer.
        if (!Write(job, 1, due))
            _active.Add(job);
        _due = due + (_left > TimeSpan.Zero ? _left : StepTime(0));
    }

    private void Step(DateTimeOffset until)
    {
        var steps = StepsUntil(until);
        // Reckoned from when this step was due, so that small lags do not add up. Each step is as much longer than the one before, so their mean is that of two.
        _last = steps == 1 ? _due : _due + ((StepTime(1) + StepTime(steps - 1)) / 2 * (steps - 1));
        for (var i = _active.Count - 1; i >= 0; i--)
        {
            if (Write(_active[i], steps, _last))
                _active.RemoveAt(i);
        }

        _due = _last + StepTime(0);
    }

    /// <summary>Until an answer ends or the outside may speak, whatever comes first.</summary>
    private int StepsUntil(DateTimeOffset until)
    {
        if (MostSteps == 1)
            return 1;
        var steps = MostSteps;
        foreach (var job in _active)
            steps = Math.Min(steps, job.Left);
        if (steps <= 1)
            return 1;
        // With the longest of the steps, so that the last one is not too late.
        var fit = (until - _due) / StepTime(steps);
        return fit < steps - 1 ? Math.Max(1, (int)fit + 1) : steps;
    }
}
